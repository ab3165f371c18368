// Of one network: its weights and which of them go, counted here so that the page only draws.
import type { Zoo } from '../../library/zoo';
import { keepLatest } from '../../model/keepLatest';
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

/** Tells of one network what a variant leaves of it; null where another was asked for meanwhile. */
export function createWeights({ bench, store }: Pick<Core, 'bench' | 'store'>) {
  let turn = 0;
  let open: Zoo | null = null;
  /** The last two, which are those compared; each is read once. */
  const kept = new Map<string, Promise<Kept>>();

  async function read(zoo: Zoo, id: string, asked: WeightsAsked, opened: number): Promise<Kept> {
    const population = await zoo.population(id, asked.members);
    if (id === 'dense' && opened === store.now.opened) store.change({ kind: 'trained', population });
    return summarised(population, asked.member);
  }

  function networkOf(zoo: Zoo, id: string, asked: WeightsAsked, opened: number): Promise<Kept> {
    if (open !== zoo) kept.clear();
    open = zoo;
    const key = `${id}/${asked.members}/${asked.member}`;
    const network = kept.get(key) ?? read(zoo, id, asked, opened);
    network.catch(() => kept.delete(key));
    keepLatest(kept, key, network, 2);
    return network;
  }

  return async (asked: WeightsAsked): Promise<NetworkWeights | null> => {
    const mine = ++turn;
    const { opened } = store.now;
    const { zoo } = await bench();
    const dense = await networkOf(zoo, 'dense', asked, opened);
    if (mine !== turn) return null;
    const own = asked.own === null ? null : await networkOf(zoo, asked.own, asked, opened);
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
