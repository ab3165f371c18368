import { createReadStream, openAsBlob } from 'node:fs';
import { access, constants, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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
    throw new Error(noPlace(path, error));
  }
}

/** Writes a file whole or not at all; what was begun and cannot be ended takes no room. */
export async function writeWhole(path: string, content: Uint8Array | Iterable<string>): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, content);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw new Error(noPlace(path, error));
  }
}

/** Throws one sentence where no file can be written at `path`: asked before the work whose result it takes. */
export async function requirePlace(path: string): Promise<void> {
  try {
    // The stroke at the end refuses a file.
    await access(`${dirname(path)}/`, constants.W_OK);
    const there = await stat(path).catch(() => null);
    if (there?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
  } catch (error) {
    throw new Error(noPlace(path, error));
  }
}

/** Makes a folder, and those around it, where it is not there; or throws one sentence. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const got = code === 'EEXIST' || code === 'ENOTDIR' ? 'a file in its place' : reason(error);
    throw new Error(`${path}: expected a folder, or a place for one, got ${got}.`);
  }
}

/** Reads the files of a zoo from a folder. */
export const fileSource: Source = async function* (base, path, signal) {
  try {
    yield* createReadStream(join(base, path), { signal, highWaterMark: 1 << 20 });
  } catch (error) {
    throw new Error(`${join(base, path)}: expected a file of the zoo, got ${reason(error)}.`);
  }
};

function noPlace(path: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const got = code === 'ENOENT' || code === 'ENOTDIR' ? 'no such folder' : reason(error);
  return `${path}: expected a place to write to, got ${got}.`;
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'no permission';
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'a full disk';
  if (code === 'EROFS') return 'a disk that is read-only';
  return `an error (${code ?? message})`;
}
