// When a training has failed: its loss is no number, or no better than guessing over an epoch of
// steps enough to tell.
import { fixed } from '../text/fixed';
import type { Checkpoint, TrainingPoint } from './checkpoint';
import type { Recipe } from './recipe';

/**
 * Steps below which a loss says nothing: it is the mean of few batches, and at the beginning the rate is
 * still rising from almost zero.
 */
const FEWEST_STEPS = 8;

/** A loss that many times that of guessing tells of itself that a training has failed. */
const BEYOND_CHANCE = 10;

/**
 * A network that ended because it diverged; `checkpoint` is where it stood, its values as bad as its loss.
 */
export class Diverged extends Error {
  constructor(
    message: string,
    readonly checkpoint: Checkpoint,
  ) {
    super(message);
    this.name = 'Diverged';
  }
}

/**
 * Why a training ends, in a sentence that says what to change; null where it may go on. Its stretches so far
 * are `curve`, those of the last epoch from index `begin` on. It ends where a loss is no finite number. It
 * ends too where the mean loss of the epoch is above ln(classes) nats, that of guessing, and that of its
 * second half too. In the place of an epoch of fewer than eight steps stand all steps so far, once they are
 * eight. Their second half must then also be above the loss that the training began with, since few steps may
 * not suffice to learn. Fewer than eight steps in all are judged too where their second half is ten times
 * above guessing: no beginning is.
 */
export function divergenceOf(
  curve: readonly TrainingPoint[],
  begin: number,
  classes: number,
  { peakRate }: Pick<Recipe, 'peakRate'>,
): string | null {
  const last = curve.at(-1);
  if (!last) return null;
  const advice = `try a smaller learning rate than ${peakRate}, or more images`;
  const wrong = curve.find(({ loss }) => !Number.isFinite(loss));
  if (wrong) return `it diverged: the loss was no number before step ${wrong.step}; ${advice}.`;
  const isShort = last.step - (curve[begin - 1]?.step ?? 0) < FEWEST_STEPS;
  const judged = isShort ? curve : curve.slice(begin);
  const chance = Math.log(classes);
  const mean = (points: readonly TrainingPoint[]) =>
    points.reduce((sum, { loss }) => sum + loss, 0) / points.length;
  const late = mean(judged.slice(Math.floor(judged.length / 2)));
  if (isShort && last.step < FEWEST_STEPS && late <= BEYOND_CHANCE * chance) return null;
  if (mean(judged) <= chance || late <= chance || (isShort && late <= curve[0].loss)) return null;
  return (
    `it diverged: expected a loss below ${fixed(chance, 2)}, that of guessing among ${classes} ` +
    `classes, got ${late < 1000 ? fixed(late, 2) : 'over 1,000'} in the second ` +
    `half of ${isShort ? `the ${last.step} steps so far` : `the epoch that ended at step ${last.step}`}; ` +
    `${advice}.`
  );
}
