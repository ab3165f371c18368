import { gunzipChunks, inflationLimit, isGzip } from './gzip';
import { joinChunks } from './joinChunks';

/**
 * A file that can be read piece by piece: on disk, dropped on the page, in memory, or behind a server that
 * answers range requests.
 */
export type ByteSource = {
  /** Its name, for error sentences. */
  file: string;
  size: number;
  /** The bytes `start`..`end`, both within the file. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
};

const PIECE = 1 << 20;

/** Bytes in memory as a source; reads are views. */
export function bytesSource(bytes: Uint8Array<ArrayBuffer>, file: string): ByteSource {
  return { file, size: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
}

/** A file of the page, or any other blob, as a source. */
export function blobSource(blob: Blob, file: string): ByteSource {
  return {
    file,
    size: blob.size,
    async read(start, end) {
      try {
        return new Uint8Array(await blob.slice(start, end).arrayBuffer());
      } catch {
        throw new Error(
          `${file}: expected to read the bytes ${start} to ${end}, got no access; has the file moved? ` +
            'Choose it again.',
        );
      }
    },
  };
}

/** The bytes `start`..`end` of a source in order, a piece of at most 1 MiB at a time. */
export async function* piecesOf(
  source: ByteSource,
  start = 0,
  end = source.size,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = start; at < end; at += PIECE) yield await source.read(at, Math.min(at + PIECE, end));
}

/**
 * The bytes of a source in order, inflated where it is a gzip file; at most `limit` of these, and what a file
 * of its size may hold.
 */
export async function* inflatedPieces(source: ByteSource, limit: number): AsyncGenerator<Uint8Array> {
  const isPacked = isGzip(await source.read(0, Math.min(source.size, 3)));
  const most = inflationLimit(source.size, limit);
  yield* isPacked ? gunzipChunks(() => piecesOf(source), most, source.file) : piecesOf(source);
}

/** Pieces as they stream by, end to end. */
export async function joinPieces(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return joinChunks(
    all,
    all.reduce((sum, piece) => sum + piece.length, 0),
  );
}

/** All bytes of a source of at most `limit` bytes. */
export async function wholeSource(source: ByteSource, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (source.size > limit) {
    throw new Error(`${source.file}: expected at most ${limit} bytes, got ${source.size}.`);
  }
  return source.read(0, source.size);
}
