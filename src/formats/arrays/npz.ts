import { entryBytes } from '../archives/archiveEntry';
import { writeZip } from '../archives/writeZip';
import { readZip } from '../archives/zip';
import { inflationLimit } from '../bytes/gzip';
import { joinChunks } from '../bytes/joinChunks';
import type { ByteSource } from '../bytes/source';
import { named } from '../check';
import { type NpyArray, readNpy } from './npy';

/** No array of an npz file may be larger: more does not fit into one typed array of a browser. */
const LARGEST_ARRAY = 1 << 30;
/** Nor may all of them together. */
const LARGEST_IN_ALL = 1 << 30;
const MOST_ARRAYS = 1000;

/** The arrays of an npz file (a zip of npy files, stored or deflated), by name without `.npy`. */
export async function readNpz(source: ByteSource): Promise<Map<string, NpyArray>> {
  const { file } = source;
  const entries = await readZip(source);
  if (entries.length > MOST_ARRAYS) {
    throw new Error(`${file}: expected at most ${MOST_ARRAYS} arrays, got ${entries.length}.`);
  }
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  const most = inflationLimit(source.size, LARGEST_IN_ALL);
  if (total > most) {
    throw new Error(
      `${file}: expected at most ${most} bytes of arrays in a file of ${source.size}, got ${total}; save ` +
        'fewer arrays, or narrower numbers.',
    );
  }
  const arrays = new Map<string, NpyArray>();
  for (const entry of entries) {
    if (!entry.name.endsWith('.npy')) {
      throw new Error(
        `${file}: expected an npz file (a zip of .npy files), got ${JSON.stringify(named(entry.name))} in ` +
          'it; unpack other archives first.',
      );
    }
    const where = `${file} (${named(entry.name)})`;
    arrays.set(entry.name.slice(0, -4), readNpy(await entryBytes(entry, LARGEST_ARRAY, file), where));
  }
  return arrays;
}

/** An array to write, in row-major order. */
export type ArrayToWrite = {
  shape: number[];
  values: Uint16Array | Int32Array | Float32Array | Uint8Array | string[];
};

/** An npy file (version 1.0). Text is written as `<U`. */
function writeNpy({ shape, values }: ArrayToWrite): Uint8Array<ArrayBuffer> {
  const { dtype, data } = Array.isArray(values) ? textData(values) : numberData(values);
  const extents = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${extents}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  const head = new TextEncoder().encode(`${text.padEnd(length - 11)}\n`);
  const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, head.length & 255, head.length >> 8);
  return joinChunks([magic, head, data], length + data.length);
}

/** An npz file of arrays by name, stored; numpy.load opens it. */
export function writeNpz(arrays: Record<string, ArrayToWrite>): Uint8Array<ArrayBuffer> {
  const pieces = writeZip(
    Object.entries(arrays).map(([name, array]) => ({ name: `${name}.npy`, bytes: writeNpy(array) })),
  );
  return joinChunks(
    pieces,
    pieces.reduce((sum, piece) => sum + piece.length, 0),
  );
}

function numberData(values: Exclude<ArrayToWrite['values'], string[]>) {
  const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (values instanceof Float32Array) return { dtype: '<f4', data };
  if (values instanceof Int32Array) return { dtype: '<i4', data };
  return { dtype: values instanceof Uint16Array ? '<u2' : '|u1', data };
}

function textData(texts: string[]) {
  // A loop: a call takes no million arguments.
  let width = 1;
  for (const text of texts) {
    if (text.length > width) width = Math.max(width, Array.from(text).length);
  }
  const codes = new Uint32Array(width * texts.length);
  texts.forEach((text, index) => {
    let at = index * width;
    for (const character of text) codes[at++] = character.codePointAt(0)!;
  });
  return { dtype: `<U${width}`, data: new Uint8Array(codes.buffer) };
}
