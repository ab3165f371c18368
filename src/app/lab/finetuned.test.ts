import { expect, test } from 'vitest';
import type { Device } from '../../engine/device';
import { recalibrateReference, runReference } from '../../engine/reference';
import { tinyZoo } from '../../library/testing/tinyZoo';
import type { Experiment } from '../../model/experiment';
import { prunePopulation } from '../../model/prune';
import type { Bench } from './bench';
import { computeExperiment, computeSweep } from './computed';
import type { JobProgress } from './meter';
import type { Comparison } from './results';
import { stubBench, tinyExperiment } from './testing/lab';

/** What a stub trains: the networks' orders, told as they are trained. */
type Stub = { trained: string[]; closed: string[]; before: () => void };

/** A device whose training adds to all weights that are not masked, so that what was trained can be told. */
function deviceOf(name: Device['name'], stub: Stub, trains: boolean): Device {
  return {
    name,
    description: `stub ${name}`,
    async *run(population, shard) {
      yield runReference(population, shard);
    },
    prune: async (population, settings) => prunePopulation(population, settings),
    recalibrate: async (population, calibration) => recalibrateReference(population, calibration),
    ...(trains &&
      ({
        async trainEpoch({ seed, recipe }, state, images, progress, signal) {
          signal?.throwIfAborted();
          stub.before();
          stub.trained.push(`${seed} ${state.masks ? 'masked' : 'whole'} ${recipe.epochs} ${images.count}`);
          for (const values of Object.values(state.values)) {
            for (let i = 0; i < values.length; i++) values[i] += 0.5;
          }
          const point = { step: 1, loss: 1, accuracy: 0.5, sparsity: 0 };
          progress?.(Math.min(1, recipe.epochs), point);
          return { state, loss: 1, accuracy: 0.5, curve: [point] };
        },
      } satisfies Partial<Device>)),
    close: () => stub.closed.push(name),
  };
}

function benchOf(stub: Stub, name: Device['name'] = 'wasm'): Promise<Bench> {
  const { source } = tinyZoo({ training: 64 });
  const trains = name === 'wasm';
  return stubBench(source, deviceOf(name, stub, trains), trains ? undefined : deviceOf('wasm', stub, true));
}

const experiment: Experiment = { ...tinyExperiment, sparsity: 0.5, scope: 'layer', members: 2, finetune: 1 };

const fresh = (): Stub => ({ trained: [], closed: [], before: () => {} });

async function results(bench: Bench, of: Experiment, signal = new AbortController().signal) {
  const told: JobProgress[] = [];
  const learned: number[] = [];
  const known: Comparison[] = [];
  const steps = computeExperiment(
    bench,
    of,
    signal,
    (progress) => told.push(progress),
    (_, { networks }) => learned.push(networks.filter(({ done }) => done === 1).length),
  );
  for await (const comparison of steps) known.push(comparison);
  return { known, told, learned };
}

test('one-shot first, then the same networks fine-tuned, in the same order of images', async () => {
  const stub = fresh();
  const { known, told, learned } = await results(await benchOf(stub), experiment);
  expect(known.map((one) => one.experiment.finetune)).toEqual([0, 1]);
  const [oneShot, tuned] = known;
  expect(tuned.finetuned?.regained).toMatchObject({ before: oneShot.findings.pies.images.length });
  expect(tuned.finetuned?.learning.networks.map(({ side, member, done }) => [side, member, done])).toEqual([
    ['compressed', 'dense/0', 1],
    ['compressed', 'dense/1', 1],
    ['dense', 'dense/0', 1],
    ['dense', 'dense/1', 1],
  ]);
  expect(stub.trained).toEqual([
    'tiny/training/finetune/0/dense/0 masked 1 64',
    'tiny/training/finetune/0/dense/1 masked 1 64',
    'tiny/training/finetune/0/dense/0 whole 1 64',
    'tiny/training/finetune/0/dense/1 whole 1 64',
  ]);
  expect(tuned.findings.paired).toBe(true);
  expect(tuned.treatment).not.toBeNull();
  expect(told.map(({ doing }) => doing)).toContain('Fine-tuning the dense networks alike');
  expect(Math.max(...told.map(({ done }) => done))).toBeLessThanOrEqual(1);
  expect(learned.at(-1)).toBe(4);
});

test('in rounds the same networks are pruned and fine-tuned again, dense ones as often', async () => {
  const stub = fresh();
  const bench = await benchOf(stub);
  const { known, told, learned } = await results(bench, { ...experiment, members: 1, rounds: 2 });
  expect(known.map((one) => [one.experiment.finetune, one.experiment.rounds])).toEqual([
    [0, 1],
    [1, 2],
  ]);
  expect(stub.trained).toEqual([
    'tiny/training/finetune/0/dense/0 masked 1 64',
    'tiny/training/finetune/0/dense/0/round 2 masked 1 64',
    'tiny/training/finetune/0/dense/0 whole 1 64',
    'tiny/training/finetune/0/dense/0/round 2 whole 1 64',
  ]);
  const { learning } = known[1].finetuned ?? {};
  expect(learning).toMatchObject({ epochs: 1, rounds: 2 });
  expect(learning?.networks.map(({ points }) => points.map(({ epoch }) => epoch))).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(told.map(({ doing }) => doing)).toContain('Pruning and fine-tuning in rounds');
  const done = told.map((one) => one.done);
  expect(done.every((share, at) => share <= 1 && share >= (done[at - 1] ?? 0))).toBe(true);
  expect(learned.at(-1)).toBe(2);
  expect(known[1].measured?.cost).not.toBeNull();
  await results(bench, { ...experiment, members: 1, rounds: 2 });
  expect(stub.trained).toHaveLength(4);
});

test('dense networks as trained are not fine-tuned', async () => {
  const stub = fresh();
  const { known } = await results(await benchOf(stub), { ...experiment, baseline: 'trained' });
  expect(stub.trained).toHaveLength(2);
  expect(known[1].treatment).toBeNull();
});

test('what was finished before a stop is not trained again', async () => {
  const stub = fresh();
  const bench = await benchOf(stub);
  const controller = new AbortController();
  stub.before = () => {
    if (stub.trained.length === 2) controller.abort();
  };
  await expect(results(bench, experiment, controller.signal)).rejects.toThrow();
  const before = stub.trained.length;
  expect(bench.tuned.size).toBeGreaterThan(0);
  stub.before = () => {};
  await results(bench, experiment);
  expect(stub.trained.length).toBeLessThan(before + 4);
  const [whole, once] = [stub.trained.length, fresh()];
  await results(bench, experiment);
  expect(stub.trained).toHaveLength(whole);
  const { known } = await results(await benchOf(once), experiment);
  const again = await results(bench, experiment);
  expect(again.known[1].compressed.labels).toEqual(known[1].compressed.labels);
});

test('where the device in use does not train, WebAssembly does, is closed, and that is said', async () => {
  const stub = fresh();
  const { known, told } = await results(await benchOf(stub, 'webgpu'), experiment);
  expect(known[1].device?.name).toBe('webgpu');
  expect(known[1].finetuned?.learning).toMatchObject({ device: 'stub wasm', note: 'it does not train yet' });
  expect(told.map(({ doing }) => doing)).toContain('Fine-tuning the pruned networks, in WebAssembly');
  expect(stub.closed).toEqual(['wasm']);
});

test('a sweep gives every level in one shot and fine-tuned, and trains the dense networks once', async () => {
  const stub = fresh();
  const points: string[] = [];
  const signal = new AbortController().signal;
  for await (const { experiment: one, level } of computeSweep(
    await benchOf(stub),
    experiment,
    signal,
    () => {},
  )) {
    points.push(`${one.finetune} ${level.summary.sparsity}`);
  }
  expect(points.slice(0, 4)).toEqual(['0 0', '1 0', '0 0.1', '1 0.1']);
  expect(points).toHaveLength(24);
  const whole = stub.trained.filter((one) => one.includes('whole'));
  expect(new Set(whole).size).toBe(2);
});
