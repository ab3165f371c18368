import type { Both } from '../../audit/findings';
import { levelRow } from '../../audit/levels/levelsTable';
import type { Predictions } from '../../audit/predictions';
import { countDiffering } from '../../audit/votes/flips';
import { selectImages } from '../../audit/votes/matrix';
import { compressPopulation, isRecalibrated, type Making, treatedAlike } from '../../engine/compress';
import type { Device } from '../../engine/device';
import type { Zoo } from '../../library/zoo';
import { hasBatchNorm, kernelName, prunableLayers } from '../../model/architecture';
import { type NetworkCost, networkCost } from '../../model/cost';
import { type Experiment, shippedVariant, sweptExperiment, variantOf } from '../../model/experiment';
import { methodOf } from '../../model/methods/registry';
import type { Population } from '../../model/population';
import { recalibrationImages } from '../../model/recalibrate';
import { firstImages, type Shard } from '../../model/shard';
import { isMade, type MadeVariant, type Variant } from '../../model/variant';
import { isAbort } from './abort';
import { compare, type DenseCache } from './compare';
import type { Devices } from './devices';
import { createMeter, type JobProgress, type Meter } from './meter';
import type { Agreement, Comparison, Level, MadeDigest, Treatment } from './results';
import { auditExperiment, levelOf, shippedPredictions } from './shipped';

/** BatchNorm re-estimation costs about this many runs over its images: once for the statistics, once to pass them on. */
const RECALIBRATION_PASSES = 2;

/**
 * Partial findings are told at most this often, in milliseconds, since showing them takes from the computing; the first of a page at
 * once, of later jobs as long after their beginning.
 */
const PARTIAL_EVERY = 1000;

/** The levels of a pruned-here sweep, shares of weights removed. */
const SWEEP = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95];

/** Where the work is done, and what earlier jobs left: dense answers serve every experiment on the same networks. */
export type Bench = { zoo: Zoo; devices: Devices; dense: DenseCache | null };

/** What the making of a population is called while it is under way. */
const MAKING: Record<Making, string> = {
  pruning: 'Pruning',
  quantising: 'Quantising',
  calibrating: 'Recording the ranges of activations',
  recalibrating: 'Re-estimating BatchNorm',
};

type Told = (progress: JobProgress) => void;

function describeDevice({ name, description }: Device): Comparison['device'] {
  return { name, description };
}

/** Units of work in an experiment: (network, image) pairs. */
export function workOf(bench: Bench, experiment: Experiment): number {
  const { members, images } = experiment;
  const variant = variantOf(experiment);
  const estimated = isMade(variant) ? recalibrationWork(bench, variant, members) : 0;
  return 2 * members * images + estimated * (experiment.baseline === 'alike' ? 2 : 1);
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

/** Makes a population on the device in use, on another where it fails; `work` is what re-estimation counts. */
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

/** Whether an experiment compares networks made here with dense ones treated alike, not as they were trained. */
function isTreated(dense: Population, experiment: Experiment): boolean {
  const variant = variantOf(experiment);
  return experiment.baseline === 'alike' && isMade(variant) && isRecalibrated(dense, variant);
}

/**
 * The populations that an experiment compares, of the zoo's dense networks `trained`: the compressed one, made here or from the zoo, and
 * the dense networks, as trained or treated as those made here are.
 */
export async function comparedPopulations(
  bench: Bench,
  trained: Population,
  experiment: Experiment,
  signal: AbortSignal,
  meter: Meter,
): Promise<Both<Population>> {
  const variant = variantOf(experiment);
  if (!isMade(variant)) {
    const id = shippedVariant(experiment) ?? 'dense';
    const shipped = id === 'dense' ? trained : await bench.zoo.population(id, experiment.members, { signal });
    return { dense: trained, compressed: shipped };
  }
  const { seed } = experiment;
  const work = recalibrationWork(bench, variant, trained.members.length);
  const make = (from: typeof compressPopulation) =>
    made(bench, work, signal, meter, (device, calibration, told) =>
      from(device, trained, variant, calibration, told, signal, { seed }),
    );
  const compressed = await make(compressPopulation);
  return { dense: isTreated(trained, experiment) ? await make(treatedAlike) : trained, compressed };
}

async function agreementWithShipped(
  zoo: Zoo,
  experiment: Experiment,
  dense: Predictions,
  compressed: Predictions,
): Promise<Agreement> {
  const id = shippedVariant(experiment);
  const pairs: [string, Predictions][] = [
    ['dense', dense],
    ...(id ? [[id, compressed] as [string, Predictions]] : []),
  ];
  const agreement: Agreement = { differing: 0, compared: 0 };
  for (const [variant, computed] of pairs) {
    const shipped = await shippedPredictions(zoo, variant, experiment, false);
    agreement.differing += countDiffering(computed, shipped);
    agreement.compared += computed.labels.length;
  }
  return agreement;
}

/** What the treatment alone changes, nothing removed: the shipped answers of the dense networks as trained against those treated alike. */
async function treatmentAlone(zoo: Zoo, experiment: Experiment, alike: Predictions): Promise<Treatment> {
  const before = selectImages(await shippedPredictions(zoo, 'dense', experiment, false), alike.images);
  const findings = await auditExperiment(zoo, experiment, before, alike);
  return { row: levelRow(findings, alike), pies: findings.pies.images };
}

/** What one network of a population made here costs; null where the zoo's own networks ran. */
function madeCost(
  { architecture }: Population,
  { tensors }: Population,
  variant: Variant,
): NetworkCost | null {
  if (!isMade(variant)) return null;
  const alike = methodOf(variant).cost?.(architecture, variant);
  if (alike) return alike;
  const removed = new Map(
    prunableLayers(architecture).map((layer) => {
      const { data } = tensors[kernelName(layer)];
      return [layer.name, data.reduce((zeros, weight) => zeros + Number(weight === 0), 0) / data.length];
    }),
  );
  return networkCost(architecture, (layer) => removed.get(layer) ?? 0);
}

/** Computes an experiment here, yielding what is known so far; the last comparison covers every image. */
export async function* computeExperiment(
  bench: Bench,
  experiment: Experiment,
  signal: AbortSignal,
  told: Told,
): AsyncGenerator<Comparison> {
  const { zoo, devices } = bench;
  const meter = createMeter(workOf(bench, experiment), told);
  let toldAt = bench.dense ? performance.now() : Number.NEGATIVE_INFINITY;
  meter.doing('Loading networks');
  await devices.use(experiment.device, signal);
  const shard = firstImages(await zoo.testShard({ signal }), experiment.images);
  const trained = await zoo.population('dense', experiment.members, { signal });
  const { dense, compressed } = await comparedPopulations(bench, trained, experiment, signal, meter);
  const isShipped = dense === trained;
  meter.doing('Running');
  for await (const step of compare(devices, dense, compressed, shard, bench.dense, signal, meter.add)) {
    bench.dense = step.cache;
    const last = step.images === shard.count;
    if (!last && performance.now() - toldAt < PARTIAL_EVERY) continue;
    const answers = {
      dense: selectImages(step.dense, step.images),
      compressed: selectImages(step.compressed, step.images),
    };
    yield {
      experiment,
      source: 'computed',
      device: describeDevice(devices.current()),
      images: step.images,
      findings: await auditExperiment(zoo, experiment, answers.dense, answers.compressed),
      ...answers,
      measured: last
        ? { cost: madeCost(dense, compressed, variantOf(experiment)), secondsPerImage: step.secondsPerImage }
        : undefined,
      agreement:
        last && isShipped
          ? await agreementWithShipped(zoo, experiment, answers.dense, answers.compressed)
          : null,
      treatment: last && !isShipped ? await treatmentAlone(zoo, experiment, answers.dense) : null,
    };
    toldAt = performance.now();
  }
}

/** Prunes here at every level from 0 to 95%, yielding each point of the curve, and its row in the table of levels, as it is done. */
export async function* computeSweep(
  bench: Bench,
  experiment: Experiment,
  signal: AbortSignal,
  told: Told,
): AsyncGenerator<{ experiment: Experiment; level: Level; made: MadeDigest }> {
  const { zoo, devices } = bench;
  const pruned = sweptExperiment(experiment);
  const meter = createMeter(workOf(bench, pruned) * SWEEP.length, told);
  meter.doing('Loading networks');
  await devices.use(experiment.device, signal);
  const shard = firstImages(await zoo.testShard({ signal }), experiment.images);
  const trained = await zoo.population('dense', experiment.members, { signal });
  for (const sparsity of SWEEP) {
    const here = { ...pruned, sparsity };
    const variant = variantOf(here);
    const { dense, compressed } = await comparedPopulations(bench, trained, here, signal, meter);
    meter.doing(`Running at ${Math.round(sparsity * 100)}% removed`);
    for await (const step of compare(devices, dense, compressed, shard, bench.dense, signal, meter.add)) {
      bench.dense = step.cache;
      if (step.images < shard.count) continue;
      const denseNow = selectImages(step.dense, shard.count);
      const level = levelOf(denseNow, step.compressed, shard, sparsity, experiment.ties);
      const findings = await auditExperiment(zoo, here, denseNow, step.compressed);
      const made: MadeDigest = {
        experiment: here,
        row: levelRow(findings, step.compressed),
        pies: findings.pies.images,
        cost: madeCost(dense, compressed, variant),
        secondsPerImage: step.secondsPerImage,
        swept: true,
      };
      yield { experiment: here, level: { id: 'pruned', kind: 'pruned', ...level }, made };
    }
  }
}
