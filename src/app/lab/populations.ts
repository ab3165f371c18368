// The populations that an experiment compares, made in the lab, and how much work that is.
import type { Both } from '../../audit/findings';
import { compressPopulation, isRecalibrated, type Making, treatedAlike } from '../../engine/compress';
import type { Device } from '../../engine/device';
import { inRoundsOf } from '../../engine/finetune';
import { hasBatchNorm } from '../../model/architecture';
import { type Experiment, inOneShot, shippedVariant, variantOf } from '../../model/experiment';
import { keepLatest } from '../../model/keepLatest';
import { makingOf } from '../../model/methods/making/registry';
import { finetuneOf, methodOf, roundsOf } from '../../model/methods/registry';
import type { Population } from '../../model/population';
import { recalibrationImages } from '../../model/recalibrate';
import type { Shard } from '../../model/shard';
import { isMade, type MadeVariant } from '../../model/variant';
import type { Learning } from '../../views/learning/learningWords';
import { isAbort } from './abort';
import type { Bench } from './bench';
import { KEPT_DENSE } from './compare';
import { finetuneBoth, finetuningWork } from './finetuned';
import type { Meter } from './meter';

/**
 * BatchNorm re-estimation costs about this many runs over its images: once for the statistics, once to pass
 * them on.
 */
const RECALIBRATION_PASSES = 2;

/** What the making of a population is called while it is under way. */
const MAKING: Record<Making, string> = {
  pruning: 'Pruning',
  quantising: 'Quantising',
  calibrating: 'Recording the ranges of activations',
  gradients: 'Taking gradients',
  recalibrating: 'Re-estimating BatchNorm',
};

/** Units of work in an experiment: (network, image) pairs. */
export function workOf(bench: Bench, experiment: Experiment): number {
  const { members, images } = experiment;
  const variant = variantOf(experiment);
  const alike = experiment.baseline === 'alike';
  const epochs = finetuneOf(variant);
  if (isMade(variant) && epochs > 0) {
    const all = bench.zoo.manifest.dataset.training?.count ?? 0;
    const workTo = (sparsity: number) =>
      finetuningWork(members, all, epochs, sparsity, roundsOf(variant)).reduce((sum, work) => sum + work);
    const tuning = workTo(methodOf(variant).share(variant)) + (alike ? workTo(0) : 0);
    return 2 * members * images + tuning;
  }
  const estimated = isMade(variant) ? recalibrationWork(bench, variant, members) : 0;
  return 2 * members * images + estimated * (alike ? 2 : 1);
}

function recalibrationWork({ zoo }: Bench, variant: MadeVariant, members: number): number {
  const { architecture, dataset } = zoo.manifest;
  if (!hasBatchNorm(architecture)) return 0;
  const images = Math.min(recalibrationImages(variant), dataset.calibration?.count ?? 0);
  return members * images * RECALIBRATION_PASSES;
}

/** What a device makes of dense networks: given the calibration images, told of what is under way. */
type Make = (
  device: Device,
  calibration: () => Promise<Shard>,
  told: (doing: Making, done: number) => void,
) => Promise<Population>;

/**
 * Makes a population on the device in use, on another where it fails; `work` is what re-estimation counts.
 */
async function made(
  bench: Bench,
  work: number,
  signal: AbortSignal,
  meter: Meter,
  make: Make,
): Promise<Population> {
  const { zoo, devices } = bench;
  const device = devices.current();
  let counted = 0;
  let under: Making | null = null;
  const told = (doing: Making, done: number) => {
    if (doing !== under) meter.doing(MAKING[doing]);
    under = doing;
    if (doing !== 'recalibrating') return;
    meter.add(done * work - counted);
    counted = done * work;
  };
  try {
    return await make(device, () => zoo.calibrationShard({ signal }), told);
  } catch (error) {
    if (isAbort(error) || signal.aborted) throw error;
    await devices.replace(device, error);
    meter.add(-counted);
    return made(bench, work, signal, meter, make);
  }
}

/**
 * The dense networks treated as those that `variant` makes. They are what an earlier level left, where it
 * took as many calibration images, else made by `make`. `work` is what that counts.
 */
async function denseAlike(
  { devices, treated }: Bench,
  trained: Population,
  variant: MadeVariant,
  seed: number,
  work: number,
  meter: Meter,
  make: () => Promise<Population>,
): Promise<Population> {
  const key = () => JSON.stringify([devices.current().name, trained.key, recalibrationImages(variant), seed]);
  const known = treated.get(key());
  if (known) meter.add(work);
  const alike = known ?? (await make());
  keepLatest(treated, key(), alike, KEPT_DENSE);
  return alike;
}

/**
 * Whether an experiment compares networks made here with dense ones treated alike, not as they were trained.
 */
function isTreated(dense: Population, experiment: Experiment): boolean {
  const variant = variantOf(experiment);
  if (experiment.baseline !== 'alike' || !isMade(variant)) return false;
  return finetuneOf(variant) > 0 || isRecalibrated(dense, variant);
}

/**
 * The populations that an experiment compares, of the zoo's dense networks `trained`. The compressed one is
 * made here or from the zoo. The dense networks are as trained, or treated as those made here are.
 */
export async function comparedPopulations(
  bench: Bench,
  trained: Population,
  experiment: Experiment,
  signal: AbortSignal,
  meter: Meter,
  learned: (learning: Learning) => void = () => {},
): Promise<Both<Population> & { learning?: Learning }> {
  const variant = variantOf(experiment);
  if (!isMade(variant)) {
    const id = shippedVariant(experiment) ?? 'dense';
    const shipped = id === 'dense' ? trained : await bench.zoo.population(id, experiment.members, { signal });
    return { dense: trained, compressed: shipped };
  }
  const { seed, finetune: epochs } = experiment;
  if (finetuneOf(variant) > 0) {
    const inRounds = inRoundsOf(variant);
    const plain = { ...inOneShot(experiment), recalibrate: false };
    const { compressed } = inRounds.pruning
      ? { compressed: trained }
      : await comparedPopulations(bench, trained, plain, signal, meter);
    meter.doing('Loading the training images');
    const images = await bench.zoo.trainingShard({ signal });
    const alike = isTreated(trained, experiment);
    const sparsity = methodOf(variant).share(variant);
    const wish = { dense: trained, compressed, alike, tuning: { epochs, seed }, inRounds, sparsity };
    const done = await finetuneBoth(bench.devices, wish, images, bench.tuned, signal, meter, learned);
    return { ...done.sides, learning: done.learning };
  }
  const work = recalibrationWork(bench, variant, trained.members.length);
  const make = (from: typeof compressPopulation) =>
    made(bench, work, signal, meter, async (device, calibration, told) => {
      if (!makingOf(variant).needsGradients || from !== compressPopulation) {
        return from(device, trained, variant, calibration, told, signal, { seed });
      }
      const { device: trainer, own } = await bench.devices.trainer();
      try {
        return await from(device, trained, variant, calibration, told, signal, { seed, trainer });
      } finally {
        if (own) trainer.close();
      }
    });
  const compressed = await make(compressPopulation);
  if (!isTreated(trained, experiment)) return { dense: trained, compressed };
  const alike = () => make(treatedAlike);
  return { dense: await denseAlike(bench, trained, variant, seed, work, meter, alike), compressed };
}
