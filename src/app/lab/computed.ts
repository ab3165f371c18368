import type { Both, Findings } from '../../audit/findings';
import { levelRow } from '../../audit/levels/levelsTable';
import { regainedBy } from '../../audit/levels/regained';
import type { Predictions } from '../../audit/predictions';
import { countDiffering } from '../../audit/votes/flips';
import { selectImages } from '../../audit/votes/matrix';
import type { Device } from '../../engine/device';
import type { Zoo } from '../../library/zoo';
import { kernelName, prunableLayers } from '../../model/architecture';
import { type NetworkCost, networkCost } from '../../model/cost';
import { type Experiment, inOneShot, SWEEP, sweptExperiment, variantOf } from '../../model/experiment';
import { keepLatest } from '../../model/keepLatest';
import { makingOf } from '../../model/methods/making/registry';
import { finetuneOf } from '../../model/methods/registry';
import { type Population, shareOfZeros } from '../../model/population';
import { firstImages } from '../../model/shard';
import { isMade, type Variant } from '../../model/variant';
import type { Learning } from '../../views/learning/learningWords';
import type { Bench } from './bench';
import { compare, denseKey, KEPT_DENSE } from './compare';
import { createMeter, type JobProgress, type Meter } from './meter';
import { comparedPopulations, workOf } from './populations';
import type { Agreement, Comparison, Level, MadeDigest, Treatment } from './results';
import {
  auditExperiment,
  levelOf,
  shippedPair,
  shippedPredictions,
  shippedTreatment,
  treatmentAlone,
} from './shipped';

/**
 * Partial findings are told at most this often, in milliseconds, since showing them takes from the computing.
 * The first of a page is told at once, that of later jobs as long after their beginning. None are told where
 * the job seems to end sooner than that.
 */
const PARTIAL_EVERY = 1000;

type Told = (progress: JobProgress) => void;

/** Hears how networks learn while an experiment's are fine-tuned. */
export type Learned = (experiment: Experiment, learning: Learning) => void;

function describeDevice({ name, description }: Device): Comparison['device'] {
  return { name, description };
}

async function agreementWithShipped(
  zoo: Zoo,
  experiment: Experiment,
  computed: Both<Predictions>,
  isTrained: boolean,
): Promise<Agreement | null> {
  const pair = await shippedPair(zoo, experiment, false);
  if (!pair && !isTrained) return null;
  const dense = pair?.dense ?? (await shippedPredictions(zoo, 'dense', experiment, false));
  const differing = countDiffering(computed.dense, dense);
  if (!pair) return { differing, compared: computed.dense.labels.length };
  return {
    differing: differing + countDiffering(computed.compressed, pair.compressed),
    compared: computed.dense.labels.length + computed.compressed.labels.length,
  };
}

/** What one network of a population made here costs; null where the zoo's own networks ran. */
function madeCost(
  { architecture }: Population,
  { tensors }: Population,
  variant: Variant,
): NetworkCost | null {
  if (!isMade(variant)) return null;
  const alike = makingOf(variant).cost?.(architecture, variant);
  if (alike) return alike;
  const removed = new Map(
    prunableLayers(architecture).map((layer) => [layer.name, shareOfZeros(tensors[kernelName(layer)])]),
  );
  return networkCost(architecture, (layer) => removed.get(layer) ?? 0);
}

/**
 * What the treatment of the dense networks changes by itself: the same for every level on the same networks,
 * images and settings, so that it is audited once.
 */
async function knownTreatment(
  { zoo, devices, alone }: Bench,
  experiment: Experiment,
  dense: Population,
  alike: Predictions,
): Promise<Treatment> {
  const { ties, seed } = experiment;
  const key = JSON.stringify([denseKey(devices.current(), dense), alike.images, ties, seed]);
  const treatment = alone.get(key) ?? (await treatmentAlone(zoo, experiment, alike));
  keepLatest(alone, key, treatment, KEPT_DENSE);
  return treatment;
}

/**
 * Computes an experiment here, yielding what is known so far; the last comparison covers every image. Where
 * networks are fine-tuned, the same networks pruned in one shot come first, a comparison of their own, in
 * full: what fine-tuning gave back is said beside them.
 */
export async function* computeExperiment(
  bench: Bench,
  experiment: Experiment,
  signal: AbortSignal,
  told: Told,
  learned: Learned = () => {},
): AsyncGenerator<Comparison> {
  const oneShot = inOneShot(experiment);
  const isTuned = finetuneOf(variantOf(experiment)) > 0;
  const work = workOf(bench, experiment) + (isTuned ? workOf(bench, oneShot) : 0);
  const meter = createMeter(work, told);
  let before: Findings | null = null;
  if (isTuned) {
    for await (const comparison of comparisons(bench, oneShot, null, signal, meter, learned)) {
      if (comparison.images < experiment.images) continue;
      before = comparison.findings;
      yield comparison;
    }
  }
  yield* comparisons(bench, experiment, before, signal, meter, learned);
}

/**
 * Whether findings are told of the share `done` of the images, in a run that began at `began`, after others
 * were told at `toldAt`; all in milliseconds.
 */
export function isWorthTelling(now: number, toldAt: number, began: number, done: number): boolean {
  const left = ((now - began) * (1 - done)) / done;
  const isFirst = toldAt === Number.NEGATIVE_INFINITY;
  return isFirst || (now - toldAt >= PARTIAL_EVERY && left >= PARTIAL_EVERY);
}

/**
 * The comparisons of one experiment; `before` are the findings of the same networks before they were
 * fine-tuned.
 */
async function* comparisons(
  bench: Bench,
  experiment: Experiment,
  before: Findings | null,
  signal: AbortSignal,
  meter: Meter,
  learned: Learned,
): AsyncGenerator<Comparison> {
  const { zoo, devices } = bench;
  let toldAt = bench.dense.size > 0 ? performance.now() : Number.NEGATIVE_INFINITY;
  meter.doing('Loading networks');
  await devices.use(experiment.device, signal);
  const shard = firstImages(await zoo.testShard({ signal }), experiment.images);
  const trained = await zoo.population('dense', experiment.members, { signal });
  const { dense, compressed, learning } = await comparedPopulations(
    bench,
    trained,
    experiment,
    signal,
    meter,
    (now) => learned(experiment, now),
  );
  const isShipped = dense === trained;
  meter.doing('Running');
  const began = performance.now();
  for await (const step of compare(devices, dense, compressed, shard, bench.dense, signal, meter.add)) {
    const last = step.images === shard.count;
    if (!last && !isWorthTelling(performance.now(), toldAt, began, step.images / shard.count)) continue;
    const answers = {
      dense: selectImages(step.dense, step.images),
      compressed: selectImages(step.compressed, step.images),
    };
    const findings = await auditExperiment(zoo, experiment, answers.dense, answers.compressed);
    yield {
      experiment,
      source: 'computed',
      device: describeDevice(devices.current()),
      images: step.images,
      findings,
      ...answers,
      measured: last
        ? { cost: madeCost(dense, compressed, variantOf(experiment)), secondsPerImage: step.secondsPerImage }
        : undefined,
      agreement: last ? await agreementWithShipped(zoo, experiment, answers, isShipped) : null,
      treatment: last && !isShipped ? await knownTreatment(bench, experiment, dense, answers.dense) : null,
      treatedAlone: last && isShipped ? await shippedTreatment(zoo, experiment) : null,
      ...(last && before && learning && { finetuned: { regained: regainedBy(before, findings), learning } }),
    };
    toldAt = performance.now();
  }
}

/**
 * Prunes here at every level from 0 to 95%. Yields each point of the curve, and its row in the table of
 * levels, as it is done. Where networks are fine-tuned, each level is pruned in one shot and then fine-tuned.
 */
export async function* computeSweep(
  bench: Bench,
  experiment: Experiment,
  signal: AbortSignal,
  told: Told,
  learned: Learned = () => {},
): AsyncGenerator<{ experiment: Experiment; level: Level; made: MadeDigest }> {
  const { zoo, devices } = bench;
  const pruned = sweptExperiment(experiment);
  const kinds = pruned.finetune > 0 ? [inOneShot(pruned), pruned] : [pruned];
  const work = kinds.reduce((sum, kind) => sum + workOf(bench, kind), 0);
  const meter = createMeter(work * SWEEP.length, told);
  meter.doing('Loading networks');
  await devices.use(experiment.device, signal);
  const shard = firstImages(await zoo.testShard({ signal }), experiment.images);
  const trained = await zoo.population('dense', experiment.members, { signal });
  for (const here of SWEEP.flatMap((sparsity) => kinds.map((kind) => ({ ...kind, sparsity })))) {
    const { sparsity } = here;
    const variant = variantOf(here);
    const { dense, compressed } = await comparedPopulations(bench, trained, here, signal, meter, (learning) =>
      learned(here, learning),
    );
    meter.doing(`Running at ${Math.round(sparsity * 100)}% removed`);
    for await (const step of compare(devices, dense, compressed, shard, bench.dense, signal, meter.add)) {
      if (step.images < shard.count) continue;
      const denseNow = selectImages(step.dense, shard.count);
      const level = levelOf(denseNow, step.compressed, shard.labels, sparsity, experiment.ties);
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
