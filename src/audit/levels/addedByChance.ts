import { flaggedByChance } from '../effects/flaggedByChance';
import type { Both } from '../findings';
import { meanAnswers, type Robustness } from './robustness';

/**
 * Of how many corruptions chance alone would put `added` measurably below 0. It is half of those that a test
 * of the networks' losses flags at 5% when they are relabelled (Welch's, or paired). Null with one network on
 * a side.
 */
export function addedByChance({ images, paired, clean, cells }: Robustness): number | null {
  const tests = [...new Set(cells.map(({ corruption }) => corruption))].flatMap((kind) => {
    const answers = meanAnswers(cells.filter(({ corruption }) => corruption === kind));
    const lost = (side: keyof Both<unknown>) =>
      answers?.right[side].map((count, k) => (count - clean.right[side][k]) / images) ?? [];
    return answers ? [{ dense: lost('dense'), compressed: lost('compressed') }] : [];
  });
  const found = flaggedByChance(tests, { alpha: 0.05, seed: 0, paired, pairedTest: paired });
  return found && found.mean / 2;
}
