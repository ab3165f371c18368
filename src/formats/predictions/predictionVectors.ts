/** Which vectors of a file of arrays are the predictions of one network each. */
import type { NpyArray } from '../arrays/npy';
import { isIdName, roleOfColumn } from '../columnNames';
import { NETWORK_WORD } from '../tables/notPredictions';
import { roleOfName } from '../tables/populationNames';
import { CONFIDENCES, IMAGES, LABELS, MODELS } from './arrayColumns';

/** What numpy calls the first array that was given no name. */
const NAMELESS = 'arr_0';

/**
 * The names of vectors that are predictions, where no array has several axes: those called so (`predictions`,
 * `y_pred`, `arr_0`), else those called as networks are, all of one length.
 */
export function vectorNames(arrays: Map<string, NpyArray>): string[] {
  const others = [...arrays].filter(([name]) => !LABELS.includes(name));
  if (others.some(([, { shape }]) => shape.length !== 1)) return [];
  const known = [...IMAGES, ...MODELS, ...CONFIDENCES, 'classes'];
  const vectors = others.filter(([name, { shape }]) => shape[0] > 0 && !known.includes(name));
  const said = vectors.filter(([name]) => roleOfColumn(name) === 'prediction' || name === NAMELESS);
  if (said.length > 0) return said.slice(0, 1).map(([name]) => name);
  const called = vectors.filter(
    ([name]) =>
      roleOfColumn(name) === null &&
      !isIdName(name) &&
      (NETWORK_WORD.test(name) || roleOfName(name) !== null),
  );
  const areAlike = called.every(([, { shape }]) => shape[0] === called[0][1].shape[0]);
  return areAlike ? called.map(([name]) => name) : [];
}
