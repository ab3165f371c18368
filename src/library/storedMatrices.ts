/** Predictions as they are kept: each matrix in a file of its own, and the ids of images. */

import { asList, asNumber, asText, type Place, parseJson, unexpected } from '../formats/check';
import { messageOf } from '../text/messageOf';
import { expectClasses, expectProbabilities, type StoredFiles, storedArray, storedText } from './stored';

export const MATRICES = ['labels', 'pPrediction', 'pLabel', 'rankLabel'] as const;
export type Matrix = (typeof MATRICES)[number];

/** The file of a matrix; `of` names its population. */
export function matrixFile(of: string, matrix: Matrix): string {
  return `${of}.${matrix}.${matrix.startsWith('p') ? 'f32' : 'u16'}`;
}

/** Labels or ranks of `cells` answers, each below the number of classes. */
export async function storedClasses(
  stored: StoredFiles,
  file: string,
  cells: number,
  classes: number,
): Promise<Uint16Array<ArrayBuffer>> {
  const values = new Uint16Array(await storedArray(stored, file, 2 * cells));
  expectClasses(values, classes, file);
  return values;
}

/** Probabilities of `cells` answers, each from 0 to 1. */
export async function storedShares(
  stored: StoredFiles,
  file: string,
  cells: number,
): Promise<Float32Array<ArrayBuffer>> {
  const values = new Float32Array(await storedArray(stored, file, 4 * cells));
  expectProbabilities(values, file);
  return values;
}

/** The ids of `images` images. */
export async function storedIds(
  stored: StoredFiles,
  file: string,
  images: number,
): Promise<(number | string)[]> {
  const place = { file, path: '' };
  const ids = asList(parseJson(await storedText(stored, file), file), place, asImageId);
  if (ids.length !== images) throw unexpected(place, `a list of ${images} ids of images`, ids);
  return ids;
}

function asImageId(value: unknown, place: Place): number | string {
  return typeof value === 'number' ? asNumber(value, place) : asText(value, place);
}

/**
 * A way to read what the rest can do without: where it fails, `without` stands in its place and `notices`
 * says why, followed by what is `told`.
 */
export function sparing(
  notices: string[],
): <T, W>(reading: Promise<T>, without: W, told: string) => Promise<T | W> {
  return (reading, without, told) =>
    reading.catch((error: unknown) => {
      notices.push(`${messageOf(error)} ${told}`);
      return without;
    });
}
