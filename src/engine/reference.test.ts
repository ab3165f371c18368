import { describe, expect, it } from 'vitest';
import type { Architecture } from '../model/architecture';
import type { Population } from '../model/population';
import type { Shard } from '../model/shard';
import { readOut, recalibrateReference, runReference } from './reference';

const architecture: Architecture = {
  input: { channels: 1, height: 2, width: 2, mean: [0], std: [1] },
  layers: [
    { kind: 'conv', name: 'c', input: 1, output: 2, kernel: [2, 2], stride: 1, padding: 1, bias: true },
    { kind: 'batchNorm', name: 'n', channels: 2, epsilon: 0 },
    { kind: 'relu' },
    { kind: 'maxPool', size: 3, stride: 3 },
  ],
};

const tensors = (values: Record<string, number[]>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, data]) => [
      name,
      { shape: [data.length], data: Float32Array.from(data) },
    ]),
  );

const population: Population = {
  key: 'hand',
  architecture,
  variant: { kind: 'dense' },
  members: [{ id: 'a', seed: 0 }],
  tensors: tensors({
    // Channel 0 sums its window, channel 1 takes the negative of its lower right pixel.
    'c.weight': [1, 1, 1, 1, 0, 0, 0, -1],
    'c.bias': [1, 0],
    'n.weight': [2, 1],
    'n.bias': [0, 3],
    'n.mean': [0, 0],
    'n.variance': [4, 1],
  }),
};

const shard: Shard = {
  id: 'hand',
  count: 1,
  height: 2,
  width: 2,
  channels: 1,
  images: Uint8Array.of(255, 0, 255, 255),
  labels: Uint16Array.of(1),
  classes: ['a', 'b'],
};

describe('runReference', () => {
  it('gives what a hand gives', () => {
    const { logits, labels, rankLabel } = runReference(population, shard);
    // Window sums 1 1 0 / 2 3 1 / 1 2 1: the largest plus bias 1, times 2 / 2. Lower right pixels 1 0 . / 1 1
    // .: 3 - 0 is largest.
    expect([...logits]).toEqual([4, 3]);
    expect([...labels]).toEqual([0]);
    expect([...rankLabel]).toEqual([1]);
  });
});

describe('recalibrateReference', () => {
  it('takes mean and unbiased variance over images and positions', () => {
    const { tensors: renewed } = recalibrateReference(population, shard);
    const sums = [1, 1, 0, 2, 3, 1, 1, 2, 1];
    const mean = sums.reduce((a, b) => a + b, 0) / 9;
    const variance = sums.reduce((a, b) => a + (b - mean) ** 2, 0) / 8;
    expect(renewed['n.mean'].data[0]).toBeCloseTo(mean + 1, 6);
    expect(renewed['n.variance'].data[0]).toBeCloseTo(variance, 6);
    expect(renewed['n.weight']).toBe(population.tensors['n.weight']);
  });
});

describe('readOut', () => {
  it('is softmax with ties to the smallest index', () => {
    const answer = readOut([1, 3, 3, 0], 2);
    expect(answer.label).toBe(1);
    expect(answer.rankLabel).toBe(1);
    expect(answer.pPrediction).toBeCloseTo(Math.exp(3) / (Math.exp(1) + 2 * Math.exp(3) + 1), 12);
    expect(answer.pLabel).toBe(answer.pPrediction);
  });

  it('stays finite with NaN and infinities', () => {
    expect(readOut([Number.NaN, 1, Number.NaN], 0)).toEqual({
      label: 1,
      pPrediction: 1,
      pLabel: 0,
      rankLabel: 1,
    });
    expect(readOut([Number.NaN, Number.NaN], 1)).toEqual({
      label: 0,
      pPrediction: 0.5,
      pLabel: 0.5,
      rankLabel: 1,
    });
    expect(readOut([Infinity, Infinity, 1], 2)).toEqual({
      label: 0,
      pPrediction: 0.5,
      pLabel: 0,
      rankLabel: 2,
    });
  });
});
