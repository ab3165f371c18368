/** What follows from a network's scores of all classes for one image. */
export type ScoreRow = {
  /** The class of the largest score; ties go to the smallest index, as on every device. */
  best: number;
  /** The probability of a class. */
  share(index: number): number;
  /** The rank of a class, 0 the first. */
  rank(index: number): number;
};

/**
 * The classes of a row of probabilities, or of logits by softmax. `wrong` is called with what is not right of
 * them: numbers that are none, or probabilities that do not add up to 1 (within 0.01).
 */
export function scoreRow(
  row: ArrayLike<number>,
  areLogits: boolean,
  wrong: (expected: string, got: number, advice: string) => Error,
): ScoreRow {
  const count = row.length;
  let best = 0;
  for (let c = 0; c < count; c++) {
    const value = row[c];
    if (!Number.isFinite(value) || (!areLogits && (value < 0 || value > 1.001))) {
      throw wrong(areLogits ? 'finite numbers' : 'probabilities from 0 to 1', value, '');
    }
    if (value > row[best]) best = c;
  }
  let sum = 0;
  for (let c = 0; c < count; c++) sum += areLogits ? Math.exp(row[c] - row[best]) : row[c];
  if (!areLogits && Math.abs(sum - 1) > 0.01) {
    throw wrong('probabilities that add up to 1', sum, '; call them logits if that is what they are');
  }
  return {
    best,
    share: (index) => Math.min(1, areLogits ? Math.exp(row[index] - row[best]) / sum : row[index]),
    rank: (index) => {
      let rank = 0;
      for (let c = 0; c < count; c++) {
        if (row[c] > row[index] || (row[c] === row[index] && c < index)) rank++;
      }
      return rank;
    },
  };
}
