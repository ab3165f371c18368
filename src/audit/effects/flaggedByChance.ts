import type { Both, FlaggedByChance } from '../findings';
import { mean, quantileOf } from '../statistics/intervals';
import { centred, isFlagged, relabelledPaired, relabelledWelch } from '../statistics/relabelledTests';
import { relabellings, swappings } from '../statistics/relabellings';

/** Tests made in all shuffles together: with more tests fewer shuffles tell their mean as well. */
const TESTS = 4000;
const [FEWEST, MOST] = [20, 400];

type ChanceOptions = {
  alpha: number;
  seed: number;
  /** Whether network k of both sides is one training run: then pairs are swapped, not networks mixed. */
  paired: boolean;
  /** Whether the tests are paired; else they are Welch's. */
  pairedTest?: boolean;
};

/**
 * How many of `tests` are flagged at alpha when the networks are relabelled at random. A test has a value of
 * every network of both sides, and is empty where there is none. The networks of independent populations are
 * all mixed; of paired ones each pair is swapped or not. Tests are relabelled together, so that what they
 * share is kept: class deviations sum to zero. 4,000 tests in all, in 20 to 400 shuffles by mulberry32(seed).
 * Null without a test.
 */
export function flaggedByChance(
  tests: readonly Both<readonly number[]>[],
  { alpha, seed, paired, pairedTest = false }: ChanceOptions,
): FlaggedByChance | null {
  const made = tests.filter(({ dense, compressed }) => dense.length > 1 && compressed.length > 1);
  if (made.length === 0) return null;
  const sizes = { dense: made[0].dense.length, compressed: made[0].compressed.length };
  const pools = made.map(({ dense, compressed }) => centred([...dense, ...compressed]));
  const shuffles = Math.min(MOST, Math.max(FEWEST, Math.round(TESTS / made.length)));
  const orders = paired ? swappings(sizes.dense, seed) : relabellings(sizes.dense + sizes.compressed, seed);
  const test = pairedTest ? relabelledPaired : relabelledWelch;
  const counts = Array.from({ length: shuffles }, () => {
    const order = orders.next().value;
    return pools.reduce((flagged, values) => {
      const found = test(values, order, sizes);
      return flagged + (found && isFlagged(found, alpha) ? 1 : 0);
    }, 0);
  });
  return { mean: mean(counts), range: [quantileOf(counts, 0.025), quantileOf(counts, 0.975)], shuffles };
}
