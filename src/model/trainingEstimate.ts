// How long a training will take on this machine, from what a second of it took, and what smaller one would
// fit in a given time.
import { type Recipe, trainingSteps } from './recipe';
import { type Rounds, sparsityOfRound, stageSteps, stagesOf } from './rounds';

/**
 * What training one image once takes, in seconds on one core while all `threads` are at work: with all
 * weights, and with nine tenths of each kernel masked.
 */
export type Pace = { dense: number; sparse: number; threads: number };

/** How large a training is. */
export type TrainingSize = { members: number; epochs: number; images: number };

/**
 * What is trained whatever its size: shares of the weights that each population loses (0 for dense), and
 * images that are predicted after.
 */
export type Workload = { recipe: Recipe; rounds: Rounds | null; levels: number[]; testImages: number };

/** The share of masked weights at which `Pace.sparse` is measured. */
export const MEASURED_SPARSITY = 0.9;

/** A forward pass as a share of a training step. */
const FORWARD = 1 / 3;

/** Places of the schedule at which its sparsity is summed up. */
const PLACES = 200;

/** Steps an epoch below which nothing is learnt that is worth a look. */
const FEWEST_STEPS = 4;

/**
 * Sparsity after a share of all steps, the masks made anew without a pause (`scheduledSparsity` makes them
 * every so many steps).
 */
export function sparsityAt({ pruneBegin, pruneEnd }: Recipe, target: number, share: number): number {
  if (share < pruneBegin) return 0;
  if (share >= pruneEnd) return target;
  return target * (1 - (1 - (share - pruneBegin) / (pruneEnd - pruneBegin)) ** 3);
}

/**
 * Seconds of one core for one network: its steps, the statistics of BatchNorm in two passes, and its
 * predictions.
 */
function networkSeconds(
  { dense, sparse }: Pace,
  { recipe, rounds, testImages }: Workload,
  level: number,
  images: number,
): number {
  const perImage = (sparsity: number) =>
    Math.max(sparse / 4, dense + ((sparse - dense) * sparsity) / MEASURED_SPARSITY);
  let mean = 0;
  for (let place = 0; place < PLACES; place++) {
    mean += perImage(sparsityAt(recipe, level, (place + 0.5) / PLACES)) / PLACES;
  }
  const seen = trainingSteps(recipe, images) * recipe.batch;
  if (rounds && level > 0) {
    const stages = stagesOf(recipe, rounds);
    const steps = stages.map((stage) => stageSteps(stage, images) * recipe.batch);
    const costs = stages.map(({ round }, i) => {
      return steps[i] * perImage(round === 0 ? 0 : sparsityOfRound(level, round, rounds.rounds));
    });
    const ends = 2 * Math.min(recipe.statisticsImages, images) + testImages;
    return costs.reduce((sum, each) => sum + each, 0) + perImage(level) * FORWARD * ends;
  }
  const passes = 2 * Math.min(recipe.statisticsImages, images) + testImages;
  return mean * seen + perImage(level) * FORWARD * passes;
}

/**
 * Seconds until all networks are trained: as many at a time as there are threads, each on the next core that
 * is free.
 */
export function secondsFor(
  pace: Pace,
  workload: Workload,
  { members, epochs, images }: TrainingSize,
): number {
  const sized = { ...workload, recipe: { ...workload.recipe, epochs } };
  const each = workload.levels.map((level) => networkSeconds(pace, sized, level, images));
  const free = new Float64Array(Math.max(1, pace.threads));
  for (let member = 0; member < members; member++) {
    for (const seconds of each) {
      const next = free.indexOf(Math.min(...free));
      free[next] += seconds;
    }
  }
  return Math.max(...free);
}

const MEMBERS = [1, 2, 3, 5, 10, 20, 30];
const EPOCHS = [1, 2, 3, 5, 7, 10, 14];
const IMAGES = [1000, 2000, 3000, 5000, 10_000, 15_000, 20_000, 30_000, 60_000];

/**
 * The largest training no larger than `size` in any way that fits in `seconds`; null where none does. Largest
 * is the one whose most reduced number is reduced least, and among those the one with the most work. At least
 * three networks, where so many are asked for: fewer have no PIEs to speak of.
 */
export function fittingSize(
  pace: Pace,
  workload: Workload,
  size: TrainingSize,
  seconds: number,
): TrainingSize | null {
  const upTo = (values: number[], most: number, least: number) => [
    ...values.filter((value) => value < most && value >= least),
    most,
  ];
  let best: { size: TrainingSize; worst: number; work: number } | null = null;
  for (const members of upTo(MEMBERS, size.members, 3)) {
    for (const epochs of upTo(EPOCHS, size.epochs, 1)) {
      for (const images of upTo(IMAGES, size.images, FEWEST_STEPS * workload.recipe.batch)) {
        const tried = { members, epochs, images };
        if (secondsFor(pace, workload, tried) > seconds) continue;
        const shares = [members / size.members, epochs / size.epochs, images / size.images];
        const worst = Math.min(...shares);
        const work = shares.reduce((product, share) => product * share, 1);
        if (!best || worst > best.worst || (worst === best.worst && work > best.work)) {
          best = { size: tried, worst, work };
        }
      }
    }
  }
  return best?.size ?? null;
}
