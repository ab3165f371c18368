import { sizeOf } from '../../model/sizeOf';
import type { NpyArray } from '../arrays/npy';
import { MOST_CLASSES } from '../limits';
import type { LongTable } from '../tables/longTable';
import { scoreRow } from '../tables/scoreRow';

type NumberArray = Extract<NpyArray, { kind: 'numbers' }>;

const CONFIDENCES = { pPrediction: 'p_prediction', pLabel: 'p_label', rankLabel: 'rank_label' } as const;
/** Names of what networks say of every class. */
export const SCORES = ['probabilities', 'probs', 'logits'];
/** Predictions [K, N] that follow from scores, and how sure they are. */
export type Scored = {
  labels: NumberArray;
  confidences: Pick<LongTable, 'pPrediction' | 'pLabel' | 'rankLabel'>;
};

/** Whether an array holds what networks say of every class: by its name, or by three axes of numbers. */
export function isScores(name: string, { kind, shape }: NpyArray): boolean {
  return SCORES.includes(name) || (kind === 'numbers' && shape.length === 3);
}

/**
 * Whether the only matrix of a file is what one network says of every class [N, C]. It has fractions and as
 * many rows as there are labels; without labels it has more rows than columns.
 */
export function areOnlyScores(matrix: NpyArray, labels: NpyArray | null): boolean {
  if (matrix.kind !== 'numbers' || matrix.shape[1] < 2) return false;
  const [rows, columns] = matrix.shape;
  const images = labels ? sizeOf(labels.shape) : undefined;
  if (images === undefined ? rows <= columns : rows !== images) return false;
  return matrix.values.subarray(0, columns).some((value) => !Number.isInteger(value));
}

/** What a population is called whose scores have a name. */
export function scoredName(name: string): string {
  return name.replace(/_?(probabilities|probs|logits)$/, '') || 'predictions';
}

/** The confidences that stand beside predictions of a shape, by their names. */
export function confidences(arrays: Map<string, NpyArray>, networks: number, images: number, file: string) {
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
        `${file}: expected ${name} to have shape (${networks}, ${images}) like the predictions, got ` +
          `(${array.shape.join(', ')}).`,
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

/**
 * Labels and confidences from probabilities, or from logits by softmax. Ties go to the smallest index, as on
 * every device. Predictions that stand beside, of the same extent, must be classes of the largest score, and
 * are kept.
 */
export function readScores(
  array: NpyArray,
  name: string,
  labelled: { name: string; array: NpyArray } | null,
  file: string,
  beside: NpyArray | null,
): Scored {
  const shape = array.shape.length === 2 ? [1, ...array.shape] : array.shape;
  if (array.kind !== 'numbers' || shape.length !== 3 || shape[2] < 1 || shape[2] > MOST_CLASSES) {
    throw new Error(
      `${file}: expected ${name} of shape (networks, images, classes), got (${array.shape.join(', ')}).`,
    );
  }
  const [networks, images, count] = shape;
  const truth = labelled && trueClasses(labelled.array, images);
  const areLogits = name === 'logits' || (!SCORES.includes(name) && !addUp(array.values.subarray(0, count)));
  const given =
    beside?.kind === 'numbers' && beside.shape[0] === networks && beside.shape[1] === images ? beside : null;
  const cells = networks * images;
  const labels = new Uint16Array(cells);
  const pPrediction = new Float32Array(cells);
  const pLabel = truth && new Float32Array(cells);
  const rankLabel = truth && new Uint16Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    const row = array.values.subarray(cell * count, (cell + 1) * count);
    const at = () => `position [${Math.floor(cell / images)}, ${cell % images}]`;
    const scores = scoreRow(row, areLogits, (expected, got, advice) => {
      return new Error(`${file}: expected ${expected} in ${name}, got ${got} at ${at()}${advice}.`);
    });
    let { best } = scores;
    if (given) {
      const said = given.values[cell];
      if (row[said] !== row[best]) {
        throw new Error(
          `${file}: expected predictions that are the classes of the largest ${name}, got class ${said} at ` +
            `${at()}, where class ${best} has the largest.`,
        );
      }
      best = said;
    }
    labels[cell] = best;
    pPrediction[cell] = scores.share(best);
    if (!truth || !pLabel || !rankLabel) continue;
    const own = truth[cell % images];
    if (!(Number.isInteger(own) && own >= 0 && own < count)) {
      throw new Error(
        `${file}: expected classes from 0 to ${count - 1} in ${labelled?.name}, got ${own} at position ` +
          `${cell % images}.`,
      );
    }
    pLabel[cell] = scores.share(own);
    rankLabel[cell] = scores.rank(own);
  }
  const matrix: NumberArray = { kind: 'numbers', dtype: '<u2', shape: [networks, images], values: labels };
  return { labels: matrix, confidences: { pPrediction, pLabel, rankLabel } };
}

/**
 * True labels as indices of scores; null where they are names, or where there are not as many as images,
 * which is told where labels are read.
 */
function trueClasses(array: NpyArray, images: number): NumberArray['values'] | null {
  return array.kind === 'numbers' && array.values.length === images ? array.values : null;
}

function addUp(row: NumberArray['values']): boolean {
  const sum = Array.from(row).reduce((total, value) => total + value, 0);
  return row.every((value) => value >= 0) && Math.abs(sum - 1) <= 0.01;
}
