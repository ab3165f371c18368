/** The classes of images by an array of labels. */
import type { NpyArray } from '../arrays/npy';
import { checkLabelled, classOfNumber } from './classLabels';

type ArrayLabels = {
  className: (image: number) => string | null;
  areTexts: boolean;
  numbers: ArrayLike<number> | null;
  notes: string[];
};

/**
 * Labels [N] or [N, 1], numbers or text, or one-hot [N, classes]: a 1 in the column of the class and 0 in all
 * others. `title` is what the array is called, `count` how many images there are.
 */
export function arrayLabels(
  labels: NpyArray,
  {
    title,
    classes,
    count,
    file,
  }: { title: string; classes: string[] | undefined; count: number; file: string },
): ArrayLabels {
  const { shape } = labels;
  const columns = shape.length === 2 ? shape[1] : 1;
  const isColumn = shape.length > 0 && shape.slice(1).every((extent) => extent === 1);
  const hot =
    labels.kind === 'numbers' && columns > 1 && shape[0] === count ? oneHot(labels.values, columns) : null;
  if (shape[0] !== count || (!isColumn && !hot)) {
    const advice =
      labels.kind === 'numbers' && shape.length === 2 && shape[0] === count
        ? `, which are not one-hot; save the class of each image: ${title}.argmax(1)`
        : '';
    throw new Error(
      `${file}: expected ${count} labels in ${title}, one for each image, got ` +
        `${shape.join(' x ') || 'one'}${advice}.`,
    );
  }
  if (labels.kind === 'text') {
    return { className: (image) => labels.texts[image], areTexts: true, numbers: null, notes: [] };
  }
  const numbers = hot ?? labels.values;
  checkLabelled(numbers, file, (image) => `at position ${image} of ${title}`);
  return {
    className: (image) =>
      classOfNumber(numbers[image], classes, file, () => `in ${title} at position ${image}`),
    areTexts: false,
    numbers,
    notes: hot
      ? [`The labels in ${title} are one-hot (${shape.join(' x ')}): the column of the 1 is the class.`]
      : [],
  };
}

/** The column of the one 1 in each row; null where a row has another number, or not one 1. */
function oneHot(values: ArrayLike<number>, columns: number): Int32Array | null {
  const classes = new Int32Array(values.length / columns).fill(-1);
  for (let at = 0; at < values.length; at++) {
    if (values[at] === 0) continue;
    const image = Math.floor(at / columns);
    if (values[at] !== 1 || classes[image] >= 0) return null;
    classes[image] = at % columns;
  }
  return classes.includes(-1) ? null : classes;
}
