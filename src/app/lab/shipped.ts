import { audit } from '../../audit/audit';
import type { Both, Findings } from '../../audit/findings';
import { summariseLevel } from '../../audit/levels/levels';
import { levelRow } from '../../audit/levels/levelsTable';
import type { Predictions } from '../../audit/predictions';
import { nullNetworks } from '../../audit/retraining/nullNetworks';
import { selectImages } from '../../audit/votes/matrix';
import { modalLabels } from '../../audit/votes/modal';
import { differingImages } from '../../audit/votes/pies';
import { countVotes } from '../../audit/votes/votes';
import type { Zoo } from '../../library/zoo';
import {
  type Experiment,
  isPlainOneShot,
  nearestLevel,
  shippedVariant,
  sweptExperiment,
  variantOf,
} from '../../model/experiment';
import { keepLatest } from '../../model/keepLatest';
import { isMade } from '../../model/variant';
import { madeBy } from './madeBy';
import type { Comparison, Level, MadeDigest, Treatment } from './results';

/** Classes count as impacted at p <= this. */
const ALPHA = 0.05;

/** The zoo's variants that have networks; one that is still being trained has none. */
export function trainedVariants(zoo: Zoo): Zoo['manifest']['variants'] {
  return zoo.manifest.variants.filter(({ id }) => zoo.memberCount(id) > 0);
}

/**
 * The trained variants that lie on the curve over levels: all but the narrow ones, from which nothing is
 * removed.
 */
function levelVariants(zoo: Zoo): (Zoo['manifest']['variants'][number] & { kind: Level['kind'] })[] {
  return trainedVariants(zoo).flatMap(({ kind, ...rest }) => (kind === 'narrow' ? [] : [{ ...rest, kind }]));
}

/** Whether a null population tells what retraining alone does; it does not for itself. */
export function hasFloor(zoo: Zoo, { variant }: Experiment): boolean {
  return variant !== 'null' && trainedVariants(zoo).some(({ id }) => id === 'null');
}

/**
 * The shipped predictions of a variant for an experiment's images and networks, or as many of these as there
 * are.
 */
export async function shippedPredictions(
  zoo: Zoo,
  variant: string,
  { members, images }: Experiment,
  scores: boolean,
): Promise<Predictions> {
  const there = Math.min(members, zoo.memberCount(variant));
  return selectImages(await zoo.predictions(variant, there, { scores }), images);
}

/**
 * The audit of two populations' answers to the first images of the zoo's test set, with the shipped null
 * population as noise floor.
 */
export async function auditExperiment(
  zoo: Zoo,
  experiment: Experiment,
  dense: Predictions,
  compressed: Predictions,
): Promise<Findings> {
  const truth = (await zoo.testLabels()).subarray(0, dense.images);
  const floor = hasFloor(zoo, experiment)
    ? selectImages(await shippedPredictions(zoo, 'null', experiment, false), dense.images)
    : null;
  const { ties, seed } = experiment;
  return audit(dense, compressed, truth, { ties, seed, alpha: ALPHA }, floor);
}

/**
 * The shipped answers of both populations of an experiment; null when the zoo has none because the population
 * is made here. Of one-shot pruning labels alone ship.
 */
export async function shippedPair(
  zoo: Zoo,
  experiment: Experiment,
  scores: boolean,
): Promise<Both<Predictions> | null> {
  const id = shippedVariant(experiment);
  if (id) {
    const [dense, compressed] = await Promise.all([
      shippedPredictions(zoo, 'dense', experiment, scores),
      shippedPredictions(zoo, id, experiment, scores),
    ]);
    return { dense, compressed };
  }
  const { oneShot } = zoo;
  const { sparsity, members, images, baseline } = experiment;
  if (!oneShot?.levels.includes(sparsity) || !isPlainOneShot(experiment)) return null;
  const pair = await oneShot.pair(sparsity, members);
  return {
    dense:
      baseline === 'alike'
        ? selectImages(pair.dense, images)
        : await shippedPredictions(zoo, 'dense', experiment, scores),
    compressed: selectImages(pair.compressed, images),
  };
}

/**
 * Images that re-estimating BatchNorm alone changes, as one-shot pruning of an experiment does it, by answers
 * that came with the zoo; null where none did.
 */
export async function shippedTreatment(zoo: Zoo, experiment: Experiment): Promise<number | null> {
  const { oneShot } = zoo;
  const { sparsity, members, images, ties } = experiment;
  if (!oneShot?.levels.includes(sparsity) || !isPlainOneShot(experiment)) return null;
  const before = await shippedPredictions(zoo, 'dense', experiment, false);
  const alike = selectImages((await oneShot.pair(sparsity, members)).dense, images);
  const modal = (of: Predictions) => modalLabels(countVotes(of), ties).labels;
  return differingImages(modal(before), modal(alike)).length;
}

/**
 * What the treatment alone changes, nothing removed: the shipped answers of the dense networks as trained
 * against those treated alike.
 */
export async function treatmentAlone(
  zoo: Zoo,
  experiment: Experiment,
  alike: Predictions,
): Promise<Treatment> {
  const before = selectImages(await shippedPredictions(zoo, 'dense', experiment, false), alike.images);
  const findings = await auditExperiment(zoo, experiment, before, alike);
  return { row: levelRow(findings, alike), pies: findings.pies.images };
}

/** What re-estimation alone does, by the answers of the dense networks treated so, and how it was audited. */
const treated = new WeakMap<ArrayBufferLike, Map<string, Treatment>>();

/** Audits of one treatment that are kept. */
const KEPT_TREATMENTS = 4;

/** What the treatment alone changes at a level of one-shot pruning that ships; levels share a few. */
async function shippedAlone(zoo: Zoo, experiment: Experiment, dense: Predictions): Promise<Treatment> {
  const { members, images, ties, seed } = experiment;
  const known = treated.get(dense.labels.buffer) ?? new Map<string, Treatment>();
  treated.set(dense.labels.buffer, known);
  const key = JSON.stringify([members, images, ties, seed]);
  const treatment = known.get(key) ?? (await treatmentAlone(zoo, experiment, selectImages(dense, images)));
  keepLatest(known, key, treatment, KEPT_TREATMENTS);
  return treatment;
}

/**
 * What the table of levels says of one-shot pruning that came with the zoo, and of re-estimation alone; none
 * where that did not.
 */
export async function shippedMade(zoo: Zoo, comparison: Comparison): Promise<MadeDigest[]> {
  const { experiment, source } = comparison;
  const { sparsity, members } = experiment;
  const isThere = zoo.oneShot?.levels.includes(sparsity) && isPlainOneShot(experiment);
  if (!zoo.oneShot || source !== 'shipped' || !isThere) return [];
  const { dense } = await zoo.oneShot.pair(sparsity, members);
  const treatment = await shippedAlone(zoo, experiment, dense);
  const made = madeBy({ ...comparison, treatment, measured: { cost: null, secondsPerImage: null } });
  return made.map((digest) => ({ ...digest, swept: true }));
}

/** An experiment's shipped results; null when the zoo has none. */
export async function shippedComparison(
  zoo: Zoo,
  experiment: Experiment,
  scores: boolean,
): Promise<Comparison | null> {
  const answers = await shippedPair(zoo, experiment, scores);
  if (!answers) return null;
  const { dense, compressed } = answers;
  const findings = await auditExperiment(zoo, experiment, dense, compressed);
  return {
    experiment,
    source: 'shipped',
    device: null,
    images: dense.images,
    findings,
    dense,
    compressed,
    agreement: null,
    treatedAlone: await shippedTreatment(zoo, experiment),
  };
}

/**
 * One point of the curve over levels; `dense` is null for the dense population itself. `nullPies` as in
 * `summariseLevel`.
 */
export function levelOf(
  dense: Predictions | null,
  predictions: Predictions,
  truth: Uint16Array,
  sparsity: number,
  ties: Experiment['ties'],
  nullPies: Uint32Array | null = null,
): Pick<Level, 'summary' | 'pies'> {
  const modal = (of: Predictions) => modalLabels(countVotes(of), ties).labels;
  return {
    summary: summariseLevel(dense, predictions, truth, sparsity, ties, nullPies),
    pies: dense ? differingImages(modal(dense), modal(predictions)) : new Uint32Array(),
  };
}

/**
 * The curve of one-shot pruning that came with the zoo, as a sweep of the experiment would compute it; null
 * where it did not.
 */
export async function shippedOneShot(zoo: Zoo, experiment: Experiment): Promise<Level[] | null> {
  const swept = sweptExperiment(experiment);
  if (!zoo.oneShot || !isPlainOneShot(swept)) return null;
  const truth = (await zoo.testLabels()).subarray(0, experiment.images);
  const levels: Level[] = [];
  for (const sparsity of zoo.oneShot.levels) {
    const answers = await shippedPair(zoo, { ...swept, sparsity }, false);
    if (!answers) continue;
    const { dense, compressed } = answers;
    const level = levelOf(dense, compressed, truth, sparsity, experiment.ties);
    levels.push({ id: 'pruned', kind: 'pruned', ...level, shipped: true });
  }
  return levels;
}

/** The curve over the zoo's own populations, for an experiment's networks, images and tie rule. */
export async function shippedLevels(zoo: Zoo, experiment: Experiment): Promise<Level[]> {
  const truth = (await zoo.testLabels()).subarray(0, experiment.images);
  const dense = await shippedPredictions(zoo, 'dense', experiment, false);
  const variants = levelVariants(zoo);
  const hasNulls = variants.some(({ kind }) => kind === 'null');
  const nulls = hasNulls ? await shippedPredictions(zoo, 'null', experiment, false) : null;
  const retrainedBeside = (k: number) => {
    const again = nullNetworks(nulls, k);
    return again && levelOf(dense, again, truth, 0, experiment.ties);
  };
  const retrained = retrainedBeside(dense.members.length);
  const levels = await Promise.all(
    variants.map(async ({ id, kind, targetSparsity }): Promise<Level | null> => {
      if (kind === 'null') return retrained && { id, kind, ...retrained };
      const networks = await shippedPredictions(zoo, id, experiment, false);
      const base = kind === 'dense' ? null : dense;
      const k = networks.members.length;
      const nullPies = (k === dense.members.length ? retrained : retrainedBeside(k))?.pies ?? null;
      return { id, kind, ...levelOf(base, networks, truth, targetSparsity, experiment.ties, nullPies) };
    }),
  );
  return levels.filter((level) => level !== null);
}

/** The levels that were trained, in the order of the manifest. */
export function trainedLevels(zoo: Zoo): number[] {
  const sparse = trainedVariants(zoo).filter(({ kind }) => kind === 'sparse');
  return sparse.map(({ targetSparsity }) => targetSparsity);
}

/**
 * The experiment whose shipped results stand for one that must be computed: the trained level nearest to it.
 */
export function standIn(zoo: Zoo, experiment: Experiment): Experiment {
  const levels = trainedLevels(zoo);
  if (levels.length === 0) return experiment;
  const variant = isMade(variantOf(experiment)) ? 'sparse' : experiment.variant;
  return { ...experiment, variant, sparsity: nearestLevel(levels, experiment.sparsity) };
}
