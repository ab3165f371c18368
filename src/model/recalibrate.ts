import { MOST_CALIBRATION } from './methods/making/making';
import { makingOf } from './methods/making/registry';
import { memberValues, type Population, type StackedTensor, tensorOf } from './population';
import { randomKey } from './prune';
import type { Shard } from './shard';
import type { MadeVariant } from './variant';

/**
 * How many calibration images BatchNorm re-estimation takes for networks made as `variant` says, at most
 * 2,000; 0 where there is none. A method that is known to be content with fewer says so.
 */
export function recalibrationImages(variant: MadeVariant): number {
  if (variant.kind === 'quantised' || !variant.recalibrated) return 0;
  const wanted = makingOf(variant).calibrationImages?.(variant) ?? MOST_CALIBRATION;
  return Math.min(MOST_CALIBRATION, wanted);
}

/**
 * Which `wanted` of `available` calibration images a network takes: those with the smallest
 * `randomKey(seed, memberSeed, image)`, ascending by place. Every network draws its own, so that what the
 * choice does to one is not done to all; equal seeds draw equal images.
 */
export function drawCalibration(
  available: number,
  wanted: number,
  seed: number,
  memberSeed: number,
): Uint32Array {
  if (wanted >= available) return Uint32Array.from({ length: available }, (_, image) => image);
  // Keys are below 2^32, so that key and place together are whole numbers, sorted without a comparison.
  const keys = Float64Array.from(
    { length: available },
    (_, image) => randomKey(seed, memberSeed, image) * available + image,
  );
  return Uint32Array.from(keys.sort().subarray(0, wanted), (key) => key % available).sort();
}

/** The key of `population` with its BatchNorm statistics re-estimated over `calibration`. */
export function recalibratedKey(population: Population, calibration: Pick<Shard, 'id' | 'count'>): string {
  return `${population.key}|recalibrated(${calibration.id},${calibration.count})`;
}

/**
 * The population whose BatchNorm statistics are given, one record of tensor name to values a member; all
 * other tensors are shared with `population`. Its key names the population it came from and the calibration
 * set.
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
