import { named } from '../check';

/**
 * Label -1 says that an image has none (a test set whose labels are kept back, crowds that nobody labelled).
 */
const NONE = -1;

/**
 * Refuses labels below 0, and names how many say that there is none; `where` tells what the first
 * stands in.
 */
export function checkLabelled(
  values: ArrayLike<number>,
  file: string,
  where: (image: number) => string,
): void {
  let count = 0;
  let first = -1;
  for (let image = 0; image < values.length; image++) {
    if (values[image] < NONE) {
      throw new Error(
        `${file}: expected classes from 0 on, got ${values[image]} ${where(image)}; leave that image out, ` +
          'or count from 0.',
      );
    }
    if (values[image] !== NONE) continue;
    if (count === 0) first = image;
    count++;
  }
  if (count === 0) return;
  const all = count === values.length ? `all ${count}` : `${count} of ${values.length}`;
  throw new Error(
    `${file}: expected a class for every image, got -1, which says that there is none, for ${all}, the ` +
      `first ${where(first)}; leave those images out.`,
  );
}

/** The class that a whole number is by name: one of `names`, or the number itself. */
export function classOfNumber(
  value: number,
  names: string[] | null | undefined,
  file: string,
  where: () => string,
): string {
  const name = names ? names[value] : `${value}`;
  if (!Number.isInteger(value) || value < 0 || name === undefined) {
    throw new Error(
      `${file}: expected a class from 0${names ? ` to ${names.length - 1}` : ''} ${where()}, got ` +
        `${named(`${value}`)}.`,
    );
  }
  return name;
}
