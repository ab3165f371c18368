import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Architecture } from '../../../model/architecture';
import { descend, maskedValues, type TrainingState } from '../../../model/training';
import { planSteps } from '../../plan';
import { interleave } from '../memberMachine';
import { testKernels } from '../testing';
import { createTrainer } from './trainer';

type Numbers = Record<string, number[]>;
type Case = {
  name: string;
  architecture: Architecture;
  images: number[];
  labels: number[];
  rate: number;
  momentum: number;
  weightDecay: number;
  masks: Numbers;
  start: Numbers;
  losses: number[];
  gradients: Numbers;
  afterOne: Numbers;
  afterTwenty: Numbers;
};

const cases: Case[] = JSON.parse(
  readFileSync(new URL('../../fixtures/training.json', import.meta.url), 'utf8'),
);
const floats = (numbers: Numbers) =>
  Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, Float32Array.from(values)]));

/** The largest difference of any tensor, as a share of the largest magnitude in it. */
function furthest(actual: Record<string, Float32Array>, expected: Numbers): number {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  return Math.max(
    ...Object.entries(expected).map(([name, values]) => {
      const scale = Math.max(1e-3, ...values.map(Math.abs));
      return Math.max(...values.map((value, i) => Math.abs(value - actual[name][i]) / scale));
    }),
  );
}

describe.each(testKernels)('$build', ({ kernels }) => {
  test.each(cases)('$name: gradients, one step and twenty are PyTorch’s', (example) => {
    const { architecture, images, labels, masks, start, rate } = example;
    const { input } = architecture;
    const count = labels.length;
    const pixels = input.height * input.width;
    const groups = interleave(
      kernels,
      kernels.heapBase(),
      Uint8Array.from(images),
      count,
      pixels,
      input.channels,
    );
    const trainer = createTrainer(kernels, planSteps(architecture), input.channels, count / 16, {
      tap: 1,
      entry: 0.3,
    });
    const state: TrainingState = {
      values: floats(start),
      velocities: Object.fromEntries(
        Object.entries(start).map(([name, { length }]) => [name, new Float32Array(length)]),
      ),
      masks: Object.fromEntries(Object.entries(masks).map(([name, mask]) => [name, Uint8Array.from(mask)])),
    };
    for (const [name, mask] of Object.entries(state.masks ?? {}))
      trainer.setMask(name.replace('.weight', ''), mask);
    const gradients = floats(start);
    trainer.load(groups.data, input.mean, input.std);
    const losses: number[] = [];
    for (let step = 0; step < 20; step++) {
      losses.push(trainer.run(maskedValues(state), Uint16Array.from(labels), gradients).loss / count);
      if (step === 0) expect(furthest(gradients, example.gradients)).toBeLessThan(2e-5);
      descend(state, gradients, rate, example);
      if (step === 0) expect(furthest(state.values, example.afterOne)).toBeLessThan(2e-6);
    }
    losses.forEach((loss, step) => {
      expect(Math.abs(loss - example.losses[step])).toBeLessThan(2e-4);
    });
    expect(furthest(state.values, example.afterTwenty)).toBeLessThan(2e-3);
  });
});
