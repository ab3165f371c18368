import { describe, expect, it } from 'vitest';
import { samplePopulation } from '../../src/engine/samples';
import type { Architecture } from '../../src/model/architecture';
import { foldedLayers } from '../folded';
import { onnxModel } from './model';

type Read = Record<number, (number | Uint8Array)[]>;

/** Every field of a message, by number, in order; nested messages stay bytes. */
function read(data: Uint8Array): Read {
  const fields: Read = {};
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = data[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < data.length) {
    const key = varint();
    const value = varint();
    fields[key >> 3] ??= [];
    if ((key & 7) === 0) fields[key >> 3].push(value);
    else {
      fields[key >> 3].push(data.subarray(at, at + value));
      at += value;
    }
  }
  expect(at).toBe(data.length);
  return fields;
}

const bytesOf = (fields: Read, number: number) => (fields[number] ?? []) as Uint8Array[];
const messages = (fields: Read, number: number) => bytesOf(fields, number).map(read);
const texts = (fields: Read, number: number) =>
  bytesOf(fields, number).map((data) => new TextDecoder().decode(data));

const architecture: Architecture = {
  input: { channels: 2, height: 5, width: 4, mean: [0, 0], std: [1, 1] },
  layers: [
    { kind: 'conv', name: 'a', input: 2, output: 3, kernel: [3, 2], stride: 2, padding: 1, bias: false },
    { kind: 'batchNorm', name: 'n', channels: 3, epsilon: 1e-5 },
    { kind: 'relu' },
    { kind: 'globalAverage' },
    { kind: 'dense', name: 'head', input: 3, output: 300, bias: true },
  ],
};

describe('onnxModel', () => {
  const population = samplePopulation(architecture, 2, 1, 7);
  const layers = foldedLayers(population, 1);
  const model = read(onnxModel(population, 1));
  const [graph] = messages(model, 7);

  it('chains the operators from x to logits', () => {
    const nodes = messages(graph, 1);
    expect(nodes.map((node) => texts(node, 4)[0])).toEqual([
      'Conv',
      'Relu',
      'GlobalAveragePool',
      'Flatten',
      'Gemm',
      'Identity',
    ]);
    let current = 'x';
    for (const node of nodes) {
      expect(texts(node, 1)[0]).toBe(current);
      current = texts(node, 2)[0];
    }
    expect(current).toBe('logits');
  });

  it('gives the convolution its geometry', () => {
    const [convolution] = messages(graph, 1);
    const attributes = messages(convolution, 5).map((each) => [texts(each, 1)[0], each[8] ?? each[3]]);
    expect(Object.fromEntries(attributes)).toEqual({
      kernel_shape: [3, 2],
      strides: [2, 2],
      pads: [1, 1, 1, 1],
      dilations: [1, 1],
      group: [1],
    });
  });

  it('holds every weight as it was folded', () => {
    const stored = messages(graph, 5).map((each) => {
      const raw = bytesOf(each, 9)[0].slice();
      return { name: texts(each, 8)[0], shape: each[1], values: new Float32Array(raw.buffer) };
    });
    const [convolution, , head] = layers;
    if (convolution.kind === 'globalAverage' || head.kind === 'globalAverage') throw new Error('unexpected');
    expect(stored).toEqual([
      { name: 'a.weight', shape: [3, 2, 3, 2], values: convolution.weights },
      { name: 'a.bias', shape: [3], values: convolution.bias },
      { name: 'head.weight', shape: [300, 3], values: head.weights },
      { name: 'head.bias', shape: [300], values: head.bias },
    ]);
  });

  it('says what goes in and out', () => {
    const shapeOf = (number: number) => {
      const [value] = messages(graph, number);
      const [type] = messages(messages(value, 2)[0], 1);
      return messages(messages(type, 2)[0], 1).map(
        (dimension) => dimension[1]?.[0] ?? texts(dimension, 2)[0],
      );
    };
    expect(shapeOf(11)).toEqual(['images', 2, 5, 4]);
    expect(shapeOf(12)).toEqual(['images', 300]);
  });
});

describe('foldedLayers', () => {
  it('folds BatchNorm into weights and bias', () => {
    const population = samplePopulation(architecture, 1, 1, 9);
    const tensor = (name: string) => population.tensors[name].data;
    const [convolution] = foldedLayers(population, 0);
    if (convolution.kind === 'globalAverage') throw new Error('unexpected');
    const scale = tensor('n.weight')[2] / Math.sqrt(tensor('n.variance')[2] + 1e-5);
    expect(convolution.weights[2 * 12 + 5]).toBeCloseTo(tensor('a.weight')[2 * 12 + 5] * scale, 6);
    expect(convolution.bias[2]).toBeCloseTo(tensor('n.bias')[2] - tensor('n.mean')[2] * scale, 6);
    expect(convolution.relu).toBe(true);
  });
});
