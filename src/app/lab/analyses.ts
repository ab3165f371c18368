import { denseRow, levelRow } from '../../audit/levels/levelsTable';
import type { Predictions } from '../../audit/predictions';
import { type Retraining, SHUFFLES, testRetraining } from '../../audit/retraining/retraining';
import { drawNetworks, type Stability } from '../../audit/retraining/stability';
import { selectImages } from '../../audit/votes/matrix';
import { architectureOf, type ZooVariant } from '../../library/manifest';
import type { Zoo } from '../../library/zoo';
import { networkCost } from '../../model/cost';
import type { Experiment } from '../../model/experiment';
import type { Comparison, LevelDigest } from './protocol';
import { auditExperiment, hasFloor, shippedPredictions, trainedVariants } from './shipped';

/** How often networks are drawn. */
const DRAWS = 200;

function costOf({ manifest }: Zoo, variant: ZooVariant) {
  const members = variant.parts.flatMap((part) => part.members);
  const removed = (layer: string) =>
    members.reduce((sum, { sparsity }) => sum + (sparsity.layers[layer] ?? 0), 0) /
    Math.max(1, members.length);
  return networkCost(architectureOf(manifest, variant), removed);
}

/**
 * Every population of the zoo for the table of levels, narrow ones last, on an experiment's networks, images and tie rule, one after the
 * other; where one has fewer networks, the dense side has as many.
 */
export async function* levelDigests(zoo: Zoo, experiment: Experiment): AsyncGenerator<LevelDigest> {
  const variants = trainedVariants(zoo);
  const narrow = ({ kind }: ZooVariant) => kind === 'narrow';
  for (const variant of [...variants.filter((one) => !narrow(one)), ...variants.filter(narrow)]) {
    const { id, kind, targetSparsity: removed, width } = variant;
    const members = Math.min(experiment.members, zoo.memberCount(id));
    const asked: Experiment = { ...experiment, members, variant: kind };
    const dense = await shippedPredictions(zoo, 'dense', asked, true);
    const compressed = kind === 'dense' ? dense : await shippedPredictions(zoo, id, asked, true);
    const findings = await auditExperiment(zoo, asked, dense, compressed);
    const row = kind === 'dense' ? denseRow(findings, dense) : levelRow(findings, compressed);
    const { classImpact: impacts } = findings;
    yield { id, kind, removed, width, row, cost: costOf(zoo, variant), impacts };
  }
}

/** Lets messages in between two slices of work. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** How a comparison's PIEs depend on the networks drawn; `told` hears of the share done. Stops when `signal` aborts. */
export async function stabilityOf(
  zoo: Zoo,
  { experiment, dense, compressed }: Comparison,
  signal: AbortSignal,
  told: (done: number) => void,
): Promise<Stability> {
  const { ties, seed } = experiment;
  const nulls: Predictions | null = hasFloor(zoo, experiment)
    ? await shippedPredictions(zoo, 'null', experiment, false)
    : null;
  const work = drawNetworks(dense, compressed, nulls, { ties, seed, draws: DRAWS });
  for (let slices = 1; ; slices++) {
    const step = work.next();
    if (step.done) return step.value;
    if (slices % 8 !== 0) continue;
    told(step.value);
    await breathe();
    signal.throwIfAborted();
  }
}

/**
 * Whether a comparison's PIEs are more than retraining alone gives; `told` hears the share done with what is known so far, the floor at once.
 * Stops when `signal` aborts.
 */
export async function retrainingOf(
  zoo: Zoo,
  { experiment, dense, compressed, findings }: Comparison,
  signal: AbortSignal,
  told: (done: number, soFar: Retraining) => void,
): Promise<void> {
  const { ties, seed } = experiment;
  const nulls = hasFloor(zoo, experiment)
    ? selectImages(await shippedPredictions(zoo, 'null', experiment, false), dense.images)
    : null;
  const options = { ties, seed, shuffles: SHUFFLES, paired: findings.paired };
  const work = testRetraining(dense, compressed, nulls, options);
  for (;;) {
    const step = work.next();
    if (step.done) return told(1, step.value);
    if (step.value.soFar) told(step.value.done, step.value.soFar);
    await breathe();
    signal.throwIfAborted();
  }
}
