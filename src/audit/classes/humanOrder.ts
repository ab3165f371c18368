import { type HumanVotes, shareLabelled } from './humanVotes';

/** An order in which rows may stand: the row of each image, and what it is called. */
export type RowOrder = { name: string; rows: ArrayLike<number> };

/** People give most images of such sets their label: less than this is no order of them. */
export const LEAST_LABELLED = 0.75;

/**
 * Rows of votes put in the order of the images: by the order, among `orders`, in which people most often give
 * the label. Null where there is none in which they mostly do; `best` is the share in the best one, 0..1.
 */
export function inImageOrder(
  { classes, votes }: HumanVotes,
  orders: readonly RowOrder[],
  truth: ArrayLike<number>,
): { found: (HumanVotes & { name: string }) | null; best: number } {
  let best = 0;
  let found: (HumanVotes & { name: string }) | null = null;
  for (const { name, rows } of orders) {
    const sorted = new Float64Array(truth.length * classes);
    for (let image = 0; image < truth.length; image++) {
      sorted.set(votes.subarray(rows[image] * classes, (rows[image] + 1) * classes), image * classes);
    }
    const share = shareLabelled({ classes, votes: sorted }, truth);
    if (share > best && share >= LEAST_LABELLED) found = { classes, votes: sorted, name };
    best = Math.max(best, share);
  }
  return { found, best };
}
