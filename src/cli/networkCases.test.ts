import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mulberry32 } from '../audit/statistics/random';
import { runReference } from '../engine/reference';
import type { Network } from '../formats/network/network';
import { readOnnxNetwork } from '../formats/network/onnx';
import { stackNetworks } from '../formats/network/population';
import { readTfjsNetwork } from '../formats/network/tfjs';
import { onnxAnswers } from '../formats/testing/onnxruntime';
import { SENTENCE } from '../formats/testing/sentence';
import type { Shape } from '../model/layers/kind';
import type { Shard } from '../model/shard';

const folder = new URL('../formats/fixtures/networks/', import.meta.url);
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const text = (name: string) => new TextDecoder().decode(fixture(name));

type Wrong = { file: string; images: number[]; n: number; exp: number[][]; softmax: string | null };

const shardOf = ({ architecture }: Network, images: Uint8Array): Shard => {
  const { channels, height, width } = architecture.input;
  const count = images.length / (channels * height * width);
  return { id: 'x', count, channels, height, width, images, labels: new Uint16Array(count), classes: [] };
};

const logitsOf = (network: Network, images: Uint8Array) =>
  runReference(stackNetworks([{ id: 'a', file: 'a', network }]), shardOf(network, images)).logits;

/** Images with channels first, as ONNX has them, with channels last, as they are here. */
const channelsLast = (planar: Uint8Array, { channels, height, width }: Shape) => {
  const area = height * width;
  return planar.map((_, i) => {
    const pixel = Math.floor((i % (channels * area)) / channels);
    return planar[Math.floor(i / (channels * area)) * channels * area + (i % channels) * area + pixel];
  });
};

const randomImages = (count: number) => {
  const random = mulberry32(7);
  return Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
};

/** The largest difference of two lists, in shares of the spread of the second. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  const spread = Math.max(...Array.from(b)) - Math.min(...Array.from(b));
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]))) / Math.max(spread, 1e-6);
};

const problemOf = (read: () => Network): { network?: Network; problem?: string } => {
  try {
    return { network: read() };
  } catch (error) {
    return { problem: (error as Error).message };
  }
};

const softmax = (row: number[]) => {
  const most = Math.max(...row);
  const sum = row.reduce((total, value) => total + Math.exp(value - most), 0);
  return row.map((value) => Math.exp(value - most) / sum);
};

describe('files that were once answered wrongly are exact, or refused in a sentence', () => {
  const cases = JSON.parse(text('onnx-wrong.json')) as Wrong[];
  test.each(cases)('$file', ({ file, images, n, exp, softmax: last }) => {
    const { network, problem } = problemOf(() => readOnnxNetwork(fixture(file), file));
    if (!network) return expect(problem).toMatch(SENTENCE);
    const logits = Array.from(logitsOf(network, Uint8Array.from(images)));
    const classes = logits.length / n;
    const rows = exp.map((_, image) => logits.slice(image * classes, (image + 1) * classes));
    const answers = last === 'Softmax' ? rows.map(softmax) : rows;
    expect(apart(answers.flat(), exp.flat())).toBeLessThan(1e-4);
  });
});

describe('files of exporters are answered as onnxruntime does', () => {
  const beside = (name: string) => readdirSync(folder).filter((other) => other === `${name}.data`);
  test.each([
    'works-legacy-export.onnx',
    'convnext-block.onnx',
    'densenet-bc.onnx',
    'efficientnet-block.onnx',
    'lenet5-tanh.onnx',
    'mobilenetv2-small.onnx',
    'resnet18-cifar-narrow.onnx',
    'resnet8-option-B.onnx',
    'wrn-narrow.onnx',
    'normalise-in-graph.onnx',
    'default-export-torch-2.13.onnx',
    'o33b-pad-then-same-stride3.onnx',
    'o12-sparse-initializer.onnx',
    'o40-reshaped-weights.onnx',
    'onnx-float16-listed.onnx',
  ])('%s', async (file) => {
    const external = (name: string) => (beside(file).includes(name) ? fixture(name) : undefined);
    const network = readOnnxNetwork(fixture(file), file, { external });
    const { channels, height, width } = network.architecture.input;
    const images = randomImages(3 * channels * height * width);
    const answers = await onnxAnswers(
      fixture(file),
      images,
      [3, channels, height, width],
      beside(file).map((path) => ({ path, data: fixture(path) })),
    );
    expect(answers).not.toBeNull();
    // Where the weights are halves, onnxruntime computes in halves.
    const close = file.includes('float16') ? 1e-2 : 1e-4;
    const answered = logitsOf(network, channelsLast(images, network.architecture.input));
    expect(apart(answered, answers!.values)).toBeLessThan(close);
  });

  test('weights listed as doubles are read; onnxruntime has no kernel for them', () => {
    const { tensors } = readOnnxNetwork(fixture('onnx-double-listed.onnx'), 'a.onnx');
    expect([...tensors.values()].every((values) => values.every((value) => value !== 0))).toBe(true);
  });

  test('without its file of weights, the sentence names it', () => {
    const file = 'default-export-torch-2.13.onnx';
    const { problem } = problemOf(() => readOnnxNetwork(fixture(file), file));
    expect(problem).toMatch(SENTENCE);
    expect(problem).toContain('expected the file default-export-torch-2.13.onnx.data beside it');
  });

  test.each(['o03-bn-opset9-five-outputs', 'p04-training-opset13', 'p04-training-opset14'])(
    'BatchNorm in training mode is refused: %s',
    (name) => {
      const { problem } = problemOf(() => readOnnxNetwork(fixture(`${name}.onnx`), 'a.onnx'));
      expect(problem).toMatch(/^a\.onnx: .*BatchNormalization.*\(in training mode\)/);
    },
  );

  test('what is claimed is not allocated', () => {
    const { problem } = problemOf(() => readOnnxNetwork(fixture('onnx-channels-134217728.onnx'), 'a.onnx'));
    expect(problem).toMatch(/expected images of at most 64 channels .*, got 134217728 x/);
    // A graph of 300,000 empty nodes.
    const nodes = new Uint8Array(600_000);
    for (let i = 0; i < nodes.length; i += 2) nodes[i] = 0x0a;
    const length = [0, 7, 14, 21].map((shift) => ((nodes.length >> shift) & 127) | (shift < 21 ? 128 : 0));
    const model = Uint8Array.from([0x08, 8, 0x42, 2, 0x10, 13, 0x3a, ...length, ...nodes]);
    const { problem: refused } = problemOf(() => readOnnxNetwork(model, 'b.onnx'));
    expect(refused).toMatch(/^b\.onnx: expected at most 262144 fields in all, got more in the graph/);
  });
});

test('weights of a layer have its exact name, not one that ends so', () => {
  const shards = new Map([['group1-shard1of1.bin', fixture('slash-names/group1-shard1of1.bin')]]);
  const { tensors } = readTfjsNetwork(text('slash-names/model.json'), shards, 'model.json');
  const document = JSON.parse(text('slash-names/model.json'));
  const listed: { name: string; shape: number[] }[] = document.weightsManifest[0].weights;
  const sizes = listed.map(({ shape }) => shape.reduce((product, extent) => product * extent, 1));
  const at = listed.findIndex(({ name }) => name === 'conv/bias');
  const start = sizes.slice(0, at).reduce((sum, size) => sum + size, 0);
  const floats = new Float32Array(fixture('slash-names/group1-shard1of1.bin').buffer);
  expect(tensors.get('conv.bias')).toEqual(floats.slice(start, start + sizes[at]));
});
