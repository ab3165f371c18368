/** Says that images lie on their side, as EMNIST is published. */

/**
 * The largest label of EMNIST's parts, and the smallest: letters count from 1
 * (https://www.nist.gov/itl/products-and-services/emnist-dataset).
 */
const PARTS = [
  { least: 1, most: 26 },
  { least: 0, most: 46 },
  { least: 0, most: 61 },
];
const SIDE = 28;
/** Fewer labels do not tell which part of EMNIST they are of. */
const FEWEST = 200;

const SWAPPED = 'rows and columns are swapped, so that characters lie on their side';
const READ = 'Images are read as they are stored, as torchvision and TensorFlow Datasets read them';
const ADVICE = 'if your networks saw them upright, transpose them first, as numpy.swapaxes(images, 1, 2)';

/**
 * The sentence for images that are EMNIST's by a name, or may be by their labels: 28 x 28, and labels from 1
 * to 26, to 46 or to 61. Null for any others.
 */
export function transposedNote(
  names: string[],
  extent: { height: number; width: number } | null,
  labels: ArrayLike<number> | null,
): string | null {
  if (names.some((name) => /emnist/i.test(name))) {
    return `In EMNIST as it is published ${SWAPPED}. ${READ}; ${ADVICE}.`;
  }
  if (extent?.height !== SIDE || extent.width !== SIDE || !labels || labels.length < FEWEST) return null;
  let least = labels[0];
  let most = labels[0];
  for (let i = 1; i < labels.length; i++) {
    least = Math.min(least, labels[i]);
    most = Math.max(most, labels[i]);
  }
  if (!PARTS.some((part) => part.least === least && part.most === most)) return null;
  return (
    `Labels from ${least} to ${most} of images of 28 x 28 may be those of EMNIST, in which ` +
    `${SWAPPED}. ${READ}; ${ADVICE}.`
  );
}
