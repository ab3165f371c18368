// Of one network: its weights and which of them go, counted here so that the page only draws.
import type { Zoo } from '../../library/zoo';
import type { Member, Population } from '../../model/population';
import {
  type NetworkWeights,
  shownWeights,
  type WeightsAsked,
  type WeightsSummary,
  weightsLeft,
  weightsSummary,
} from '../../model/weights';
import type { Core } from './core';

/** A network with those of its population. */
type Kept = { members: Member[]; member: number; summary: WeightsSummary };

function summarised(population: Population, asked: number): Kept {
  const { members } = population;
  const member = Math.max(0, Math.min(asked, members.length - 1));
  return { members, member, summary: weightsSummary(population, member) };
}

export type Weights = ReturnType<typeof createWeights>;

/** Tells of one network what a variant leaves of it; null where another was asked for meanwhile. */
export function createWeights({ bench, store }: Pick<Core, 'bench' | 'store'>) {
  let turn = 0;
  let open: Zoo | null = null;
  /** The last two, which are those compared. */
  const kept = new Map<string, Kept>();

  async function networkOf(zoo: Zoo, id: string, { members, member }: WeightsAsked): Promise<Kept> {
    if (open !== zoo) kept.clear();
    open = zoo;
    const key = `${id}/${members}/${member}`;
    let network = kept.get(key);
    if (!network) {
      const population = await zoo.population(id, members);
      if (id === 'dense') store.change({ kind: 'trained', population });
      network = summarised(population, member);
    }
    kept.delete(key);
    kept.set(key, network);
    for (const earlier of [...kept.keys()].slice(0, -2)) kept.delete(earlier);
    return network;
  }

  return async (asked: WeightsAsked): Promise<NetworkWeights | null> => {
    const mine = ++turn;
    const { zoo } = await bench();
    const dense = await networkOf(zoo, 'dense', asked);
    const own = asked.own === null ? null : await networkOf(zoo, asked.own, asked);
    // Steps of a slider that have come meanwhile are let in: only the last is counted.
    await new Promise((resolve) => setTimeout(resolve));
    if (mine !== turn) return null;
    const { members, member, summary } = own ?? dense;
    return {
      ...{ asked, members, member },
      dense: shownWeights(dense.summary),
      own: own && shownWeights(own.summary),
      left: weightsLeft(summary, asked.variant),
    };
  };
}
