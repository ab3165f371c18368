import type { Predictions } from '../predictions';
import { selectMembers } from '../votes/matrix';

/**
 * The networks of a null population that stand for retraining alone beside `k` compressed ones: its first
 * `k`, since counts depend on how many networks vote. Null where there are not as many.
 */
export function nullNetworks(nulls: Predictions | null | undefined, k: number): Predictions | null {
  return nulls && nulls.members.length >= k ? selectMembers(nulls, k) : null;
}
