import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runReference } from '../engine/reference';
import { worstDifference } from '../engine/testing';
import { readNetworkDescription, readPopulation, writePopulation } from '../formats/network/description';
import type { Network } from '../formats/network/network';
import { readOnnxNetwork } from '../formats/network/onnx';
import { stackNetworks } from '../formats/network/population';
import { readTfjsNetwork } from '../formats/network/tfjs';
import type { Population } from '../model/population';
import type { Shard } from '../model/shard';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../formats/fixtures/${name}`, import.meta.url)));
const text = (name: string) => new TextDecoder().decode(fixture(name));

const { images, height, width, logits, ...normalisation } = JSON.parse(text('networks.json')) as {
  images: number[];
  height: number;
  width: number;
  mean: number[];
  std: number[];
  logits: Record<'residual' | 'plain', number[][][]>;
};
const tfjs = JSON.parse(text('tfjs.json')) as Record<'chain' | 'graph', number[][]>;
const count = images.length / (3 * height * width);
const shard: Shard = {
  id: 'fixture',
  count,
  height,
  width,
  channels: 3,
  images: Uint8Array.from(images),
  labels: new Uint16Array(count),
  classes: [...'abcde'],
};

function expectAnswers(population: Population, expected: number[][][]) {
  const answers = runReference(population, shard).logits;
  expect(answers.length).toBe(expected.flat(2).length);
  expect(worstDifference(answers, expected.flat(2))).toBeLessThan(1e-5);
}

const alone = (network: Network, file: string) => stackNetworks([{ id: file, file, network }]);

const softmax = (row: Float32Array) => {
  const sum = row.reduce((total, value) => total + Math.exp(value), 0);
  return Array.from(row, (value) => Math.exp(value) / sum);
};

describe('imported networks answer here as they did where they came from', () => {
  test('PyTorch, by the code in docs/formats.md', () => {
    const description = readNetworkDescription(text('torch.json'), 'torch.json');
    const population = readPopulation(description, [
      { file: 'torch.safetensors', bytes: fixture('torch.safetensors') },
    ]);
    expect(description.classes).toEqual([...'abcde']);
    expect(population.members).toEqual([
      { id: 'one', seed: 0 },
      { id: 'two', seed: 1 },
    ]);
    expectAnswers(population, logits.residual);
    const { json, weights } = writePopulation(population, description.classes);
    const again = readNetworkDescription(json, 'again.json');
    expect(readPopulation(again, [{ file: 'again.safetensors', bytes: weights }])).toEqual(population);
    expect(again).toEqual(description);
  });

  test('ONNX with BatchNorm folded and with BatchNorm kept', () => {
    const folded = readOnnxNetwork(fixture('folded.onnx'), 'folded.onnx', { normalisation });
    const kept = readOnnxNetwork(fixture('kept.onnx'), 'kept.onnx', { normalisation });
    expectAnswers(alone(folded, 'folded.onnx'), [logits.residual[0]]);
    expectAnswers(alone(kept, 'kept.onnx'), [logits.residual[1]]);
    const kinds = ({ architecture }: Network) => architecture.layers.map(({ kind }) => kind);
    expect(kinds(kept).filter((kind) => kind === 'batchNorm').length).toBe(2);
    expect(kinds(folded)).not.toContain('batchNorm');
  });

  test('ONNX with view, a product with a constant added, and softmax', () => {
    const plain = readOnnxNetwork(fixture('plain.onnx'), 'plain.onnx', { normalisation });
    expectAnswers(alone(plain, 'plain.onnx'), logits.plain);
  });

  test('TensorFlow.js, a chain with flattening and softmax', () => {
    const shards = new Map(['chain-1of2.bin', 'chain-2of2.bin'].map((name) => [name, fixture(name)]));
    const network = readTfjsNetwork(text('chain.json'), shards, 'chain.json', { normalisation });
    const answers = runReference(alone(network, 'chain.json'), shard).logits;
    const shares = Array.from({ length: count }, (_, image) =>
      softmax(answers.subarray(5 * image, 5 * image + 5)),
    );
    expect(worstDifference(shares.flat(), tfjs.chain.flat())).toBeLessThan(1e-5);
  });

  test('TensorFlow.js, a graph with an addition and padding', () => {
    const shards = new Map(['graph-1of2.bin', 'graph-2of2.bin'].map((name) => [name, fixture(name)]));
    const network = readTfjsNetwork(text('graph.json'), shards, 'graph.json', { normalisation });
    expectAnswers(alone(network, 'graph.json'), [tfjs.graph]);
  });
});
