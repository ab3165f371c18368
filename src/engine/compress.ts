import { hasBatchNorm } from '../model/architecture';
import { pruneChannels } from '../model/channels';
import { prunePattern } from '../model/pattern';
import type { Population } from '../model/population';
import { fixedPointPopulation, quantiseWeights } from '../model/quantise';
import { recalibrationImages } from '../model/recalibrate';
import { firstImages, type Shard } from '../model/shard';
import type { MadeVariant } from '../model/variant';
import type { Device } from './device';
import { activationRanges } from './ranges';

/** What of the making of a population is under way. */
export type Making = 'pruning' | 'quantising' | 'calibrating' | 'recalibrating';

async function quantised(
  device: Device,
  dense: Population,
  format: Extract<MadeVariant, { kind: 'quantised' }>['format'],
  calibration: () => Promise<Shard>,
  told: (doing: Making, done: number) => void,
  signal?: AbortSignal,
): Promise<Population> {
  if (format !== 'fixed') {
    told('quantising', 0);
    return quantiseWeights(dense, format);
  }
  told('calibrating', 0);
  const report = (done: number) => told('calibrating', done);
  const ranges = await activationRanges(device, dense, await calibration(), signal, report);
  return fixedPointPopulation(dense, ranges);
}

async function pruned(
  device: Device,
  dense: Population,
  variant: Exclude<MadeVariant, { kind: 'quantised' }>,
  signal?: AbortSignal,
): Promise<Population> {
  if (variant.kind === 'structured') {
    return variant.method === 'channels'
      ? pruneChannels(dense, variant.share)
      : prunePattern(dense, variant.method);
  }
  const { method, scope, sparsity, seed } = variant;
  return device.prune(dense, { method, scope, sparsity, seed }, signal);
}

/**
 * Makes the population that `variant` says from a trained dense one: pruned, with BatchNorm re-estimated on the calibration set's first
 * `images` where it says so, or quantised, with activation ranges from that set's first images. The page and the command line both do it here.
 * Networks without BatchNorm have nothing to re-estimate. `told` hears what is under way and how much of that is done.
 */
export async function compressPopulation(
  device: Device,
  dense: Population,
  variant: MadeVariant,
  calibration: () => Promise<Shard>,
  told: (doing: Making, done: number) => void,
  signal?: AbortSignal,
  images = recalibrationImages(variant),
): Promise<Population> {
  if (variant.kind === 'quantised') {
    return quantised(device, dense, variant.format, calibration, told, signal);
  }
  told('pruning', 0);
  const population = await pruned(device, dense, variant, signal);
  if (!variant.recalibrated || !hasBatchNorm(dense.architecture)) return population;
  told('recalibrating', 0);
  const some = firstImages(await calibration(), images);
  return device.recalibrate(population, some, (done) => told('recalibrating', done), signal);
}
