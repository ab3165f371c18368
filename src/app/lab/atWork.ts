/** Whether this page computes, in any of its workers and tabs: all who compute hold one shared lock. */

const LOCK = 'lacuna/at-work';

/** The browser's locks; null where it has none (pages without a secure address, tests). */
const browserLocks = (): LockManager | null => globalThis.navigator?.locks ?? null;

/**
 * Does `work` and lets everyone see that it goes on. It never waits: the lock is shared by all, and where the
 * browser refuses it (storage that is blocked), the work is done unseen.
 */
export function atWork<T>(work: () => Promise<T>, locks = browserLocks()): Promise<T> {
  const done = work();
  locks?.request(LOCK, { mode: 'shared' }, () => done).catch(() => {});
  return done;
}

/** Whether anyone computes now; false where it cannot be known. */
export async function isAnyAtWork(locks = browserLocks()): Promise<boolean> {
  const known = await locks?.query().catch(() => null);
  return known?.held?.some(({ name }) => name === LOCK) ?? false;
}
