import { expect, test } from 'vitest';
import type { Zoo } from '../../library/zoo';
import type { Population } from '../../model/population';
import { createStore } from '../loading/store';
import type { Bench } from './bench';
import { initialSessionState, reduceSession } from './sessionState';
import { createWeights } from './weights';

const population = (id: string, values: number[]): Population => ({
  key: id,
  architecture: {
    input: { channels: 1, height: 1, width: 1, mean: [0], std: [1] },
    layers: [{ kind: 'dense', name: 'head', input: 1, output: values.length / 2, bias: false }],
  },
  variant: { kind: 'dense' },
  members: [0, 1].map((seed) => ({ id: `${id}/${seed}`, seed })),
  tensors: { 'head.weight': { shape: [values.length / 2, 1], data: Float32Array.from(values) } },
});

const populations: Record<string, Population> = {
  dense: population('dense', [1, 2, 3, 4, 4, 3, 2, 1]),
  'sparse-50': population('sparse-50', [0, 0, 3, 4, 0, 3, 2, 1]),
};

function started() {
  const asked: string[] = [];
  const zoo = {
    population: async (id: string) => {
      asked.push(id);
      return populations[id];
    },
  } as unknown as Zoo;
  const store = createStore(reduceSession, initialSessionState);
  return { asked, store, weights: createWeights({ bench: async () => ({ zoo }) as Bench, store }) };
}

const pruned = (sparsity: number, member = 0) =>
  ({
    members: 2,
    member,
    own: null,
    variant: { kind: 'pruned', method: 'magnitude', scope: 'global', sparsity, seed: 0, recalibrated: false },
  }) as const;

test('of the steps of a slider the last is counted, on weights that are fetched once', async () => {
  const { asked, store, weights } = started();
  expect((await weights(pruned(0.25)))?.left.kept).toBe(3);
  const steps = await Promise.all([weights(pruned(0.5)), weights(pruned(0.75)), weights(pruned(0.5))]);
  expect(steps.map((step) => step?.left.kept ?? null)).toEqual([null, null, 2]);
  expect(asked).toEqual(['dense']);
  expect(store.now.trained).toBe(populations.dense);
});

test('steps that come before the weights are there wait for one reading of them', async () => {
  const { asked, weights } = started();
  const steps = await Promise.all([weights(pruned(0.5)), weights(pruned(0.75))]);
  expect(steps.map((step) => step?.left.kept ?? null)).toEqual([null, 1]);
  expect(asked).toEqual(['dense']);
});

test('networks of a dataset that was left meanwhile are not those that were trained', async () => {
  const { store, weights } = started();
  const late = weights(pruned(0.5));
  store.change({ kind: 'open' });
  await late;
  expect(store.now.trained).toBeNull();
});

test('of networks that were trained sparse it is their own weights, of a network that there is', async () => {
  const { weights } = started();
  const sparse = { members: 2, own: 'sparse-50', variant: { kind: 'sparse', level: 0.5 } } as const;
  const first = await weights({ ...sparse, member: 0 });
  expect([first?.left.kept, first?.dense.total, first?.own?.first.length]).toEqual([2, 4, 4]);
  const last = await weights({ ...sparse, member: 9 });
  expect([last?.member, last?.left.kept]).toEqual([1, 3]);
});
