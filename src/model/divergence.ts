// When a training has failed: its loss is no number, or no better than guessing after it had steps enough to
// learn.
import type { Checkpoint, TrainingPoint } from './checkpoint';
import type { Recipe } from './recipe';

/** Steps before which a loss at that of guessing says nothing: the rate is still rising from almost zero. */
const FIRST_STEPS = 8;

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
 * Why a training ends after an epoch with these stretches, in a sentence that says what to change; null where
 * it may go on. It ends where a loss is no finite number, or where the mean loss of the epoch is above
 * ln(classes) nats, that of guessing, and that of its second half too; an epoch that ends within the first
 * eight steps is not judged.
 */
export function divergenceOf(
  curve: readonly TrainingPoint[],
  classes: number,
  { peakRate }: Pick<Recipe, 'peakRate'>,
): string | null {
  const last = curve.at(-1);
  if (!last) return null;
  const advice = `try a smaller learning rate than ${peakRate}, or more images`;
  const wrong = curve.find(({ loss }) => !Number.isFinite(loss));
  if (wrong) return `it diverged: the loss was no number before step ${wrong.step}; ${advice}.`;
  if (last.step < FIRST_STEPS) return null;
  const chance = Math.log(classes);
  const mean = (points: readonly TrainingPoint[]) =>
    points.reduce((sum, { loss }) => sum + loss, 0) / points.length;
  const late = mean(curve.slice(Math.floor(curve.length / 2)));
  if (mean(curve) <= chance || late <= chance) return null;
  return (
    `it diverged: expected a loss below ${chance.toFixed(2)}, that of guessing among ${classes} ` +
    `classes, got ${late.toFixed(2)} in the second half of the epoch that ended at step ${last.step}; ` +
    `${advice}.`
  );
}
