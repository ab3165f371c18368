/**
 * What the browser says of this site's storage: whether it promised to keep it, and bytes used and given;
 * null where it does not say.
 */
export type StorageState = { promised: boolean | null; usage: number | null; quota: number | null };

/** What the browser says of this site's storage now. */
export async function storageState(): Promise<StorageState> {
  if (!('storage' in navigator)) return { promised: null, usage: null, quota: null };
  const { usage = null, quota = null } = await navigator.storage
    .estimate()
    .catch((): StorageEstimate => ({}));
  const promised = await (navigator.storage.persisted?.() ?? null)?.catch(() => null);
  return { promised: promised ?? null, usage, quota };
}

/**
 * Asks the browser not to delete what this site keeps when room is short: false where it refuses, null where
 * it cannot be asked. To be called where something is kept; a browser that promised before says so again.
 */
export async function askToKeep(): Promise<boolean | null> {
  if (!('storage' in navigator) || !('persist' in navigator.storage)) return null;
  return navigator.storage.persist().catch(() => null);
}
