import { randomKey } from '../model/prune';
import { logarithm } from './arithmetic';

/** Gives the next uniform number, 0 to 1, 1 excluded. */
export type Random = () => number;

/**
 * The random numbers of one image: number n is randomKey(stream, 0, n) / 2^32 with stream = randomKey(seed, 8
 * corruption + severity, image). So an image's corruption depends on nothing but these four.
 */
export function imageRandom(seed: number, corruption: number, severity: number, image: number): Random {
  const stream = randomKey(seed, 8 * corruption + severity, image);
  let drawn = 0;
  return () => randomKey(stream, 0, drawn++) / 2 ** 32;
}

/**
 * Numbers of the normal distribution with mean 0 and variance 1, by Marsaglia's polar method. Each pair u, v
 * = 2 U - 1 with 0 < s = u^2 + v^2 < 1 gives two: first u f, then v f, f = sqrt(-2 ln(s) / s). Other pairs
 * are thrown away.
 */
export function normals(random: Random): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const u = 2 * random() - 1;
      const v = 2 * random() - 1;
      const s = u * u + v * v;
      if (s <= 0 || s >= 1) continue;
      const factor = Math.sqrt((-2 * logarithm(s)) / s);
      spare = v * factor;
      return u * factor;
    }
  };
}
