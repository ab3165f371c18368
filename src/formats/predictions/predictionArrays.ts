import type { NpyArray } from '../arrays/npy';
import { named } from '../check';
import { checkCells, MOST_CLASSES } from '../limits';
import type { ColumnMeaning } from '../tables/columnRoles';
import type { Categories } from '../tables/columns';
import type { LongTable } from '../tables/longTable';
import { wideTable } from '../tables/wideTable';
import { confidences, isScores, readScores, SCORES, type Scored, scoredName } from './predictionScores';

/** Names of the true labels [N], ids of images [N] and of networks [K], and confidences [K, N]. */
export const LABELS = ['labels', 'label', 'y_true', 'truth', 'targets', 'target', 'y'];
export const IMAGES = ['image_ids', 'image_id', 'images', 'ids'];
export const MODELS = ['model_ids', 'model_id', 'models', 'members'];
const CONFIDENCES = ['p_prediction', 'p_label', 'rank_label'];

/** One population of a file of arrays. */
export type ArrayPopulation = { name: string; table: LongTable };

/**
 * Populations from the arrays of an npz file, or of one npy file: each matrix [K, N] of whole numbers or
 * names is one, called by its name (`dense`, `compressed`, `predictions`), or what K networks say of every
 * class [K, N, C] (`probabilities`, `logits`; [N, C] of one), from which predictions, labels and confidences
 * follow (ties to the smallest index); beside one matrix they are its confidences. `labels` [N], `image_ids`
 * [N] and `model_ids` [K] hold for all; `p_prediction`, `p_label` and `rank_label` [K, N] for the only
 * population. Tables are as of `readLongTable`; `columns` says what each array is.
 */
export function readPredictionArrays(
  arrays: Map<string, NpyArray>,
  file: string,
): { populations: ArrayPopulation[]; columns: ColumnMeaning[] } {
  const pick = (names: string[]) => names.find((name) => arrays.has(name));
  const [labels, image, model] = [pick(LABELS), pick(IMAGES), pick(MODELS)];
  const known = new Set([...LABELS, ...IMAGES, ...MODELS, ...CONFIDENCES, 'classes']);
  const rest = [...arrays].filter(([name]) => !known.has(name));
  const matrices = rest.filter(([name, { shape }]) => shape.length === 2 && !SCORES.includes(name));
  const scores = rest.filter(([name, array]) => isScores(name, array));
  if (matrices.length === 0 && scores.length === 0) {
    const there = [...arrays].map(([name, { shape }]) => `${named(name)} (${shape.join(' x ')})`);
    throw new Error(
      `${file}: expected a matrix of predicted classes, networks x images, got ` +
        `${there.slice(0, 12).join(', ') || 'no array'}.`,
    );
  }
  const labelled = labels === undefined ? null : { name: labels, array: arrays.get(labels)! };
  const scored = scores.map(([name, array]) => ({
    name,
    ...readScores(
      array,
      name,
      labelled,
      file,
      matrices.length === 1 && scores.length === 1 ? matrices[0][1] : null,
    ),
  }));
  const isBeside =
    matrices.length === 1 && scored.length === 1 && sameExtent(matrices[0][1], scored[0].labels);
  const found: { name: string; matrix: NpyArray; scores: Scored | null }[] = [
    ...matrices.map(([name, matrix]) => ({ name, matrix, scores: isBeside ? scored[0] : null })),
    ...(isBeside
      ? []
      : scored.map((own) => ({ name: scoredName(own.name), matrix: own.labels as NpyArray, scores: own }))),
  ];
  checkCells(
    found.reduce((sum, { matrix: { shape } }) => sum + shape[0] * shape[1], 0),
    'predictions',
    file,
    found
      .map(({ matrix: { shape } }) => shape.join(' x '))
      .slice(0, 12)
      .join(' and '),
  );
  const populations = found.map(({ name, matrix, scores: own }) => {
    const [networks, images] = matrix.shape;
    const where = found.length > 1 ? `${file} (${named(name)})` : file;
    if (networks === 0 || images === 0) {
      throw new Error(`${where}: expected at least one network and one image, got ${networks} x ${images}.`);
    }
    const ids =
      model === undefined
        ? Array.from({ length: networks }, (_, k) => `${k}`)
        : names(arrays, model, networks, file);
    const table = wideTable({
      file: where,
      image: image === undefined ? numbered(images) : namesOf(arrays, image, images, file),
      label: labelled && labelCategories(labelled.array, labelled.name, images, file),
      networks: ids.map((id, k) => ({
        name: id,
        prediction: classCategories(matrix, k * images, images, `${named(name)}[${k}]`, file),
      })),
    });
    const more = own ? own.confidences : found.length > 1 ? {} : confidences(arrays, networks, images, file);
    return {
      name,
      table: { ...table, ...more, ...(image === undefined && { isNumbered: 'position' as const }) },
    };
  });
  return {
    populations,
    columns: meanings(
      arrays,
      { labels, image, model },
      found.map(({ name }) => name),
      scores,
    ),
  };
}

function sameExtent(a: NpyArray, b: NpyArray): boolean {
  return a.shape[0] === b.shape[0] && a.shape[1] === b.shape[1];
}

/** What each array of a file is. */
function meanings(
  arrays: Map<string, NpyArray>,
  { labels, image, model }: Record<'labels' | 'image' | 'model', string | undefined>,
  populations: string[],
  scores: [string, NpyArray][],
): ColumnMeaning[] {
  const isScore = new Set(scores.map(([name]) => name));
  const roleOf = (name: string): ColumnMeaning['role'] => {
    if (name === labels) return 'label';
    if (name === image) return 'image';
    if (name === model) return 'model';
    if (isScore.has(name) || populations.includes(name)) return 'prediction';
    if (populations.length > 1) return 'unused';
    if (name === 'p_prediction') return 'pPrediction';
    if (name === 'p_label') return 'pLabel';
    return name === 'rank_label' ? 'rankLabel' : 'unused';
  };
  return [...arrays.keys()]
    .filter((name) => name !== 'classes')
    .map((column) => ({ column, role: roleOf(column), why: 'by its name and shape' }));
}

/** True labels [N], whole numbers or names. */
export function labelCategories(array: NpyArray, name: string, images: number, file: string): Categories {
  const { shape } = array;
  const isVector = shape.length === 1 || (shape.length === 2 && Math.min(...shape) === 1);
  const length = shape.reduce((product, extent) => product * extent, 1);
  if (!isVector || length !== images) {
    throw new Error(
      `${file}: expected ${images} classes in ${name}, one an image, got shape (${shape.join(', ')}); ` +
        'matrices are networks x images.',
    );
  }
  return classCategories(array, 0, images, name, file);
}

function classCategories(
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

function names(arrays: Map<string, NpyArray>, name: string, length: number, file: string): string[] {
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
