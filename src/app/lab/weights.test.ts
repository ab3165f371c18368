import { expect, test } from 'vitest';
import type { Zoo } from '../../library/zoo';
import type { Population } from '../../model/population';
import type { Bench } from './bench';
import { createWeights } from './weights';

const population = (id: string, networks: number[][]): Population => ({
  key: id,
  architecture: {
    input: { channels: 1, height: 1, width: 1, mean: [0], std: [1] },
    layers: [{ kind: 'dense', name: 'head', input: 1, output: networks[0].length, bias: false }],
  },
  variant: { kind: 'dense' },
  members: networks.map((_, seed) => ({ id: `${id}/${seed}`, seed })),
  tensors: { 'head.weight': { shape: [networks[0].length, 1], data: Float32Array.from(networks.flat()) } },
});

const networks: Record<string, number[][]> = {
  dense: [
    [1, 2, 3, 4],
    [4, 3, 2, 1],
  ],
  'sparse-50': [
    [0, 0, 3, 4],
    [0, 3, 2, 1],
  ],
};

function started() {
  const asked: string[] = [];
  const zoo = {
    manifest: {
      variants: Object.entries(networks).map(([id, all]) => ({
        id,
        parts: all.map((_, seed) => ({ members: [{ id: `${id}/${seed}`, seed }] })),
      })),
    },
    population: async (id: string, members: number) => {
      asked.push(`${id} ${members}`);
      return population(id, networks[id].slice(0, members));
    },
  } as unknown as Zoo;
  return { asked, weights: createWeights({ bench: async () => ({ zoo }) as Bench }) };
}

const pruned = (sparsity: number, member = 0) =>
  ({
    members: 2,
    member,
    own: null,
    variant: { kind: 'pruned', method: 'magnitude', scope: 'global', sparsity, seed: 0, recalibrated: false },
  }) as const;

test('of the steps of a slider the last is counted, on weights that are fetched once', async () => {
  const { asked, weights } = started();
  expect((await weights(pruned(0.25)))?.left.kept).toBe(3);
  const steps = await Promise.all([weights(pruned(0.5)), weights(pruned(0.75)), weights(pruned(0.5))]);
  expect(steps.map((step) => step?.left.kept ?? null)).toEqual([null, null, 2]);
  expect(asked).toEqual(['dense 1']);
});

test('steps that come before the weights are there wait for one reading of them', async () => {
  const { asked, weights } = started();
  const steps = await Promise.all([weights(pruned(0.5)), weights(pruned(0.75))]);
  expect(steps.map((step) => step?.left.kept ?? null)).toEqual([null, 1]);
  expect(asked).toEqual(['dense 1']);
});

test('of networks that were trained sparse it is their own weights, of a network that there is', async () => {
  const { asked, weights } = started();
  const sparse = { members: 2, own: 'sparse-50', variant: { kind: 'sparse', level: 0.5 } } as const;
  const first = await weights({ ...sparse, member: 0 });
  expect([first?.left.kept, first?.dense.total, first?.own?.first.length]).toEqual([2, 4, 4]);
  const last = await weights({ ...sparse, member: 9 });
  expect([last?.member, last?.left.kept]).toEqual([1, 3]);
  expect(last?.members.map(({ id }) => id)).toEqual(['sparse-50/0', 'sparse-50/1']);
  expect(asked).toEqual(['dense 1', 'sparse-50 1', 'dense 2', 'sparse-50 2']);
});
