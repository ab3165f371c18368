import type { NpyArray } from '../arrays/npy';
import { named } from '../check';
import { checkCells } from '../limits';
import type { Categories } from '../tables/columns';
import type { LongTable } from '../tables/longTable';
import { wideTable } from '../tables/mappedTable';

type NumberArray = Extract<NpyArray, { kind: 'numbers' }>;

/** Names of the true labels [N], ids of images [N] and of networks [K], and confidences [K, N] or [K, N, C]. */
export const LABELS = ['labels', 'label', 'y_true', 'truth', 'targets', 'target', 'y'];
export const IMAGES = ['image_ids', 'image_id', 'images', 'ids'];
const MODELS = ['model_ids', 'model_id', 'models', 'members'];
const CONFIDENCES = { pPrediction: 'p_prediction', pLabel: 'p_label', rankLabel: 'rank_label' } as const;
const SCORES = ['probabilities', 'probs', 'logits'];
const MOST_CLASSES = 65_534;

/** One population of a file of arrays. */
export type ArrayPopulation = { name: string; table: LongTable };

/**
 * Populations from the arrays of an npz file, or of one npy file: each matrix [K, N] of whole numbers is one, called by its name (`dense`,
 * `compressed`, `predictions`), or `probabilities` or `logits` [K, N, C], from which labels and confidences follow (ties to the smallest
 * index). `labels` [N], `image_ids` [N] and `model_ids` [K] hold for all; `p_prediction`, `p_label` and `rank_label` [K, N] for the
 * only population. Tables are as of `readLongTable`.
 */
export function readPredictionArrays(arrays: Map<string, NpyArray>, file: string): ArrayPopulation[] {
  const known = new Set([...LABELS, ...IMAGES, ...MODELS, ...Object.values(CONFIDENCES), ...SCORES]);
  const pick = (names: string[]) => names.find((name) => arrays.has(name));
  const scoresName = pick(SCORES);
  const matrices = [...arrays].filter(
    ([name, { kind, shape }]) => !known.has(name) && kind === 'numbers' && shape.length === 2,
  ) as [string, NumberArray][];
  if (matrices.length === 0 && scoresName === undefined) {
    const there = [...arrays].map(([name, { shape }]) => `${named(name)} (${shape.join(' x ')})`);
    throw new Error(
      `${file}: expected a matrix of predicted classes, networks x images, got ${there.slice(0, 12).join(', ') || 'no array'}.`,
    );
  }
  const scored = scoresName === undefined ? null : readScores(arrays, scoresName, pick(LABELS), file);
  const found = scored ? [...matrices, ['predictions', scored.labels] as [string, NumberArray]] : matrices;
  const shapes = found.map(([, { shape }]) => shape.join(' x ')).slice(0, 12);
  checkCells(
    found.reduce((sum, [, { values }]) => sum + values.length, 0),
    'predictions',
    file,
    shapes.join(' and '),
  );
  return found.map(([name, matrix]) => {
    const [networks, images] = matrix.shape;
    const where = found.length > 1 ? `${file} (${named(name)})` : file;
    if (networks === 0 || images === 0) {
      throw new Error(`${where}: expected at least one network and one image, got ${networks} x ${images}.`);
    }
    const labels = pick(LABELS);
    const label = labels === undefined ? null : vector(arrays, labels, images, file);
    const image = pick(IMAGES);
    const model = pick(MODELS);
    const prediction = Array.from({ length: networks }, (_, k) =>
      arrayCategories(matrix.values.subarray(k * images, (k + 1) * images), `${named(name)}[${k}]`, file),
    );
    const table = wideTable({
      file: where,
      models:
        model === undefined
          ? Array.from({ length: networks }, (_, k) => `${k}`)
          : names(arrays, model, networks, file),
      image: image === undefined ? numbered(images) : namesOf(arrays, image, images, file),
      label: label && arrayCategories(label, labels!, file),
      predictions: prediction,
    });
    if (scored && matrix === scored.labels) return { name, table: { ...table, ...scored.confidences } };
    return {
      name,
      table: found.length > 1 ? table : { ...table, ...confidences(arrays, networks, images, file) },
    };
  });
}

function vector(
  arrays: Map<string, NpyArray>,
  name: string,
  length: number,
  file: string,
): NumberArray['values'] {
  const array = arrays.get(name)!;
  if (array.kind !== 'numbers' || array.shape.length !== 1 || array.shape[0] !== length) {
    throw new Error(
      `${file}: expected ${length} whole numbers in ${name}, one an image, got shape (${array.shape.join(', ')}); matrices are networks x images.`,
    );
  }
  return array.values;
}

/** Classes as numbers; floats are taken when they are whole. */
export function arrayCategories(values: NumberArray['values'], name: string, file: string): Categories {
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
      `${file}: expected ${length} different ids in ${name}, got ${new Set(values).size} in shape (${array.shape.join(', ')}).`,
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

function confidences(arrays: Map<string, NpyArray>, networks: number, images: number, file: string) {
  const read = (name: string) => {
    const array = arrays.get(name);
    if (!array) return null;
    if (
      array.kind !== 'numbers' ||
      array.shape.length !== 2 ||
      array.shape[0] !== networks ||
      array.shape[1] !== images
    ) {
      throw new Error(
        `${file}: expected ${name} to have shape (${networks}, ${images}) like the predictions, got (${array.shape.join(', ')}).`,
      );
    }
    return array.values;
  };
  const checked = (name: string, what: string, good: (value: number) => boolean) => {
    const values = read(name);
    const wrong = values?.findIndex((value) => !good(value)) ?? -1;
    if (values && wrong >= 0) {
      throw new Error(`${file}: expected ${what} in ${name}, got ${values[wrong]} at position ${wrong}.`);
    }
    return values;
  };
  const probability = (value: number) => value >= 0 && value <= 1.001;
  const whole = (value: number) => Number.isInteger(value) && value >= 0 && value <= MOST_CLASSES;
  const p = (name: string) => {
    const values = checked(name, 'probabilities from 0 to 1', probability);
    return values && Float32Array.from(values, (value) => Math.min(value, 1));
  };
  const ranks = checked(CONFIDENCES.rankLabel, `ranks from 0 to ${MOST_CLASSES}`, whole);
  return {
    pPrediction: p(CONFIDENCES.pPrediction),
    pLabel: p(CONFIDENCES.pLabel),
    rankLabel: ranks && Uint16Array.from(ranks),
  };
}

/** Labels and confidences from probabilities, or from logits by softmax. Ties go to the smallest index, as on every device. */
function readScores(
  arrays: Map<string, NpyArray>,
  name: string,
  labelsName: string | undefined,
  file: string,
) {
  const array = arrays.get(name)!;
  if (
    array.kind !== 'numbers' ||
    array.shape.length !== 3 ||
    array.shape[2] < 1 ||
    array.shape[2] > MOST_CLASSES
  ) {
    throw new Error(
      `${file}: expected ${name} of shape (networks, images, classes), got (${array.shape.join(', ')}).`,
    );
  }
  const [networks, images, count] = array.shape;
  const truth = labelsName === undefined ? null : vector(arrays, labelsName, images, file);
  const cells = networks * images;
  const labels = new Uint16Array(cells);
  const pPrediction = new Float32Array(cells);
  const pLabel = truth && new Float32Array(cells);
  const rankLabel = truth && new Uint16Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    const row = array.values.subarray(cell * count, (cell + 1) * count);
    const at = () => `position [${Math.floor(cell / images)}, ${cell % images}]`;
    const wrong = row.find(
      (value) => !Number.isFinite(value) || (name !== 'logits' && (value < 0 || value > 1.001)),
    );
    if (wrong !== undefined) {
      throw new Error(
        `${file}: expected ${name === 'logits' ? 'finite numbers' : 'probabilities from 0 to 1'} in ${name}, got ${wrong} at ${at()}.`,
      );
    }
    let best = 0;
    for (let c = 1; c < count; c++) if (row[c] > row[best]) best = c;
    let sum = 0;
    for (let c = 0; c < count; c++) sum += name === 'logits' ? Math.exp(row[c] - row[best]) : row[c];
    if (name !== 'logits' && Math.abs(sum - 1) > 0.01) {
      throw new Error(
        `${file}: expected probabilities that add up to 1 in ${name}, got ${sum} at ${at()}; call them logits if that is what they are.`,
      );
    }
    const share = (c: number) => Math.min(1, name === 'logits' ? Math.exp(row[c] - row[best]) / sum : row[c]);
    labels[cell] = best;
    pPrediction[cell] = share(best);
    if (!truth || !pLabel || !rankLabel) continue;
    const own = truth[cell % images];
    if (!(Number.isInteger(own) && own >= 0 && own < count)) {
      throw new Error(
        `${file}: expected classes from 0 to ${count - 1} in ${labelsName}, got ${own} at position ${cell % images}.`,
      );
    }
    pLabel[cell] = share(own);
    let rank = 0;
    for (let c = 0; c < count; c++) if (row[c] > row[own] || (row[c] === row[own] && c < own)) rank++;
    rankLabel[cell] = rank;
  }
  const matrix: NumberArray = { kind: 'numbers', dtype: '<u2', shape: [networks, images], values: labels };
  return { labels: matrix, confidences: { pPrediction, pLabel, rankLabel } };
}
