import { expect, test } from 'vitest';
import type { Checkpoint } from '../model/checkpoint';
import { trainingRecipe } from '../model/recipe';
import { epochsOf, type Rounds } from '../model/rounds';
import { initialState } from '../model/training';
import type { Device, EpochSettings } from './device';
import { sampleShard } from './samples';
import { conv, network, referenceDevice, relu } from './testing';
import { type TrainingTask, trainNetwork } from './training';

const architecture = network(
  [1, 4, 4],
  [
    conv('a', 1, 4, [3, 3], { padding: 1 }),
    relu,
    { kind: 'globalAverage' },
    { kind: 'dense', name: 'd', input: 4, output: 2, bias: true },
  ],
);
const images = sampleShard(architecture, 64, 2, 1);
const recipe = trainingRecipe({ epochs: 3, batch: 32, rate: 0.4, images: 64 });
const taskOf = (rounds: Rounds | null): TrainingTask => ({
  architecture,
  recipe,
  rounds,
  target: { sparsity: 0.75, scope: 'layer' },
  seed: 's',
  member: { id: 'm', seed: 0 },
  variant: { kind: 'sparse', level: 0.75 },
});

/** A device whose epochs double all weights, and what they were asked. */
function stub() {
  const asked: (EpochSettings & { first: number; masked: number })[] = [];
  const device: Device = {
    ...referenceDevice,
    async trainEpoch(settings, state) {
      const mask = state.masks?.['a.weight'];
      asked.push({
        ...settings,
        first: state.values['d.weight'][0],
        masked: mask?.filter((kept) => kept === 0).length ?? 0,
      });
      const values = Object.fromEntries(
        Object.entries(state.values).map(([name, own]) => [name, own.map((value) => 2 * value)]),
      );
      const curve = [{ step: 2 * (settings.epoch + 1), loss: 0.1, accuracy: 1, sparsity: 0 }];
      return { state: { ...state, values }, loss: 0.1, accuracy: 1, curve };
    },
  };
  return { device, asked };
}

const ticket: Rounds = { kind: 'ticket', rounds: 2, rewind: 1 };
const zerosOf = (data: Float32Array) => data.filter((value) => value === 0).length;

test('a ticket prunes, goes back to the values after the first epoch, and trains by the rest', async () => {
  const { device, asked } = stub();
  const shipped = await trainNetwork(device, taskOf(ticket), images);
  const start = initialState(architecture, 's').values['d.weight'][0];
  expect(asked.map(({ epoch, masked }) => [epoch, masked])).toEqual([
    ...[0, 1, 2].map((epoch) => [epoch, 0]),
    // The first epoch once more, for the values to go back to.
    [0, 0],
    [1, 18],
    [2, 18],
    [1, 27],
    [2, 27],
  ]);
  const kept = asked.filter(({ first, masked }) => masked > 0 && first !== 0);
  for (const { epoch, first } of kept) expect(first).toBeCloseTo(start * 2 ** epoch, 5);
  expect(asked.every(({ target, seed }) => target.sparsity === 0 && seed === 's')).toBe(true);
  expect(zerosOf(shipped.tensors['a.weight'].data)).toBe(27);
  expect(zerosOf(shipped.tensors['d.weight'].data)).toBe(6);
});

test('iterative rounds go on from the weights at their own rate and order, and steps go on', async () => {
  const { device, asked } = stub();
  const points: number[] = [];
  const rounds: Rounds = { kind: 'iterative', rounds: 2, epochs: 1, rate: 0.04 };
  await trainNetwork(device, taskOf(rounds), images, {
    progress: (_, point) => void (point && points.push(point.step)),
    checkpoint: ({ curve }) => void points.push(curve.at(-1)!.step),
  });
  expect(
    asked.slice(3).map(({ recipe, seed, masked }) => [recipe.peakRate, recipe.epochs, seed, masked]),
  ).toEqual([
    [0.04, 1, 's/round 1', 18],
    [0.04, 1, 's/round 2', 27],
  ]);
  expect(points).toEqual([2, 4, 6, 8, 10]);
});

test('from a checkpoint a training in rounds comes to the same network', async () => {
  const kept: Checkpoint[] = [];
  const task = taskOf(ticket);
  const whole = await trainNetwork(stub().device, task, images, {
    checkpoint: (each) => void kept.push(each),
  });
  expect(kept).toHaveLength(epochsOf(recipe, ticket));
  for (const from of [kept[2], kept[4]]) {
    expect(await trainNetwork(stub().device, task, images, { from })).toEqual(whole);
  }
});
