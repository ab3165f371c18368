import { type Experiment, isOffered, type Offer, withinOffer } from '../../../model/experiment';
import { experimentQuery } from '../../../model/experimentAddress';

/**
 * The second compression on the first one's images, networks and tie rule, as far as there are as many
 * networks of it.
 */
export function besideFirst(second: Experiment, first: Experiment, offer: Offer): Experiment {
  const { data, members, images, ties, seed, device } = first;
  return withinOffer({ ...second, data, members, images, ties, seed, device }, offer);
}

/** What stands for none in the list: no key of a compression, of which the usual one’s is empty. */
export const NOTHING = 'nothing';

/** What stands for a compression in the list: what it is once it stands beside the first. */
export function besideKey(second: Experiment, first: Experiment, offer: Offer): string {
  return experimentQuery(besideFirst(second, first, offer), offer).toString();
}

/**
 * Compressions that can be set beside the first: those of the zoo, those `made` here and the one that is
 * chosen, each once, by key.
 */
export function besideChoices(
  first: Experiment,
  offer: Offer,
  made: Experiment[],
  chosen: Experiment | null,
): Map<string, Experiment> {
  const shipped: Experiment[] = [
    ...(isOffered(offer, 'null') ? [{ ...first, variant: 'null' as const }] : []),
    ...offer.levels.map((sparsity): Experiment => ({ ...first, variant: 'sparse', sparsity })),
    ...offer.widths.map((width): Experiment => ({ ...first, variant: 'narrow', width })),
  ];
  const all = [...shipped, ...made, ...(chosen ? [chosen] : [])];
  const keyed = new Map(all.map((one) => [besideKey(one, first, offer), one]));
  keyed.delete(experimentQuery(first, offer).toString());
  return keyed;
}
