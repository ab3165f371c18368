/**
 * The exact sign test, two-sided: the probability that of `more` + `fewer` equally likely signs at least as
 * large a part is of one kind (as scipy.stats.binomtest with 1/2). 1 without any sign.
 */
export function signTest(more: number, fewer: number): number {
  const n = more + fewer;
  let log = -n * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= Math.min(more, fewer); k++) {
    tail += Math.exp(log);
    log += Math.log((n - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}
