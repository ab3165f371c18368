/** Whether this page computes, in any of its workers and tabs: all who compute hold one shared lock. */

const LOCK = 'lacuna/at-work';

/** The browser's locks; null where it has none (pages without a secure address, tests). */
const browserLocks = (): LockManager | null => globalThis.navigator?.locks ?? null;

/** Does `work` and lets everyone see that it goes on. It never waits: the lock is shared by all. */
export function atWork<T>(work: () => Promise<T>, locks = browserLocks()): Promise<T> {
  return locks ? locks.request(LOCK, { mode: 'shared' }, work) : work();
}

/** Whether anyone computes now; false where it cannot be known. */
export async function isAnyAtWork(locks = browserLocks()): Promise<boolean> {
  const { held } = (await locks?.query()) ?? {};
  return held?.some(({ name }) => name === LOCK) ?? false;
}
