/** Audits that nobody asked for yet: those of the levels beside the one on screen. */
import type { Zoo } from '../../library/zoo';
import { type Experiment, isPlainOneShot } from '../../model/experiment';
import type { Core } from './core';
import { trainedLevels } from './shipped';
import { isKept, shippedOnce } from './showing';

/** How long nothing is asked before work is done ahead, milliseconds: a held key is not waited behind it. */
const REST = 200;

/**
 * What does `step` again and again while nothing else is to be done, until that says that nothing is left. Is
 * called whenever something was done, and begins after a rest. Between two steps what waits is let in, and
 * `isFree` says whether to go on: a request waits for one step at most. A step that fails ends it.
 */
export function createAhead(
  step: () => Promise<boolean>,
  isFree: () => boolean | Promise<boolean>,
  after: (milliseconds: number, go: () => void) => void = (milliseconds, go) => setTimeout(go, milliseconds),
): () => void {
  let turn = 0;
  const go = async (mine: number): Promise<void> => {
    if (mine !== turn || !(await isFree()) || mine !== turn) return;
    if (await step().catch(() => false)) after(0, () => go(mine));
  };
  return () => {
    const mine = ++turn;
    after(REST, () => go(mine));
  };
}

/** Levels that are audited ahead: all of them are kept beside what is shown, so that the work ends. */
const MOST_BESIDE = 16;

/**
 * The levels on both sides of one, the nearest stop first, as many as are kept; of two as near, the one that
 * removes more.
 */
export function levelsBeside(levels: readonly number[], at: number): number[] {
  const above = levels.filter((level) => level > at).sort((a, b) => a - b);
  const below = levels.filter((level) => level < at).sort((a, b) => b - a);
  const stops = Math.max(above.length, below.length);
  return Array.from({ length: stops }, (_, stop) => [
    ...above.slice(stop, stop + 1),
    ...below.slice(stop, stop + 1),
  ])
    .flat()
    .slice(0, MOST_BESIDE);
}

/** Where the slider can lead from an experiment among what ships, the nearest first. */
function besides(zoo: Zoo, experiment: Experiment): Experiment[] {
  const isSwept = isPlainOneShot(experiment);
  const levels = isSwept
    ? (zoo.oneShot?.levels ?? [])
    : experiment.variant === 'sparse'
      ? trainedLevels(zoo)
      : [];
  return levelsBeside(levels, experiment.sparsity).map((sparsity) => ({ ...experiment, sparsity }));
}

/**
 * Audits one level beside the experiment on screen and keeps it; false where none is left. Its labels are in
 * memory: the curve over levels was made of them. Nothing is fetched.
 */
export async function auditAhead({ store, bench }: Core): Promise<boolean> {
  const { asked } = store.now;
  const here = await bench();
  if (!asked || asked.data !== here.zoo.manifest.dataset.id) return false;
  const next = besides(here.zoo, asked).find((experiment) => !isKept(here, experiment));
  return next !== undefined && (await shippedOnce(here, next)) !== null;
}
