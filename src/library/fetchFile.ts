import { inflate, isGzip, joinChunks } from '../formats/bytes/gzip';
import { sha256 } from '../formats/bytes/sha256';
import type { FileRef } from './manifest';

/** Gives the bytes of the file at `path` under `base`, chunk by chunk: by fetch in a browser, from disk in Node. */
export type Source = (base: string, path: string, signal?: AbortSignal) => AsyncIterable<Uint8Array>;

/** Told the share of a download that has arrived, 0..1. */
export type DownloadProgress = (share: number) => void;

/** How a download may be watched and stopped. */
export type DownloadOptions = { signal?: AbortSignal; progress?: DownloadProgress };

/** Whether checksums can be taken here: browsers have no crypto.subtle on insecure origins. */
export function canChecksum(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/** Reads over HTTP; a relative `base` counts from the page's (or worker's) own address. */
export async function* httpSource(
  base: string,
  path: string,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const url = new URL(path, new URL(base, globalThis.location?.href));
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Error(
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
): Promise<Uint8Array<ArrayBuffer>> {
  signal?.throwIfAborted();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source(base, path, signal)) {
    signal?.throwIfAborted();
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) throw new Error(`${path}: expected at most ${limit} bytes, got more.`);
    progress?.(length, isGzip(chunks[0]));
  }
  return joinChunks(chunks, length);
}

/**
 * The inflated content of a file of the zoo, its length checked and, where the origin is secure, its SHA-256;
 * `checked` says whether the checksum was taken.
 */
export async function fetchFile(
  source: Source,
  base: string,
  file: FileRef,
  options: DownloadOptions = {},
): Promise<{ bytes: Uint8Array<ArrayBuffer>; checked: boolean }> {
  const limit = Math.max(file.bytes, file.inflatedBytes);
  const stored = await readAll(source, base, file.path, limit, options.signal, (received, gzip) =>
    options.progress?.(Math.min(1, received / (gzip ? file.bytes : file.inflatedBytes))),
  );
  const bytes = await inflate(stored, file.inflatedBytes, file.path);
  options.signal?.throwIfAborted();
  if (bytes.length !== file.inflatedBytes) {
    throw new Error(
      `${file.path}: expected ${file.inflatedBytes} bytes after inflating, got ${bytes.length}; the download is incomplete or the file is missing, try again.`,
    );
  }
  if (!canChecksum()) return { bytes, checked: false };
  const digest = await sha256(bytes);
  if (digest !== file.sha256) {
    throw new Error(
      `${file.path}: expected content with SHA-256 ${file.sha256}, got ${digest}; the file is damaged or of another version, try again.`,
    );
  }
  return { bytes, checked: true };
}
