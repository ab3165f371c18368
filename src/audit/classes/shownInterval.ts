import type { ClassImpact, Interval } from '../findings';

/**
 * The interval of a class's change beyond the model that charts and sentences show: networks and images both
 * varying, or networks alone where the other cannot be estimated.
 */
export function shownInterval({
  crossed,
  normalisedInterval,
}: Pick<ClassImpact, 'crossed' | 'normalisedInterval'>): Interval | null {
  return crossed?.interval ?? normalisedInterval;
}
