import type { Findings } from '../findings';

/**
 * What is near guessing: right at most half as often again, and at most a twentieth of what is missing to
 * perfect above it.
 */
const NEAR = { times: 1.5, share: 0.05 };

/**
 * The accuracy of guessing, 0..1, where the compressed networks are near it on average and the dense ones are
 * not; null otherwise. Networks that have collapsed to a few classes make others "pay" all they had, which
 * says nothing of these.
 */
export function nearChance({ top1, classes }: Pick<Findings, 'top1' | 'classes'>): number | null {
  const guessing = 1 / classes;
  const most = Math.min(NEAR.times * guessing, guessing + NEAR.share * (1 - guessing));
  const isNear = (value: number) => value <= most;
  return isNear(top1.compressed.mean.value) && !isNear(top1.dense.mean.value) ? guessing : null;
}
