/** What the arrays of a file of predictions are by their names, and the columns that they make. */
import { sizeOf } from '../../model/sizeOf';
import { counted } from '../../text/format';
import type { NpyArray } from '../arrays/npy';
import { isIdName } from '../columnNames';
import { MOST_CLASSES } from '../limits';
import type { Categories } from '../tables/columns';

/** Names of the true labels [N], ids of images [N] and of networks [K], and confidences [K, N]. */
export const LABELS = ['labels', 'label', 'y_true', 'truth', 'targets', 'target', 'y'];
export const IMAGES = ['image_ids', 'image_id', 'images', 'ids'];
export const MODELS = ['model_ids', 'model_id', 'models', 'members'];
/** Names of confidences [K, N]. */
export const CONFIDENCES = ['p_prediction', 'p_label', 'rank_label'];

/** An array of a different value for each image, under a name for ids. */
export function idsAmong(arrays: Map<string, NpyArray>): string | undefined {
  const extents = [...arrays.values()].flatMap(({ shape }) => (shape.length > 1 ? shape : []));
  // Only what may hold ids is looked through: a matrix has millions of values.
  const isOne = (name: string, array: NpyArray) => {
    const [length] = array.shape;
    const isCounted = extents.length === 0 || extents.includes(length);
    if (array.shape.length !== 1 || length < 2 || !isIdName(name) || !isCounted) return false;
    const values = array.kind === 'text' ? array.texts : Array.from(array.values, String);
    return (
      new Set(values).size === length &&
      values.every((value) => !/\d\.\d/.test(value) || array.kind === 'text')
    );
  };
  return [...arrays].find(([name, array]) => !NAMED.includes(name) && isOne(name, array))?.[0];
}

const NAMED = [...LABELS, ...MODELS, ...CONFIDENCES, 'classes'];

/** True labels [N], whole numbers or names. */
export function labelCategories(array: NpyArray, name: string, images: number, file: string): Categories {
  const { shape } = array;
  const isVector = shape.length === 1 || (shape.length === 2 && Math.min(...shape) === 1);
  const length = sizeOf(shape);
  if (!isVector || length !== images) {
    throw new Error(
      `${file}: expected ${counted(images, 'class', 'classes')} in ${name}, one an image, got shape ` +
        `(${shape.join(', ')}); matrices are networks x images.`,
    );
  }
  return classCategories(array, 0, images, name, file);
}

/** Classes of a vector, or of a row of a matrix, from `start`. */
export function classCategories(
  array: NpyArray,
  start: number,
  length: number,
  name: string,
  file: string,
): Categories {
  if (array.kind === 'text') return textCategories(array.texts.slice(start, start + length), name, file);
  return arrayCategories(array.values.subarray(start, start + length), name, file);
}

/** Names of classes. */
function textCategories(all: string[], name: string, file: string): Categories {
  const codeOf = new Map<string, number>();
  const firstRows: number[] = [];
  const codes = Uint32Array.from(all, (text, row) => {
    if (text.trim() === '') {
      throw new Error(`${file}: expected names of classes in ${name}, got an empty text at position ${row}.`);
    }
    const code = codeOf.get(text) ?? firstRows.push(row + 1) - 1;
    codeOf.set(text, code);
    return code;
  });
  return { values: [...codeOf.keys()], codes, firstRows, numeric: false };
}

/** Classes as numbers; floats are taken when they are whole. */
function arrayCategories(
  values: Extract<NpyArray, { kind: 'numbers' }>['values'],
  name: string,
  file: string,
): Categories {
  const codeOf = new Map<number, number>();
  const firstRows: number[] = [];
  const codes = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    let code = codeOf.get(value);
    if (code === undefined) {
      if (!(Number.isInteger(value) && value >= 0 && value <= MOST_CLASSES)) {
        throw new Error(
          `${file}: expected classes from 0 to ${MOST_CLASSES} in ${name}, got ${value} at position ${i}.`,
        );
      }
      code = firstRows.push(i + 1) - 1;
      codeOf.set(value, code);
    }
    codes[i] = code;
  }
  return { values: Array.from(codeOf.keys(), String), codes, firstRows, numeric: true };
}

/** Different ids by the name of their array. */
export function names(arrays: Map<string, NpyArray>, name: string, length: number, file: string): string[] {
  const array = arrays.get(name)!;
  const values = array.kind === 'text' ? array.texts : Array.from(array.values, String);
  if (array.shape.length !== 1 || values.length !== length || new Set(values).size !== length) {
    throw new Error(
      `${file}: expected ${length} different ids in ${name}, got ${new Set(values).size} in shape ` +
        `(${array.shape.join(', ')}).`,
    );
  }
  return values;
}

function categories(values: string[]): Categories {
  return {
    values,
    codes: Uint32Array.from(values, (_, code) => code),
    firstRows: values.map((_, row) => row + 1),
    numeric: values.every((value) => /^-?(0|[1-9]\d*)$/.test(value)),
  };
}

/** Different ids by the name of their array, as a column of them. */
export function namesOf(
  arrays: Map<string, NpyArray>,
  name: string,
  length: number,
  file: string,
): Categories {
  return categories(names(arrays, name, length, file));
}

/** The numbers from 0 as a column of ids. */
export function numbered(count: number): Categories {
  return categories(Array.from({ length: count }, (_, image) => `${image}`));
}
