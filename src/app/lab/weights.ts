// Of one network: its weights and which of them go, counted here so that the page only draws.
import { variantOf } from '../../library/manifest';
import type { Zoo } from '../../library/zoo';
import { keepLatest } from '../../model/keepLatest';
import type { Member } from '../../model/population';
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

export type Weights = ReturnType<typeof createWeights>;

/** Tells of one network what a variant leaves of it; null where another was asked for meanwhile. */
export function createWeights({ bench }: Pick<Core, 'bench'>) {
  let turn = 0;
  let open: Zoo | null = null;
  /** The last two, which are those compared; each is read once. */
  const kept = new Map<string, Promise<Kept>>();

  /** Loads no files of networks behind the one that is asked for. */
  async function read(zoo: Zoo, id: string, asked: WeightsAsked): Promise<Kept> {
    const { parts } = variantOf(zoo.manifest, id);
    const members = parts
      .flatMap((part) => part.members.map(({ id, seed }) => ({ id, seed })))
      .slice(0, asked.members);
    const member = Math.max(0, Math.min(asked.member, members.length - 1));
    const first = await zoo.population(id, member + 1);
    return { members, member, summary: weightsSummary(first, member) };
  }

  function networkOf(zoo: Zoo, id: string, asked: WeightsAsked): Promise<Kept> {
    if (open !== zoo) kept.clear();
    open = zoo;
    const key = `${id}/${asked.members}/${asked.member}`;
    const network = kept.get(key) ?? read(zoo, id, asked);
    network.catch(() => kept.delete(key));
    keepLatest(kept, key, network, 2);
    return network;
  }

  return async (asked: WeightsAsked): Promise<NetworkWeights | null> => {
    const mine = ++turn;
    const { zoo } = await bench();
    const dense = await networkOf(zoo, 'dense', asked);
    if (mine !== turn) return null;
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
