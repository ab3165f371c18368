import { MOST_INFLATION, SMALL_INFLATION } from '../limits';
import { gunzip, TooLong } from './deflate';
import { gatherBytes } from './gatherBytes';

/** To how many bytes `size` packed ones may inflate, and never to more than `largest`. */
export function inflationLimit(size: number, largest: number): number {
  return Math.min(largest, Math.max(SMALL_INFLATION, MOST_INFLATION * size));
}

/** Whether bytes begin with the magic of gzip. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The content of a gzip file; bytes without the gzip magic come back as they are (a server may have inflated
 * them). Stops reading past `limit` bytes, and past what a file of its size may hold, so that a small file
 * cannot fill the memory.
 */
export async function inflate(
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!isGzip(bytes)) return bytes;
  const all = gatherBytes();
  const most = inflationLimit(bytes.length, limit);
  for await (const chunk of gunzipChunks(() => [bytes], most, file)) all.add(chunk);
  return all.finish();
}

type Chunks = AsyncIterable<Uint8Array<ArrayBuffer>> | Iterable<Uint8Array<ArrayBuffer>>;

/** Packed data that are none, as the browser or Node says; `length` bytes came before. */
class Unpackable extends Error {}

/**
 * The content of a gzip file of one member or several, padded with zeros or not, as its chunks come. `open`
 * gives them, a second time where there is more than one member, since browsers do not read several. Stops
 * past `limit` bytes. Errors of the chunks themselves are passed on.
 */
export async function* gunzipChunks(
  open: () => Chunks,
  limit: number,
  file: string,
): AsyncGenerator<Uint8Array> {
  const tail = new Uint8Array(4);
  let length = 0;
  try {
    for await (const chunk of inflated(withTail(open(), tail), 'gzip', limit, file)) {
      length += chunk.length;
      yield chunk;
    }
    // A member ends with its length: what has another one has several, or something behind it, which Node
    // would pass over.
    if (new DataView(tail.buffer).getUint32(0, true) === length % 2 ** 32) return;
  } catch (error) {
    if (!(error instanceof Unpackable)) throw error;
  }
  yield* furtherMembers(open(), length, limit, file);
}

/** Keeps the last bytes of what passes in `tail`. */
async function* withTail(chunks: Chunks, tail: Uint8Array): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const chunk of chunks) {
    const last = chunk.subarray(-tail.length);
    tail.copyWithin(0, last.length);
    tail.set(last, tail.length - last.length);
    yield chunk;
  }
}

/** The content from byte `from` on. */
async function* furtherMembers(
  chunks: Chunks,
  from: number,
  limit: number,
  file: string,
): AsyncGenerator<Uint8Array> {
  const parts = gunzip(limit);
  const iterator = piecesIn(chunks);
  let length = 0;
  const next = (bytes: Uint8Array | null) => {
    try {
      return parts.next(bytes);
    } catch (error) {
      throw error instanceof TooLong ? tooLong(limit, file) : damaged('gzip', Math.max(length, from), file);
    }
  };
  try {
    for (let step = next(null); !step.done; ) {
      if (step.value === 'more') {
        const { done, value } = await iterator.next();
        step = next(done ? null : value);
        continue;
      }
      const part = step.value.slice(Math.max(0, from - length));
      length += step.value.length;
      if (part.length > 0) yield part;
      step = next(null);
    }
  } finally {
    await iterator.return?.();
  }
}

/**
 * Inflates the raw deflate data of a zip entry as `chunks` come. Stops past `limit` bytes. Errors of `chunks`
 * themselves are passed on.
 */
export async function* inflateChunks(
  chunks: Chunks,
  limit: number,
  file: string,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  try {
    for await (const chunk of inflated(chunks, 'deflate-raw', limit, file)) {
      length += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw error instanceof Unpackable ? damaged('deflate-raw', length, file) : error;
  }
}

async function* inflated(
  chunks: Chunks,
  format: 'gzip' | 'deflate-raw',
  limit: number,
  file: string,
): AsyncGenerator<Uint8Array> {
  let failed: { reason: unknown } | undefined;
  const iterator = piecesIn(chunks);
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
        throw new Unpackable();
      });
      if (done) return;
      length += value.length;
      if (length > limit) throw tooLong(limit, file);
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function piecesIn(
  chunks: Chunks,
): AsyncIterator<Uint8Array<ArrayBuffer>> | Iterator<Uint8Array<ArrayBuffer>> {
  return Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
}

function damaged(format: 'gzip' | 'deflate-raw', length: number, file: string): Error {
  const got =
    format === 'gzip'
      ? 'a whole gzip file, got one that breaks off or is'
      : 'whole deflated data, got some that breaks off or is';
  return new Error(`${file}: expected ${got} damaged after ${length} inflated bytes; get the file again.`);
}

function tooLong(limit: number, file: string): Error {
  return new Error(
    `${file}: expected at most ${limit} bytes after inflating, got more; the file is not what it claims to ` +
      'be.',
  );
}
