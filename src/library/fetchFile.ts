import { inflate, isGzip } from '../formats/bytes/gzip';
import { joinChunks } from '../formats/bytes/joinChunks';
import { sha256 } from '../formats/bytes/sha256';
import type { FileRef } from './manifest';

/**
 * Gives the bytes of the file at `path` under `base`, chunk by chunk: by fetch in a browser, from disk in
 * Node. With `fresh` it goes past all that was kept of it before.
 */
export type Source = (
  base: string,
  path: string,
  signal?: AbortSignal,
  fresh?: boolean,
) => AsyncIterable<Uint8Array>;

/** Told the share of a download that has arrived, 0..1. */
export type DownloadProgress = (share: number) => void;

/** How a download may be watched and stopped. */
export type DownloadOptions = { signal?: AbortSignal; progress?: DownloadProgress };

/** Whether checksums can be taken here: browsers have no crypto.subtle on insecure origins. */
export function canChecksum(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/** A server that did not answer: of a page that is used without a network, what was not kept. */
export class NoAnswer extends Error {}

/** Reads over HTTP; a relative `base` counts from the page's (or worker's) own address. */
export async function* httpSource(
  base: string,
  path: string,
  signal?: AbortSignal,
  fresh = false,
): AsyncGenerator<Uint8Array> {
  const url = new URL(path, new URL(base, globalThis.location?.href));
  let response: Response;
  try {
    response = await fetch(url, { signal, cache: fresh ? 'reload' : 'default' });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new NoAnswer(
      `${path}: expected an answer from ${url.host || url}, got none; check the connection and try again.`,
    );
  }
  if (!response.ok || !response.body) {
    throw new Error(`${path}: expected the file at ${url}, got HTTP status ${response.status}.`);
  }
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Error(`${path}: expected the whole file, got a connection that broke off; try again.`);
  } finally {
    await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

/** All bytes of a file, at most `limit`; `progress` is told the bytes so far and whether they are gzip. */
export async function readAll(
  source: Source,
  base: string,
  path: string,
  limit: number,
  signal?: AbortSignal,
  progress?: (bytes: number, gzip: boolean) => void,
  fresh = false,
): Promise<Uint8Array<ArrayBuffer>> {
  signal?.throwIfAborted();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source(base, path, signal, fresh)) {
    signal?.throwIfAborted();
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) throw new Error(`${path}: expected at most ${limit} bytes, got more.`);
    progress?.(length, isGzip(chunks[0]));
  }
  return joinChunks(chunks, length);
}

/** A file of the zoo: as it came, its inflated content, and whether that was compared with its SHA-256. */
type FetchedFile = { stored: Uint8Array<ArrayBuffer>; bytes: Uint8Array<ArrayBuffer>; checked: boolean };

/**
 * A file of the zoo, the length of its inflated content checked and, where the origin is secure, its SHA-256.
 * One that is not as it should be is fetched once more, past all that was kept of it, before it is refused.
 */
export async function fetchFile(
  source: Source,
  base: string,
  file: FileRef,
  options: DownloadOptions = {},
): Promise<FetchedFile> {
  const limit = Math.max(file.bytes, file.inflatedBytes);
  const watch = (received: number, gzip: boolean) =>
    options.progress?.(Math.min(1, received / (gzip ? file.bytes : file.inflatedBytes)));
  const get = (fresh: boolean) => readAll(source, base, file.path, limit, options.signal, watch, fresh);
  const stored = await get(false);
  try {
    return await check(file, stored);
  } catch {
    options.signal?.throwIfAborted();
    return check(file, await get(true));
  } finally {
    options.signal?.throwIfAborted();
  }
}

async function check(file: FileRef, stored: Uint8Array<ArrayBuffer>): Promise<FetchedFile> {
  const bytes = await inflate(stored, file.inflatedBytes, file.path);
  if (bytes.length !== file.inflatedBytes) {
    throw new Error(
      `${file.path}: expected ${file.inflatedBytes} bytes after inflating, got ${bytes.length}; ` +
        'the download is incomplete or the file is missing, try again.',
    );
  }
  if (!canChecksum()) return { stored, bytes, checked: false };
  const digest = await sha256(bytes);
  if (digest !== file.sha256) {
    throw new Error(
      `${file.path}: expected content with SHA-256 ${file.sha256}, got ${digest}; the file is ` +
        'damaged or of another version, try again.',
    );
  }
  return { stored, bytes, checked: true };
}
