import { memberValues, type Population, type StackedTensor, tensorOf } from './population';
import { randomKey } from './prune';
import type { Shard } from './shard';
import type { MadeVariant } from './variant';

/** Calibration images that were seen to be enough for lightly pruned networks, and those that are always enough. */
const FEWEST = 400;
const MOST = 2000;

/**
 * How many calibration images BatchNorm re-estimation takes for networks made as `variant` says; 0 where there is none. One-shot global
 * magnitude pruning: 400 (0.2 / share left)^3, from 400 to 2,000, which keeps top-1 within 0.1 point of what all 2,000 give
 * (docs/performance.md says how that was found); anything else, harder on the network: 2,000.
 */
export function recalibrationImages(variant: MadeVariant): number {
  if (variant.kind === 'quantised' || !variant.recalibrated) return 0;
  if (variant.kind !== 'pruned' || variant.method !== 'magnitude' || variant.scope !== 'global') return MOST;
  return Math.min(MOST, Math.max(FEWEST, Math.round(FEWEST * (0.2 / (1 - variant.sparsity)) ** 3)));
}

/**
 * Which `wanted` of `available` calibration images a network takes: those with the smallest `randomKey(seed, memberSeed, image)`, ascending
 * by place. Every network draws its own, so that what the choice does to one is not done to all; equal seeds draw equal images.
 */
export function drawCalibration(
  available: number,
  wanted: number,
  seed: number,
  memberSeed: number,
): Uint32Array {
  const places = Uint32Array.from({ length: available }, (_, image) => image);
  if (wanted >= available) return places;
  const keys = places.map((image) => randomKey(seed, memberSeed, image));
  return places
    .sort((a, b) => keys[a] - keys[b])
    .slice(0, wanted)
    .sort();
}

/** The key of `population` with its BatchNorm statistics re-estimated over `calibration`. */
export function recalibratedKey(population: Population, calibration: Pick<Shard, 'id' | 'count'>): string {
  return `${population.key}|recalibrated(${calibration.id},${calibration.count})`;
}

/**
 * The population whose BatchNorm statistics are given, one record of tensor name to values a member; all other tensors are
 * shared with `population`. Its key names the population it came from and the calibration set.
 */
export function recalibratedPopulation(
  population: Population,
  calibration: Pick<Shard, 'id' | 'count'>,
  statistics: readonly Record<string, Float32Array>[],
): Population {
  const tensors: Record<string, StackedTensor> = { ...population.tensors };
  for (const name of Object.keys(statistics[0] ?? {})) {
    const { shape, data } = tensorOf(population, name);
    tensors[name] = { shape, data: new Float32Array(data.length) };
    statistics.forEach((values, member) => {
      memberValues(tensors[name], member).set(values[name]);
    });
  }
  const { variant } = population;
  return {
    ...population,
    key: recalibratedKey(population, calibration),
    variant:
      variant.kind === 'pruned' || variant.kind === 'structured'
        ? { ...variant, recalibrated: true }
        : variant,
    tensors,
  };
}
