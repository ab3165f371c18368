import { isAnyAtWork } from '../lab/atWork';

/** Milliseconds between two looks. */
const BETWEEN = 500;
/** So often is waited at most, a minute: browsers end an install that takes several. */
const MOST_WAITS = 120;

/**
 * Returns what waits, before the next of many files is kept, while any page computes: keeping some 370 files
 * needs the cores that a reader waits for. All waits together take no more than a minute.
 */
export function createWay(
  isBusy = isAnyAtWork,
  wait = () => new Promise<void>((resolve) => setTimeout(resolve, BETWEEN)),
): () => Promise<void> {
  let waits = 0;
  let waiting: Promise<void> | null = null;
  const untilFree = async () => {
    for (; waits < MOST_WAITS && (await isBusy()); waits++) await wait();
    waiting = null;
  };
  return () => {
    waiting ??= untilFree();
    return waiting;
  };
}
