import { expect, test } from 'vitest';
import type { Robustness } from '../../audit/levels/robustness';
import type { CorruptionWish } from '../../corruptions/corrupt';
import type { Device } from '../../engine/device';
import { runReference } from '../../engine/reference';
import { tinyZoo } from '../../library/testing/tinyZoo';
import type { Experiment } from '../../model/experiment';
import { prunePopulation } from '../../model/prune';
import type { Bench } from './bench';
import { type AnswerStore, computeRobustness } from './robustness';
import { stubBench, tinyExperiment } from './testing/lab';

const wish: CorruptionWish = { corruptions: ['contrast', 'gaussian-noise'], severities: [1, 5], images: 4 };

function benchOf(ran: string[]): Promise<Bench> {
  const device: Device = {
    name: 'wasm',
    description: 'stub',
    async *run(population, shard) {
      ran.push(`${population.key.split('/')[1]} ${shard.id.split('/')[2] ?? 'clean'}`);
      yield runReference(population, shard);
    },
    prune: async (population, settings) => prunePopulation(population, settings),
    recalibrate: async (population) => population,
    close: () => {},
  };
  return stubBench(tinyZoo().source, device);
}

const experiment: Experiment = { ...tinyExperiment, variant: 'null', members: 2 };

async function results(bench: Bench, of: Experiment, store: AnswerStore, signal?: AbortSignal) {
  const told: number[] = [];
  const known: Robustness[] = [];
  const steps = computeRobustness(
    bench,
    of,
    wish,
    store,
    signal ?? new AbortController().signal,
    ({ done }) => told.push(done),
  );
  for await (const step of steps) known.push(step);
  return { known, told };
}

test('tells clean images first, then each cell; dense answers stay when the other side changes', async () => {
  const ran: string[] = [];
  const bench = await benchOf(ran);
  const store: AnswerStore = new Map();
  const { known, told } = await results(bench, experiment, store);
  expect(known.map(({ cells }) => cells.length)).toEqual([0, 1, 2, 3, 4]);
  expect(known[4].cells.map(({ corruption, severity }) => `${corruption} ${severity}`)).toEqual([
    'contrast 1',
    'gaussian-noise 1',
    'contrast 5',
    'gaussian-noise 5',
  ]);
  expect(known[4]).toMatchObject({ images: 4, paired: false });
  expect(Math.max(...told)).toBeLessThanOrEqual(1);
  expect(ran).toHaveLength(10);

  ran.length = 0;
  const pruned: Experiment = { ...experiment, variant: 'pruned', sparsity: 0.5, recalibrate: false };
  const second = await results(bench, pruned, store);
  expect(second.known[4].paired).toBe(true);
  expect(second.known[4].clean.right.dense).toEqual(known[4].clean.right.dense);
  expect(ran).toHaveLength(5);

  ran.length = 0;
  expect((await results(bench, experiment, store)).known[4]).toEqual(known[4]);
  expect(ran).toEqual([]);
});

test('stops when told to, and what was answered before is kept', async () => {
  const ran: string[] = [];
  const bench = await benchOf(ran);
  const store: AnswerStore = new Map();
  const controller = new AbortController();
  const steps = computeRobustness(bench, experiment, wish, store, controller.signal, () => {});
  await steps.next();
  controller.abort();
  await expect(steps.next()).rejects.toThrow(/abort/i);
  expect(ran).toHaveLength(2);
  await results(bench, experiment, store);
  expect(ran).toHaveLength(10);
});
