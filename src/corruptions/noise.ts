import { type Corruption, toByte, withValues } from './picture';
import { normals } from './random';

const DEVIATION = [0.04, 0.06, 0.08, 0.09, 0.1];
const PHOTONS = [500, 250, 100, 75, 50];
const AMOUNT = [0.01, 0.02, 0.03, 0.05, 0.07];

/** x + N(0, c^2), one normal number a value in order; c as CIFAR-10-C has it: .04, .06, .08, .09, .1. */
export const gaussianNoise: Corruption = (picture, severity, random) => {
  const normal = normals(random);
  const deviation = DEVIATION[severity - 1];
  return withValues(picture, (index) => picture.values[index] + deviation * normal());
};

/**
 * The distribution function of a Poisson number with mean `mean`: entry k is P(number <= first + k).
 * Probabilities follow from the ratio p(k + 1) / p(k) = mean / (k + 1), from the mode out to where they are
 * under 1e-18 of it.
 */
function poissonTable(mean: number): { first: number; cumulative: Float64Array } {
  const mode = Math.floor(mean);
  const below = [];
  for (let k = mode, p = 1; k > 0 && p > 1e-18; k--) {
    p *= k / mean;
    below.push(p);
  }
  const above = [];
  for (let k = mode, p = 1; p > 1e-18; k++) {
    p *= mean / (k + 1);
    above.push(p);
  }
  const probabilities = [...below.reverse(), 1, ...above];
  let whole = 0;
  for (const p of probabilities) whole += p;
  let sum = 0;
  return {
    first: mode - below.length,
    cumulative: Float64Array.from(probabilities, (p) => {
      sum += p / whole;
      return sum;
    }),
  };
}

type PoissonTable = ReturnType<typeof poissonTable>;
const tables = new Map<number, PoissonTable>();

function poisson(mean: number, uniform: number): number {
  if (mean === 0) return 0;
  const table = tables.get(mean) ?? poissonTable(mean);
  tables.set(mean, table);
  const { first, cumulative } = table;
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > uniform) high = middle;
    else low = middle + 1;
  }
  return first + low;
}

/**
 * Poisson(c x) / c, the smallest number whose distribution function exceeds one uniform number a value in
 * order; c as CIFAR-10-C has it: 500, 250, 100, 75, 50.
 */
export const shotNoise: Corruption = (picture, severity, random) => {
  const photons = PHOTONS[severity - 1];
  return withValues(picture, (index) => {
    const mean = (toByte(picture.values[index]) / 255) * photons;
    return poisson(mean, random()) / photons;
  });
};

/**
 * Each value, with probability c, is 0 or 1 with even odds. With U the uniform number of a value, it is 0 if
 * U < c / 2, 1 if U < c, else kept. CIFAR-10-C's c: .01, .02, .03, .05, .07.
 */
export const impulseNoise: Corruption = (picture, severity, random) => {
  const amount = AMOUNT[severity - 1];
  return withValues(picture, (index) => {
    const uniform = random();
    if (uniform < amount / 2) return 0;
    return uniform < amount ? 1 : picture.values[index];
  });
};
