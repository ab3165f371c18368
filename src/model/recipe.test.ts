import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Architecture } from './architecture';
import {
  epochOrder,
  generatorOf,
  learningRate,
  normal,
  scheduledSparsity,
  trainingRecipe,
  trainingSteps,
  ZOO_RECIPE,
} from './recipe';
import { updatedMasks } from './training';

type Case = {
  steps: number;
  target: number;
  frequency: number;
  weights: number[];
  rates: number[];
  zeros: (number | null)[];
  lastMask: number[] | null;
};

const cases: Case[] = JSON.parse(readFileSync(new URL('./fixtures/recipe.json', import.meta.url), 'utf8'));

/** One dense kernel of `n` weights. */
const kernelOf = (n: number): Architecture => ({
  input: { channels: n, height: 1, width: 1, mean: new Array(n).fill(0), std: new Array(n).fill(1) },
  layers: [{ kind: 'dense', name: 'k', input: n, output: 1, bias: false }],
});

describe.each(cases)('$steps steps to $target, every $frequency', (example) => {
  const { steps, target, frequency, weights, rates, zeros, lastMask } = example;
  const recipe = { ...ZOO_RECIPE, pruneFrequency: frequency };

  test('rates are the zoo’s', () => {
    rates.forEach((rate, step) => {
      expect(learningRate(recipe, step, steps)).toBeCloseTo(rate, 6);
    });
  });

  test('masks change when the zoo’s do, and lose as many weights, the same ones', () => {
    let last: number[] | null = null;
    const found = zeros.map((_, step) => {
      const masks = updatedMasks(
        kernelOf(weights.length),
        recipe,
        { sparsity: target, scope: 'layer' },
        { 'k.weight': Float32Array.from(weights) },
        step,
        steps,
      );
      if (masks) last = [...masks['k.weight']];
      return masks ? masks['k.weight'].filter((kept) => kept === 0).length : null;
    });
    expect(found).toEqual(zeros);
    expect(last).toEqual(lastMask);
  });
});

test('steps leave out what is left of an epoch', () => {
  expect(trainingSteps(ZOO_RECIPE, 60_000)).toBe(7 * 234);
});

test('nothing is scheduled before the first update and after the last', () => {
  const at = (step: number) => scheduledSparsity(ZOO_RECIPE, 0.9, step, 1000);
  expect([149, 150, 700, 701].map(at)).toEqual([null, 0, 0.9, null]);
});

test('an epoch is decided by its seed and number; mirrored images alternate', () => {
  const recipe = { ...ZOO_RECIPE, shift: 2 };
  const first = epochOrder(recipe, 'dense/0', 0, 100);
  expect(epochOrder(recipe, 'dense/0', 0, 100)).toEqual(first);
  expect([...first.order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  const second = epochOrder(recipe, 'dense/0', 1, 100);
  expect(second.order).not.toEqual(first.order);
  expect(second.mirrored).toEqual(first.mirrored.map((side) => 1 - side));
  expect(epochOrder(recipe, 'dense/1', 0, 100).order).not.toEqual(first.order);
  expect(new Set(first.shifts)).toEqual(new Set([-2, -1, 0, 1, 2]));
});

test('normal numbers have mean 0 and variance 1', () => {
  const random = generatorOf('normal', 1);
  const drawn = Array.from({ length: 20_000 }, () => normal(random));
  const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
  const variance = drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / drawn.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});

test('a short training updates its masks often enough to be gradual; a whole one as the zoo does', () => {
  expect(trainingRecipe({ epochs: 7, batch: 256, rate: 0.4, images: 60_000 }).pruneFrequency).toBe(50);
  expect(trainingRecipe({ epochs: 14, batch: 256, rate: 0.4, images: 60_000 }).pruneFrequency).toBe(50);
  expect(trainingRecipe({ epochs: 1, batch: 64, rate: 0.4, images: 512 })).toMatchObject({
    pruneFrequency: 1,
    statisticsImages: 512,
  });
});
