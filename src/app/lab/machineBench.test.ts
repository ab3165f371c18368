import { expect, it } from 'vitest';
import { samplePopulation } from '../../engine/samples';
import { network, referenceDevice } from '../../engine/testing';
import type { Zoo } from '../../library/zoo';
import { loadPopulations } from './machineBench';

const architecture = network(
  [1, 2, 2],
  [{ kind: 'flatten' }, { kind: 'dense', name: 'd', input: 4, output: 30, bias: true }],
);

/** A zoo with a dense population and sparse ones, if any. */
function zooWith(levels: number[]): Zoo {
  const sparse = levels.map((targetSparsity) => ({
    id: `${targetSparsity}`,
    kind: 'sparse',
    targetSparsity,
  }));
  const zoo = {
    manifest: { variants: [...sparse, { id: 'dense', kind: 'dense', targetSparsity: 0 }] },
    memberCount: () => 2,
    population: async (_: string, members: number) => samplePopulation(architecture, members, 1, 3),
  };
  return zoo as unknown as Zoo;
}

const found = async (levels: number[]) => {
  const { signal } = new AbortController();
  return loadPopulations(zooWith(levels), referenceDevice, 2, signal);
};

it('times the sparse networks that came, where there are enough for a line', async () => {
  const populations = await found([0.9, 0.3, 0.5]);
  expect(populations.map(({ id, removed }) => [id, removed])).toEqual([
    ['dense', 0],
    ['0.5', 0.5],
    ['0.9', 0.9],
  ]);
});

it('prunes dense networks where no sparse ones came, as with a reader’s own, or too few', async () => {
  for (const levels of [[], [0.9]]) {
    const populations = await found(levels);
    expect(populations.map(({ id, removed }) => [id, removed])).toEqual([
      ['dense', 0],
      [null, 0.5],
      [null, 0.7],
      [null, 0.9],
    ]);
    const shares = populations.map(({ population }) => {
      const { data } = population.tensors['d.weight'];
      return data.filter((weight) => weight === 0).length / data.length;
    });
    for (const [at, share] of shares.entries()) expect(share).toBeCloseTo(populations[at].removed, 1);
  }
});
