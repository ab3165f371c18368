import type { Votes } from '../findings';
import { runOut } from '../runOut';
import type { TieRule } from '../votes/ties';
import type { Sizes } from './relabel';
import { winningChances } from './winners';

/** A count that was not drawn: its expectation and standard deviation. */
export type ExpectedCount = { mean: number; sd: number };

/**
 * How many images two populations of `sizes` networks are expected to disagree on when nothing but chance
 * tells them apart. For each image both sides' votes are drawn independently with the vote shares of `votes`
 * (a multinomial plug-in). Their modal labels differ with the chance 1 - sum_c P(c wins one side) P(c wins
 * the other), ties by `ties`. The mean sums these over the images, the variance sums chance (1 - chance):
 * images are independent given their shares. Exact up to 128 networks a side.
 */
export function analyticFloor(votes: Votes, sizes: Sizes, ties: TieRule): ExpectedCount {
  return runOut(analyticSteps(votes, sizes, ties));
}

/** Images between two pauses. */
const AT_ONCE = 5000;

/** The same in slices. */
export function* analyticSteps(
  votes: Votes,
  [first, second]: Sizes,
  ties: TieRule,
): Generator<void, ExpectedCount> {
  const { starts, counts } = votes;
  const known = new Map<string, number>();
  let mean = 0;
  let variance = 0;
  for (let image = 0; image + 1 < starts.length; image++) {
    if (image % AT_ONCE === AT_ONCE - 1) yield;
    const cast = counts.subarray(starts[image], starts[image + 1]);
    if (cast.length === 1) continue;
    const key = cast.join();
    const chance = known.get(key) ?? differing(cast, first, second, ties);
    known.set(key, chance);
    mean += chance;
    variance += chance * (1 - chance);
  }
  return { mean, sd: Math.sqrt(variance) };
}

function differing(cast: Uint16Array, first: number, second: number, ties: TieRule): number {
  const voters = cast.reduce((sum, count) => sum + count, 0);
  const shares = Array.from(cast, (count) => count / voters);
  const one = winningChances(shares, first, ties);
  const other = first === second ? one : winningChances(shares, second, ties);
  const same = one.reduce((sum, chance, c) => sum + chance * other[c], 0);
  return Math.max(0, 1 - same);
}
