import type { Predictions } from './predictions';

const MOST_NETWORKS = 65_535;

/** Throws a sentence when `predictions` of the population called `name` contradict themselves. */
function checkShape(name: string, predictions: Predictions): void {
  const { members, images, classes, labels, pPrediction, pLabel, rankLabel } = predictions;
  if (members.length < 1 || members.length > MOST_NETWORKS || images < 1 || classes < 1) {
    throw new RangeError(
      `Expected 1 to ${MOST_NETWORKS} networks, an image and a class in the ${name} population, but it has ` +
        `${members.length}, ${images} and ${classes}.`,
    );
  }
  const entries = members.length * images;
  for (const [field, matrix] of Object.entries({ labels, pPrediction, pLabel, rankLabel })) {
    if (matrix && matrix.length !== entries) {
      throw new RangeError(
        `Expected ${entries} entries in ${field} of the ${name} population (${members.length} networks x ` +
          `${images} images), but it has ${matrix.length}.`,
      );
    }
  }
}

/**
 * Throws a sentence unless the populations, by name, and any true labels are of the same images and classes.
 */
export function checkComparable(populations: Record<string, Predictions>, truth?: Uint16Array): void {
  const [[first, reference]] = Object.entries(populations);
  for (const [name, predictions] of Object.entries(populations)) {
    checkShape(name, predictions);
    if (predictions.images !== reference.images || predictions.classes !== reference.classes) {
      throw new RangeError(
        `Expected the ${name} population to answer the same images as the ${first} one, ` +
          `${reference.images} of ${reference.classes} classes, but it has ${predictions.images} of ` +
          `${predictions.classes}; select the same images in both.`,
      );
    }
  }
  if (!truth) return;
  if (truth.length !== reference.images) {
    throw new RangeError(
      `Expected one true label for each of ${reference.images} images, but there are ${truth.length}.`,
    );
  }
  const wrong = truth.findIndex((label) => label >= reference.classes);
  if (wrong >= 0) {
    throw new RangeError(
      `Expected true labels below ${reference.classes}, but image ${wrong} has ${truth[wrong]}; check the ` +
        'number of classes.',
    );
  }
}
