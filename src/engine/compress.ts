import { batchNormTensors, hasBatchNorm } from '../model/architecture';
import { makingOf } from '../model/methods/making/registry';
import { methodOf } from '../model/methods/registry';
import { onlyMember, type Population } from '../model/population';
import { drawCalibration, recalibratedPopulation, recalibrationImages } from '../model/recalibrate';
import { remembered } from '../model/remembered';
import { imagesAt, type Shard } from '../model/shard';
import type { MadeVariant } from '../model/variant';
import type { Device } from './device';
import { activationRanges } from './ranges';
import { gradientsOf } from './saliency';

/** What of the making of a population is under way. */
export type Making = 'pruning' | 'quantising' | 'calibrating' | 'gradients' | 'recalibrating';

/** The population that the variant's method makes, BatchNorm as it was. */
async function compressed(
  device: Device,
  dense: Population,
  variant: MadeVariant,
  calibration: () => Promise<Shard>,
  told: (doing: Making, done: number) => void,
  signal: AbortSignal | undefined,
  trainer: Device,
): Promise<Population> {
  told(methodOf(variant).family === 'pruned' ? 'pruning' : 'quantising', 0);
  return makingOf(variant).make(dense, variant, {
    prune: (settings) => device.prune(dense, settings, signal),
    async ranges() {
      told('calibrating', 0);
      const report = (done: number) => told('calibrating', done);
      return activationRanges(device, dense, await calibration(), signal, report);
    },
    async gradients(seed, images) {
      told('gradients', 0);
      const report = (done: number) => told('gradients', done);
      return gradientsOf(trainer, dense, await calibration(), images, seed, report, signal);
    },
  });
}

/**
 * How BatchNorm is re-estimated: on how many calibration images a network, and the seed by which each
 * network draws its own.
 */
export type Recalibration = {
  images?: number;
  seed?: number;
  /** A device that computes gradients, where the one in use does not. */
  trainer?: Device;
};

/** Which images of a set a network draws: kept with the set, since every level asks again. */
const drawnOf = remembered(({ count }: Shard, images: number, seed: number, memberSeed: number) =>
  drawCalibration(count, images, seed, memberSeed),
);

/**
 * Re-estimates BatchNorm, every network on calibration images of its own; on all of them where no more are
 * there than are wanted.
 */
async function recalibrated(
  device: Device,
  population: Population,
  set: Shard,
  images: number,
  seed: number,
  told: (done: number) => void,
  signal?: AbortSignal,
): Promise<Population> {
  if (images >= set.count) return device.recalibrate(population, set, told, signal);
  const { members, architecture } = population;
  const drawn = {
    id: `${set.id}, drawn by ${seed}`,
    count: images,
    of: (member: number) => drawnOf(set, images, seed, members[member].seed),
  };
  if (device.recalibrateEach) return device.recalibrateEach(population, set, drawn, told, signal);
  const statistics: Record<string, Float32Array>[] = [];
  for (const member of members.keys()) {
    const own = imagesAt(set, drawn.of(member), `${drawn.id}, ${images} for ${member}`);
    const report = (done: number) => told((member + done) / members.length);
    const { tensors } = await device.recalibrate(onlyMember(population, member), own, report, signal);
    statistics.push(
      Object.fromEntries(batchNormTensors(architecture).map((name) => [name, tensors[name].data])),
    );
  }
  return recalibratedPopulation(population, drawn, statistics);
}

/**
 * Makes the population that `variant` says from a trained dense one. It is pruned, with BatchNorm
 * re-estimated where `variant` says so, each network on calibration images of its own. Or it is quantised,
 * with activation ranges from the calibration set's first images. The page and the command line both do it
 * here. Networks without BatchNorm have nothing to re-estimate. `told` hears what is under way and how much
 * of that is done.
 */
export async function compressPopulation(
  device: Device,
  dense: Population,
  variant: MadeVariant,
  calibration: () => Promise<Shard>,
  told: (doing: Making, done: number) => void,
  signal?: AbortSignal,
  { images = recalibrationImages(variant), seed = 0, trainer = device }: Recalibration = {},
): Promise<Population> {
  const population = await compressed(device, dense, variant, calibration, told, signal, trainer);
  if (!isRecalibrated(dense, variant)) return population;
  told('recalibrating', 0);
  const report = (done: number) => told('recalibrating', done);
  return recalibrated(device, population, await calibration(), images, seed, report, signal);
}

/**
 * Whether making `variant` of `dense` re-estimates BatchNorm, which changes answers though nothing were
 * removed.
 */
export function isRecalibrated({ architecture }: Population, variant: MadeVariant): boolean {
  return variant.kind !== 'quantised' && variant.recalibrated && hasBatchNorm(architecture);
}

/**
 * The dense networks treated as `compressPopulation` treats those it makes, with nothing removed: their
 * BatchNorm re-estimated on the same images, network by network. What a compressed population made here is
 * compared with, so that only the removal tells the two apart. `dense` itself where the variant treats
 * networks in no other way.
 */
export async function treatedAlike(
  device: Device,
  dense: Population,
  variant: MadeVariant,
  calibration: () => Promise<Shard>,
  told: (doing: Making, done: number) => void,
  signal?: AbortSignal,
  { images = recalibrationImages(variant), seed = 0 }: Recalibration = {},
): Promise<Population> {
  if (!isRecalibrated(dense, variant)) return dense;
  told('recalibrating', 0);
  const report = (done: number) => told('recalibrating', done);
  return recalibrated(device, dense, await calibration(), images, seed, report, signal);
}
