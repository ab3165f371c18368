import type { Folders } from './folders';

/** Files of a folder as they are read again: how large each is, and its content. */
export type StoredFiles = {
  sizes: ReadonlyMap<string, number>;
  read: (file: string) => Promise<Uint8Array<ArrayBuffer>>;
};

const LARGEST_JSON = 1 << 28;

/**
 * Whether a text can be the id under which something is kept: lower-case letters, digits and hyphens, at most
 * 40.
 */
export function isStoredId(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,39}$/.test(text);
}

/**
 * Keeps files under an id, in their order, in place of what was there; what could not be kept whole is taken
 * away again.
 */
export async function saveStored(
  folders: Folders,
  id: string,
  files: Iterable<[string, Uint8Array<ArrayBuffer>]>,
): Promise<void> {
  await folders.hold(id, 'exclusive', async () => {
    await folders.remove(id);
    try {
      for (const [file, bytes] of files) await folders.write(id, file, bytes);
    } catch (error) {
      await folders.remove(id);
      throw error;
    }
  });
}

/** Takes away what is kept under an id, once nobody reads or changes it. */
export async function removeStored(folders: Folders, id: string): Promise<void> {
  await folders.hold(id, 'exclusive', () => folders.remove(id));
}

/** What is said on opening what was kept by a version that took no checksums. */
export const UNSEALED =
  'It was kept by an earlier version of this page, without checksums, so that damage to it cannot ' +
  'be noticed.';

/** What is kept under an id; null where its manifest is not there. */
export async function filesOf(folders: Folders, id: string, manifest: string): Promise<StoredFiles | null> {
  if (!isStoredId(id)) return null;
  const sizes = await folders.files(id);
  return sizes.has(manifest) ? { sizes, read: (file) => folders.read(id, file) } : null;
}

/**
 * All that is kept in folders, newest first: what `entryOf` reads of each, with its id and its bytes in
 * storage.
 */
export async function listStored<T extends { created: string }>(
  folders: Folders,
  entryOf: (stored: StoredFiles, id: string) => Promise<T>,
): Promise<(T & { id: string; bytes: number })[]> {
  const entries: (T & { id: string; bytes: number })[] = [];
  for (const id of await folders.list()) {
    const sizes = await folders.files(id);
    const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    entries.push({ ...(await entryOf({ sizes, read: (file) => folders.read(id, file) }, id)), id, bytes });
  }
  return entries.sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0));
}

/** Values as they lie in memory (little-endian). */
export function bytesOf(values: Uint16Array | Float32Array | Float64Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
}

/** A value as JSON, in UTF-8. */
export function jsonBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value)) as Uint8Array<ArrayBuffer>;
}

/** The text of a JSON file; what is too large for one is not read. */
export async function storedText({ sizes, read }: StoredFiles, file: string): Promise<string> {
  const size = sizes.get(file);
  if (size === undefined) throw new Error(`${file}: expected this file in the import, got none.`);
  if (size > LARGEST_JSON) throw new Error(`${file}: expected at most ${LARGEST_JSON} bytes, got ${size}.`);
  return new TextDecoder().decode(await read(file));
}

/** The content of a file that must have exactly `bytes` bytes, which is looked up before it is read. */
export async function storedArray(
  { sizes, read }: StoredFiles,
  file: string,
  bytes: number,
): Promise<ArrayBuffer> {
  const size = sizes.get(file);
  if (size !== bytes) throw wrongSize(file, bytes, size ?? 'no such file');
  const content = await read(file);
  if (content.length !== bytes) throw wrongSize(file, bytes, content.length);
  return content.byteOffset === 0 && content.buffer.byteLength === bytes
    ? content.buffer
    : content.slice().buffer;
}

function wrongSize(file: string, expected: number, got: number | string): Error {
  return new Error(`${file}: expected ${expected} bytes, got ${got}; import it again.`);
}

/** Refuses a label or a rank that is not below the number of classes. */
export function expectClasses(values: Uint16Array, classes: number, file: string): void {
  const wrong = values.findIndex((value) => value >= classes);
  if (wrong >= 0) {
    throw new Error(
      `${file}: expected numbers below ${classes}, the number of classes, got ${values[wrong]} at ` +
        `position ${wrong}.`,
    );
  }
}

/** Refuses a probability outside 0..1. */
export function expectProbabilities(values: Float32Array, file: string): void {
  const wrong = values.findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong >= 0) {
    throw new Error(
      `${file}: expected probabilities from 0 to 1, got ${values[wrong]} at position ${wrong}.`,
    );
  }
}
