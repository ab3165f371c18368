/** Probabilities within this factor count as equal, as in R's fisher.test. */
const EQUAL = 1 + 1e-7;

function logFactorials(most: number): Float64Array {
  const logs = new Float64Array(most + 1);
  for (let n = 2; n <= most; n++) logs[n] = logs[n - 1] + Math.log(n);
  return logs;
}

/**
 * Fisher's exact test, two-sided, of whether two shares are equal: `a` of `n` and `b` of `m`. The p-value
 * adds the probabilities of all tables of the same margins that are at most as probable as this one (Fisher
 * 1935; as scipy.stats.fisher_exact). Null where either has no image.
 */
export function fisherExact(a: number, n: number, b: number, m: number): number | null {
  if (n === 0 || m === 0) return null;
  const logs = logFactorials(n + m);
  const choose = (whole: number, part: number) => logs[whole] - logs[part] - logs[whole - part];
  const coded = a + b;
  const all = choose(n + m, coded);
  const probability = (x: number) => Math.exp(choose(n, x) + choose(m, coded - x) - all);
  const limit = probability(a) * EQUAL;
  let p = 0;
  for (let x = Math.max(0, coded - m); x <= Math.min(n, coded); x++) {
    const likelihood = probability(x);
    if (likelihood <= limit) p += likelihood;
  }
  return Math.min(1, p);
}
