/**
 * The standard normal distribution function, 0..1, by formula 7.1.26 of Abramowitz and Stegun (1964) for the
 * error function: absolute error below 1e-7.
 */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429];
  const sum = series.reduceRight((total, coefficient) => (total + coefficient) * t, 0);
  const tail = (sum * Math.exp(-x * x)) / 2;
  return z > 0 ? 1 - tail : tail;
}
