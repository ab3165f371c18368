import { gatherBytes } from './gatherBytes';

/** A gzip file may inflate to this whatever its size, */
const SMALL = 1 << 26;
/** and beyond that to so many times its size: photographs hardly shrink, and small files in tar or rows of predictions some tenfold. */
const MOST_INFLATION = 200;

/** To how many bytes `size` packed ones may inflate, and never to more than `largest`. */
export function inflationLimit(size: number, largest: number): number {
  return Math.min(largest, Math.max(SMALL, MOST_INFLATION * size));
}

/** Whether bytes begin with the magic of gzip. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The content of a gzip file; bytes without the gzip magic come back as they are (a server may have inflated them).
 * Stops reading past `limit` bytes, and past what a file of its size may hold, so that a small file cannot fill the memory.
 */
export async function inflate(
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!isGzip(bytes)) return bytes;
  const all = gatherBytes();
  const most = inflationLimit(bytes.length, limit);
  for await (const chunk of inflateChunks([bytes], 'gzip', most, file)) all.add(chunk);
  return all.finish();
}

/**
 * Inflates `chunks` as they come: a gzip file, or the raw deflate data of a zip entry. Stops past `limit` bytes. Errors of
 * `chunks` themselves are passed on.
 */
export async function* inflateChunks(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>> | Iterable<Uint8Array<ArrayBuffer>>,
  format: 'gzip' | 'deflate-raw',
  limit: number,
  file: string,
): AsyncGenerator<Uint8Array> {
  let failed: { reason: unknown } | undefined;
  const iterator =
    Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (reason) {
        failed = { reason };
        controller.error(reason);
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  const reader = packed.pipeThrough(new DecompressionStream(format)).getReader();
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        if (failed) throw failed.reason;
        throw new Error(
          `${file}: expected ${format === 'gzip' ? 'a whole gzip file, got one that breaks off or is' : 'whole deflated data, got some that breaks off or is'} damaged after ${length} inflated bytes; get the file again.`,
        );
      });
      if (done) return;
      length += value.length;
      if (length > limit) {
        throw new Error(
          `${file}: expected at most ${limit} bytes after inflating, got more; the file is not what it claims to be.`,
        );
      }
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Chunks of `length` bytes in all, one after the other. */
export function joinChunks(chunks: Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
