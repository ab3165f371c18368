import { describe, expect, test } from 'vitest';
import { finetuneRecipe, startingState } from '../../model/finetune';
import { memberValues, onlyMember, type Population } from '../../model/population';
import { prunePopulation, removedCount } from '../../model/prune';
import { sparsityOfRound } from '../../model/rounds';
import { type Finetuning, finetuneInRounds, finetunePopulation } from '../finetune';
import { samplePopulation, sampleShard } from '../samples';
import { referenceDevice } from '../testing';
import { testDevices } from './testing';

const architecture: Population['architecture'] = {
  input: { channels: 1, height: 7, width: 5, mean: [0.4], std: [0.3] },
  layers: [
    { kind: 'conv', name: 'a', input: 1, output: 6, kernel: [3, 3], stride: 1, padding: 1, bias: false },
    { kind: 'batchNorm', name: 'n', channels: 6, epsilon: 1e-5 },
    { kind: 'relu' },
    { kind: 'conv', name: 'b', input: 6, output: 5, kernel: [3, 3], stride: 2, padding: 1, bias: false },
    { kind: 'batchNorm', name: 'm', channels: 5, epsilon: 1e-5 },
    { kind: 'relu' },
    { kind: 'globalAverage' },
    { kind: 'dense', name: 'head', input: 5, output: 3, bias: true },
  ],
};
const dense = samplePopulation(architecture, 2, 1, 71);
const images = sampleShard(architecture, 70, 3, 72);
const settings = { method: 'magnitude', scope: 'global', sparsity: 0.6, seed: 0 } as const;
const pruned = prunePopulation(dense, settings);
const once: Finetuning = { epochs: 1, seed: 4 };
const kernels = ['a.weight', 'b.weight', 'head.weight'];
const zeros = (of: Population) =>
  kernels.map((name) => Array.from(of.tensors[name].data, (value) => value === 0));

describe.each(testDevices)('$build', ({ device }) => {
  test('what was pruned stays zero, all else goes on learning, equal seeds give equal networks', async () => {
    const tuned = await finetunePopulation(device, pruned, once, images);
    expect(zeros(tuned)).toEqual(zeros(pruned));
    for (const name of [...kernels, 'head.bias', 'n.weight', 'n.mean']) {
      expect(tuned.tensors[name].data).not.toEqual(pruned.tensors[name].data);
    }
    expect(tuned.variant).toEqual({ ...pruned.variant, finetune: 1 });
    expect(tuned.members).toEqual(pruned.members);
    expect((await finetunePopulation(device, pruned, once, images)).tensors).toEqual(tuned.tensors);
    const other = await finetunePopulation(device, pruned, { ...once, seed: 5 }, images);
    expect(other.tensors['a.weight'].data).not.toEqual(tuned.tensors['a.weight'].data);
    expect(other.key).not.toBe(tuned.key);
  });

  test('a network is the same alone as among others, and dense ones keep all their weights', async () => {
    const [both, alone] = [
      await finetunePopulation(device, dense, once, images),
      await finetunePopulation(device, onlyMember(dense, 1), once, images),
    ];
    for (const [name, tensor] of Object.entries(both.tensors)) {
      expect(memberValues(tensor, 1)).toEqual(alone.tensors[name].data);
    }
    expect(both.variant).toEqual({ kind: 'dense' });
    expect(zeros(both).flat()).not.toContain(true);
  });

  test('rounds take weights little by little, never give one back, and end at what was asked', async () => {
    const kept = new Map<string, Population>();
    const inRounds = { rounds: 2, pruning: settings };
    const heard: number[] = [];
    const tuned = await finetuneInRounds(device, dense, inRounds, once, images, {
      kept,
      told: (round, member, done) => member === 1 && done === 1 && heard.push(round),
    });
    expect(new Set(heard)).toEqual(new Set([1, 2]));
    expect(tuned.variant).toEqual({ ...pruned.variant, finetune: 1, rounds: 2 });
    const first = prunePopulation(dense, { ...settings, sparsity: sparsityOfRound(0.6, 1, 2) });
    const gone = (of: Population) => zeros(of).flat();
    const weights = 54 + 270 + 15;
    expect(gone(tuned).filter(Boolean)).toHaveLength(2 * removedCount(0.6, weights));
    expect(gone(first).every((zero, at) => !zero || gone(tuned)[at])).toBe(true);
    // Each network of each round is kept, and is not trained again.
    expect(kept.size).toBe(4);
    await finetuneInRounds(device, dense, inRounds, once, images, { kept });
    expect(kept.size).toBe(4);
    const alike = await finetuneInRounds(device, dense, { rounds: 2, pruning: null }, once, images);
    expect(alike.variant).toEqual({ kind: 'dense' });
    const longer = await finetunePopulation(device, dense, once, images);
    expect(alike.tensors['a.weight'].data).not.toEqual(longer.tensors['a.weight'].data);
  });

  test('a quarter of an epoch is a quarter of its steps', async () => {
    const steps: number[] = [];
    const told = (_: number, __: number, point?: { step: number }) => {
      if (point) steps.push(point.step);
    };
    await finetunePopulation(device, onlyMember(dense, 0), { epochs: 0.25, seed: 4 }, images, { told });
    // 70 images in batches of 16 are 4 steps.
    expect(steps).toEqual([1]);
  });
});

test('after one network failed no other begins', async () => {
  let begun = 0;
  const failing = {
    ...referenceDevice,
    async trainEpoch(): Promise<never> {
      begun++;
      throw new Error('no memory');
    },
  };
  const many = samplePopulation(architecture, 6, 1, 73);
  await expect(finetunePopulation(failing, many, once, images, { parallel: 2 })).rejects.toThrow('no memory');
  expect(begun).toBeLessThanOrEqual(2);
});

test('the batch is smaller where there are few images, and of sixteens', () => {
  expect([60_000, 1000, 512, 70].map((count) => finetuneRecipe(0.25, count).batch)).toEqual([
    256, 48, 32, 16,
  ]);
  expect(finetuneRecipe(3, 60_000)).toMatchObject({ batch: 256, epochs: 3, peakRate: 0.04 });
});

test('a network without zeros has no masks, and its values are copies', () => {
  const valuesOf = (name: string) => memberValues(dense.tensors[name], 0);
  const state = startingState(architecture, valuesOf, true);
  expect(state.masks).toBeNull();
  expect(Object.keys(state.values)).not.toContain('n.mean');
  state.values['a.weight'][0] += 1;
  expect(state.values['a.weight'][0]).not.toBe(valuesOf('a.weight')[0]);
  const masked = startingState(architecture, (name) => memberValues(pruned.tensors[name], 0), true);
  const kept = Object.values(masked.masks ?? {}).reduce((sum, mask) => sum + mask.filter(Boolean).length, 0);
  expect(kept).toBe(54 + 270 + 15 - Math.round(0.6 * (54 + 270 + 15)));
});
