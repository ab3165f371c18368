import type { Predictions } from './predictions';

/**
 * Votes [images, classes]: how many networks say each class for each image. With `rows`, only those networks vote.
 * Throws when a label is not a class.
 */
export function countVotes(predictions: Predictions, rows?: readonly number[]): Uint16Array {
  const { members, images, classes, labels } = predictions;
  const votes = new Uint16Array(images * classes);
  const voters = rows ?? members.keys();
  for (const row of voters) {
    const start = row * images;
    for (let image = 0; image < images; image++) {
      const label = labels[start + image];
      if (label >= classes) {
        throw notAClass(predictions, row, image);
      }
      votes[image * classes + label]++;
    }
  }
  return votes;
}

/** What is wrong with the label of network `row` for an image that is no class. */
export function notAClass({ members, images, classes, labels }: Predictions, row: number, image: number) {
  return new RangeError(
    `Expected class indices below ${classes}, but network ${members[row]} says ${labels[row * images + image]} for image ${image}; check the number of classes.`,
  );
}

/** Votes of two groups of networks on the same images, added. Throws when the shapes differ. */
export function addVotes(a: Uint16Array, b: Uint16Array): Uint16Array {
  if (a.length !== b.length) {
    throw new RangeError(
      `Expected votes of one shape to add, but one has ${a.length} entries and the other ${b.length}; count both on the same images and classes.`,
    );
  }
  return a.map((votes, index) => votes + b[index]);
}

/** Votes of the first class minus votes of the second in one image's row of votes, 0..K; a tie gives 0. */
export function voteMargin(row: ArrayLike<number>): number {
  let first = 0;
  let second = 0;
  for (let label = 0; label < row.length; label++) {
    const votes = row[label];
    if (votes > first) {
      second = first;
      first = votes;
    } else if (votes > second) second = votes;
  }
  return first - second;
}
