import { createReadStream, openAsBlob } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer as buffered } from 'node:stream/consumers';
import type { Source } from '../library/fetchFile';

/** The bytes of a file, or of standard input for `-`, or an error of one sentence. */
export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const buffer = path === '-' ? await buffered(process.stdin) : await readFile(path);
    return new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset, buffer.length);
  } catch (error) {
    throw new Error(`${path}: expected a file that can be read, got ${reason(error)}.`);
  }
}

/**
 * A file that is read part by part, as it is asked for; standard input for `-` as a whole. Throws one
 * sentence where it cannot be read.
 */
export async function openFile(path: string): Promise<Blob> {
  if (path === '-') return new Blob([await readBytes(path)]);
  try {
    return await openAsBlob(path);
  } catch {
    // Says why.
    return new Blob([await readBytes(path)]);
  }
}

/** Writes chunks to a file, or throws one sentence. */
export async function writeBytes(path: string, content: Uint8Array | Iterable<string>): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (error) {
    throw new Error(`${path}: expected a place to write to, got ${reason(error)}.`);
  }
}

/** Writes a file whole or not at all. */
export async function writeWhole(path: string, content: Uint8Array | Iterable<string>): Promise<void> {
  await writeBytes(`${path}.part`, content);
  await rename(`${path}.part`, path);
}

/** Reads the files of a zoo from a folder. */
export const fileSource: Source = async function* (base, path, signal) {
  try {
    yield* createReadStream(join(base, path), { signal, highWaterMark: 1 << 20 });
  } catch (error) {
    throw new Error(`${join(base, path)}: expected a file of the zoo, got ${reason(error)}.`);
  }
};

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'no permission';
  return `an error (${code ?? message})`;
}
