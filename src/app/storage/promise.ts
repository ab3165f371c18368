/**
 * What the browser says of this site's storage: whether it promised to keep it, and bytes used and given;
 * null where it does not say.
 */
export type StorageState = { promised: boolean | null; usage: number | null; quota: number | null };

/** What the browser's storage answers; null where there is none, or it refuses. */
async function ask<T>(question: (storage: StorageManager) => Promise<T> | undefined): Promise<T | null> {
  try {
    return (await question(navigator.storage)) ?? null;
  } catch {
    return null;
  }
}

/** What the browser says of this site's storage now. */
export async function storageState(): Promise<StorageState> {
  const [estimate, promised] = await Promise.all([
    ask((storage) => storage.estimate()),
    ask((storage) => storage.persisted?.()),
  ]);
  return { promised, usage: estimate?.usage ?? null, quota: estimate?.quota ?? null };
}

/**
 * Asks the browser not to delete what this site keeps when room is short: false where it refuses, null where
 * it cannot be asked. To be called where something is kept; a browser that promised before says so again.
 */
export function askToKeep(): Promise<boolean | null> {
  return ask((storage) => storage.persist?.());
}
