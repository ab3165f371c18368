// Networks of two populations relabelled at random: what a permutation test counts in.
import { mulberry32, shuffledIndices } from './random';

/**
 * The shuffles of a permutation test, without end: each is an order of `networks` rows by `mulberry32(seed)`,
 * whose first networks are one side and the next the other. Equal seeds give equal shuffles, whatever is
 * counted in them.
 */
export function* relabellings(networks: number, seed: number): Generator<number[], never> {
  const random = mulberry32(seed);
  for (;;) yield shuffledIndices(networks, random);
}

/**
 * The same for `pairs` of networks that are one network before and after (rows k and pairs + k). Each pair
 * keeps its order or, at a uniform number below a half, swaps it.
 */
export function* swappings(pairs: number, seed: number): Generator<number[], never> {
  const random = mulberry32(seed);
  for (;;) {
    const swaps = Array.from({ length: pairs }, () => random() < 0.5);
    yield [
      ...swaps.map((swap, pair) => (swap ? pairs + pair : pair)),
      ...swaps.map((swap, pair) => (swap ? pair : pairs + pair)),
    ];
  }
}
