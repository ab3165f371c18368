// Training compared with PyTorch's on small networks, through the interface that every device has.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Architecture } from '../model/architecture';
import { type Recipe, ZOO_RECIPE } from '../model/recipe';
import type { Shard } from '../model/shard';
import type { TrainingState } from '../model/training';
import type { Device, EpochSettings } from './device';
import { planSteps } from './plan';

type Numbers = Record<string, readonly number[]>;

/** A network's gradients, one step and twenty by PyTorch in float64 (fixtures/make_training.py). */
export type PytorchCase = {
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

export const pytorchCases: PytorchCase[] = JSON.parse(
  readFileSync(new URL('./fixtures/training.json', import.meta.url), 'utf8'),
);

export const floatsOf = (numbers: Numbers) =>
  Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, Float32Array.from(values)]));

/** The largest difference of any tensor, as a share of the largest magnitude in it. */
export function furthest(actual: Record<string, Float32Array>, expected: Numbers): number {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  return Math.max(
    ...Object.entries(expected).map(([name, values]) => {
      const scale = Math.max(1e-3, ...values.map(Math.abs));
      return Math.max(...values.map((value, i) => Math.abs(value - actual[name][i]) / scale));
    }),
  );
}

/** Where a case begins: its values and masks, and still velocities. */
export function startOf({ start, masks }: PytorchCase): TrainingState {
  return {
    values: floatsOf(start),
    velocities: Object.fromEntries(
      Object.entries(start).map(([name, { length }]) => [name, new Float32Array(length)]),
    ),
    masks: Object.fromEntries(Object.entries(masks).map(([name, mask]) => [name, Uint8Array.from(mask)])),
  };
}

/** The images of a case as a device takes them. */
export function imagesOf({ name, architecture, images, labels }: PytorchCase): Shard {
  const { height, width, channels } = architecture.input;
  const classes = Array.from({ length: planSteps(architecture).classes }, (_, i) => `${i}`);
  const bytes = Uint8Array.from(images);
  const truths = Uint16Array.from(labels);
  return { id: name, count: labels.length, height, width, channels, images: bytes, labels: truths, classes };
}

/**
 * Gradients and the first steps, of up to twenty, of a case are PyTorch's. An epoch here is one step of all
 * images at a rate that stays; `members` networks take each of them together, in orders of their own.
 */
export async function expectTrainsLikePytorch(
  device: Device,
  example: PytorchCase,
  { steps = 20, members = 1 }: { steps?: number; members?: number } = {},
): Promise<void> {
  const { architecture, labels, rate, momentum, weightDecay } = example;
  const images = imagesOf(example);
  const still: Recipe = { ...ZOO_RECIPE, epochs: 1, batch: labels.length, warmUp: 0, flip: false };
  const epoch = async (recipe: Recipe, states: TrainingState[]) => {
    const results = await Promise.all(
      states.map((state, member) => {
        const target = { sparsity: 0, scope: 'layer' } as const;
        const settings: EpochSettings = { architecture, recipe, target, seed: `${member}`, epoch: 0 };
        return device.trainEpoch!(settings, state, images);
      }),
    );
    return results;
  };
  let states = Array.from({ length: members }, () => startOf(example));
  // At rate 0, with momentum 1 and no decay, the velocity is the gradient.
  const gradients = await epoch({ ...still, peakRate: 0, momentum: 1, weightDecay: 0 }, states);
  for (const { state } of gradients) {
    expect(furthest(state.velocities, example.gradients)).toBeLessThan(2e-5);
    expect(furthest(state.values, example.start)).toBeLessThan(1e-6);
  }
  for (let step = 0; step < steps; step++) {
    const results = await epoch({ ...still, peakRate: rate, momentum, weightDecay }, states);
    states = results.map(({ state }) => state);
    for (const { loss, state } of results) {
      expect(Math.abs(loss - example.losses[step])).toBeLessThan(2e-4);
      if (step === 0) expect(furthest(state.values, example.afterOne)).toBeLessThan(2e-6);
    }
  }
  if (steps < 20) return;
  for (const { values } of states) expect(furthest(values, example.afterTwenty)).toBeLessThan(2e-3);
}
