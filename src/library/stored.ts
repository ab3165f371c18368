/** Files of a folder as they are read again: how large each is, and its content. */
export type StoredFiles = {
  sizes: ReadonlyMap<string, number>;
  read: (file: string) => Promise<Uint8Array<ArrayBuffer>>;
};

const LARGEST_JSON = 1 << 28;

/** Whether a text can be the id under which something is kept: lower-case letters, digits and hyphens, at most 40. */
export function isStoredId(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,39}$/.test(text);
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
      `${file}: expected numbers below ${classes}, the number of classes, got ${values[wrong]} at position ${wrong}.`,
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
