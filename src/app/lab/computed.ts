import { levelRow } from '../../audit/levels/levelsTable';
import type { Predictions } from '../../audit/predictions';
import { countDiffering } from '../../audit/votes/flips';
import { selectImages } from '../../audit/votes/matrix';
import { compressPopulation, type Making } from '../../engine/compress';
import type { Device } from '../../engine/device';
import type { Zoo } from '../../library/zoo';
import { hasBatchNorm, kernelName, prunableLayers } from '../../model/architecture';
import { alikeCost } from '../../model/cost';
import {
  type Experiment,
  prunedVariant,
  shippedVariant,
  sweptExperiment,
  variantOf,
} from '../../model/experiment';
import type { Population } from '../../model/population';
import { recalibrationImages } from '../../model/recalibrate';
import { firstImages } from '../../model/shard';
import { isMade, type MadeVariant, type Variant } from '../../model/variant';
import { type NetworkCost, networkCost } from '../../model/weights';
import { isAbort } from './abort';
import { compare, type DenseCache } from './compare';
import type { Devices } from './devices';
import { createMeter, type JobProgress, type Meter } from './meter';
import type { Agreement, Comparison, Level, MadeDigest } from './protocol';
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
  return 2 * members * images + (isMade(variant) ? recalibrationWork(bench, variant, members) : 0);
}

function recalibrationWork({ zoo }: Bench, variant: MadeVariant, members: number): number {
  const { architecture, dataset } = zoo.manifest;
  if (!hasBatchNorm(architecture)) return 0;
  const images = Math.min(recalibrationImages(variant), dataset.calibration?.count ?? 0);
  return members * images * RECALIBRATION_PASSES;
}

async function madeHere(
  bench: Bench,
  dense: Population,
  variant: MadeVariant,
  signal: AbortSignal,
  meter: Meter,
): Promise<Population> {
  const { zoo, devices } = bench;
  const device = devices.current();
  const calibration = () => zoo.calibrationShard({ signal });
  const work = recalibrationWork(bench, variant, dense.members.length);
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
    return await compressPopulation(device, dense, variant, calibration, told, signal);
  } catch (error) {
    if (isAbort(error) || signal.aborted) throw error;
    await devices.replace(device, error);
    meter.add(-counted);
    return madeHere(bench, dense, variant, signal, meter);
  }
}

/** The population that an experiment compares with `dense`: made here, or from the zoo. */
export async function comparedPopulation(
  bench: Bench,
  dense: Population,
  experiment: Experiment,
  signal: AbortSignal,
  meter: Meter,
): Promise<Population> {
  const variant = variantOf(experiment);
  if (isMade(variant)) return madeHere(bench, dense, variant, signal, meter);
  const id = shippedVariant(experiment) ?? 'dense';
  return id === 'dense' ? dense : bench.zoo.population(id, experiment.members, { signal });
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

/** What one network of a population made here costs; null where the zoo's own networks ran. */
function madeCost(
  { architecture }: Population,
  { tensors }: Population,
  variant: Variant,
): NetworkCost | null {
  if (!isMade(variant)) return null;
  if (variant.kind !== 'pruned') return alikeCost(architecture, variant);
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
  const dense = await zoo.population('dense', experiment.members, { signal });
  const compressed = await comparedPopulation(bench, dense, experiment, signal, meter);
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
      agreement: last ? await agreementWithShipped(zoo, experiment, answers.dense, answers.compressed) : null,
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
  const dense = await zoo.population('dense', experiment.members, { signal });
  for (const sparsity of SWEEP) {
    const variant = prunedVariant({ ...pruned, sparsity });
    const compressed = await madeHere(bench, dense, variant, signal, meter);
    meter.doing(`Running at ${Math.round(sparsity * 100)}% removed`);
    for await (const step of compare(devices, dense, compressed, shard, bench.dense, signal, meter.add)) {
      bench.dense = step.cache;
      if (step.images < shard.count) continue;
      const denseNow = selectImages(step.dense, shard.count);
      const level = levelOf(denseNow, step.compressed, shard, sparsity, experiment.ties);
      const here = { ...pruned, sparsity };
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
