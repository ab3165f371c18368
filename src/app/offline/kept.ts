/**
 * The zoo's files that are kept for use without a network: each is checked before it is kept, and the service
 * worker answers with it.
 */
import { fetchFile, httpSource, type Source } from '../../library/fetchFile';
import type { FileRef } from '../../library/manifest';
import { isAbort } from '../lab/abort';
import { createMeter, type JobProgress } from '../lab/meter';
import type { Pack } from './packs';
import { CHECKED, zooCache } from './places';

/** Files on their way at a time. */
const LANES = 4;

/** Where files are kept: the part of the Cache that is used. */
export type Shelf = Pick<Cache, 'match' | 'put' | 'delete'>;

/** Opens what the page in `folder` keeps of the zoo, and says where the zoo is. */
export async function openShelf(folder: string): Promise<{ shelf: Shelf; zoo: string }> {
  return { shelf: await caches.open(zooCache(folder)), zoo: `${folder}zoo/` };
}

/** The files among `files` that are not kept, or in another version. */
export async function missingFiles(shelf: Shelf, zoo: string, files: readonly FileRef[]): Promise<FileRef[]> {
  const kept = await Promise.all(
    files.map(async ({ path, sha256 }) => {
      const response = await shelf.match(zoo + path, { ignoreVary: true });
      return response?.headers.get(CHECKED) === sha256;
    }),
  );
  return files.filter((_, index) => !kept[index]);
}

/**
 * Fetches, checks and keeps what is missing of `packs`. What was kept before it was stopped or failed stays
 * kept, and is not fetched again. Throws one sentence where a file cannot be had, is not as its checksum
 * says, or the browser has no room left.
 */
export async function keepPacks(
  packs: readonly Pack[],
  {
    shelf,
    zoo,
    signal,
    told,
    source = httpSource,
  }: {
    shelf: Shelf;
    zoo: string;
    signal: AbortSignal;
    told: (progress: JobProgress) => void;
    source?: Source;
  },
): Promise<void> {
  const waiting = await missingFiles(
    shelf,
    zoo,
    packs.flatMap(({ files }) => files),
  );
  const meter = createMeter(Math.max(1, sizeOf(waiting)), told);
  meter.doing('Fetching and checking');
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const lane = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const { stored } = await fetchFile(source, zoo, file, { signal: both });
      await put(shelf, zoo + file.path, stored, file.sha256);
      meter.add(file.bytes);
    }
  };
  const lanes = await Promise.allSettled(
    Array.from({ length: LANES }, () =>
      lane().catch((error: unknown) => {
        stop.abort();
        throw error;
      }),
    ),
  );
  const failures = lanes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const failure = failures.find((reason) => !isAbort(reason)) ?? failures[0];
  if (failure !== undefined) throw failure;
}

async function put(shelf: Shelf, url: string, bytes: Uint8Array<ArrayBuffer>, sha256: string): Promise<void> {
  const headers = { 'content-type': 'application/octet-stream', [CHECKED]: sha256 };
  try {
    await shelf.put(url, new Response(bytes, { headers }));
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
    if (!isFull) throw error;
    throw new Error(
      'The browser has no room left for this site: what was fetched so far is kept. Delete ' +
        'something below, and go on.',
    );
  }
}

/** Deletes the kept files of a pack. */
export async function deletePack(shelf: Shelf, zoo: string, { files }: Pack): Promise<void> {
  await Promise.all(files.map(({ path }) => shelf.delete(zoo + path, { ignoreVary: true })));
}

/** Bytes that the files take when they are fetched. */
export function sizeOf(files: readonly FileRef[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
