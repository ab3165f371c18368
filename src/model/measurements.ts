/** Several measurements of one thing: their median and how far they lie apart. */
export type Spread = { median: number; least: number; most: number; runs: number };

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('Expected at least one value to take the median of, got none.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median, least and most of at least one value. */
export function spreadOf(values: readonly number[]): Spread {
  return {
    median: median(values),
    least: Math.min(...values),
    most: Math.max(...values),
    runs: values.length,
  };
}

/** The spread of a / b, round by round: both were measured in each round, one after the other. */
export function ratioOf(a: readonly number[], b: readonly number[]): Spread {
  if (a.length !== b.length) {
    throw new Error(`Expected two series of equal length, got ${a.length} and ${b.length} values.`);
  }
  return spreadOf(a.map((value, round) => value / b[round]));
}

export type Point = { x: number; y: number };

export type Line = { slope: number; intercept: number; r2: number };

/** The least-squares line through at least two points with different x; r2 is 1 where all y are equal. */
export function fitLine(points: readonly Point[]): Line {
  const count = points.length;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / count;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / count;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const { x, y } of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  if (!(xx > 0)) throw new Error('Expected points at two places or more to fit a line, got one place.');
  const slope = xy / xx;
  return { slope, intercept: meanY - slope * meanX, r2: yy === 0 ? 1 : (xy * xy) / (xx * yy) };
}
