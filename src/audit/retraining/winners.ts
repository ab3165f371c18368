import type { TieRule } from '../votes/ties';
import { normalCdf } from './normalCdf';

/** With more networks the exact sum takes too long. */
const MOST_EXACT = 128;

/** An image whose leading class is overtaken with a smaller chance than this counts as certain. */
const CERTAIN = 1e-7;

/**
 * The chance of every class to be the modal label of `networks` votes, drawn independently with the chances
 * `shares` (above 0, sum 1, classes ascending). Exact for up to 128 networks: the multinomial is a product of
 * truncated exponential series, whose coefficient of degree `networks` is summed over the winner's votes.
 * With more, the two classes with the largest shares alone are told apart, their difference normal with
 * continuity correction. A leader that others overtake with less than 1e-7 (Chernoff's bound) is certain.
 */
export function winningChances(shares: readonly number[], networks: number, ties: TieRule): Float64Array {
  const chances = new Float64Array(shares.length);
  let top = 0;
  for (let c = 1; c < shares.length; c++) if (shares[c] > shares[top]) top = c;
  const overtaken = shares.reduce(
    (sum, share, c) =>
      c === top ? sum : sum + (1 - (Math.sqrt(shares[top]) - Math.sqrt(share)) ** 2) ** networks,
    0,
  );
  if (overtaken < CERTAIN) chances[top] = 1;
  else if (networks > MOST_EXACT) normalChances(shares, networks, ties, top, chances);
  else exactChances(shares, networks, ties, chances);
  return chances;
}

function normalChances(
  shares: readonly number[],
  networks: number,
  ties: TieRule,
  top: number,
  chances: Float64Array,
): void {
  let second = top === 0 ? 1 : 0;
  for (let c = 0; c < shares.length; c++) if (c !== top && shares[c] > shares[second]) second = c;
  const apart = shares[top] - shares[second];
  const spread = Math.sqrt(networks * (shares[top] + shares[second] - apart ** 2));
  const winsTie = top > second === (ties === 'largest');
  chances[top] = normalCdf((networks * apart + (winsTie ? 0.5 : -0.5)) / spread);
  chances[second] = 1 - chances[top];
}

/** p^i / i! for i = 0..most. */
function seriesOf(share: number, most: number): Float64Array {
  const series = new Float64Array(most + 1);
  series[0] = 1;
  for (let i = 1; i <= most; i++) series[i] = (series[i - 1] * share) / i;
  return series;
}

/** `poly` times the first `bound` + 1 terms of `series`, as far as degree `degree`, into `into`. */
function multiply(
  poly: Float64Array,
  series: Float64Array,
  bound: number,
  degree: number,
  into: Float64Array,
): void {
  for (let d = 0; d <= degree; d++) {
    let sum = 0;
    for (let i = 0; i <= Math.min(bound, d); i++) sum += poly[d - i] * series[i];
    into[d] = sum;
  }
}

function exactChances(shares: readonly number[], networks: number, ties: TieRule, chances: Float64Array) {
  const classes = shares.length;
  const series = shares.map((share) => seriesOf(share, networks));
  const rest = shares.map((share) => seriesOf(1 - share, networks));
  let factorial = 1;
  for (let i = 2; i <= networks; i++) factorial *= i;
  const half = Math.floor(networks / 2);
  // More than half of the votes win whatever the others have.
  for (let c = 0; c < classes; c++) {
    for (let n = half + 1; n <= networks; n++) {
      chances[c] += factorial * series[c][n] * rest[c][networks - n];
    }
  }
  const before = shares.map(() => new Float64Array(networks + 1));
  const after = shares.map(() => new Float64Array(networks + 1));
  for (let n = Math.ceil(networks / classes); n <= half; n++) {
    const degree = networks - n;
    const [lower, higher] = ties === 'largest' ? [n, n - 1] : [n - 1, n];
    before[0].fill(0)[0] = 1;
    for (let c = 1; c < classes; c++) multiply(before[c - 1], series[c - 1], lower, degree, before[c]);
    after[classes - 1].fill(0)[0] = 1;
    for (let c = classes - 2; c >= 0; c--) multiply(after[c + 1], series[c + 1], higher, degree, after[c]);
    for (let c = 0; c < classes; c++) {
      let coefficient = 0;
      for (let d = 0; d <= degree; d++) coefficient += before[c][d] * after[c][degree - d];
      chances[c] += factorial * series[c][n] * coefficient;
    }
  }
}
