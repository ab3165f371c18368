import { memberValues, type Population, type StackedTensor, tensorOf } from './population';
import type { Shard } from './shard';

/** Calibration images that BatchNorm re-estimation uses unless asked otherwise. docs/performance.md says how few are enough, and how that was found. */
export const CALIBRATION_IMAGES = 500;

/** The key of `population` with its BatchNorm statistics re-estimated over `calibration`. */
export function recalibratedKey(population: Population, calibration: Shard): string {
  return `${population.key}|recalibrated(${calibration.id},${calibration.count})`;
}

/**
 * The population whose BatchNorm statistics are given, one record of tensor name to values a member; all other tensors are
 * shared with `population`. Its key names the population it came from and the calibration set.
 */
export function recalibratedPopulation(
  population: Population,
  calibration: Shard,
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
