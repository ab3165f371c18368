// How networks are trained: hyperparameters and the schedules that follow from them, the same on every device
// and in zoo/.
import { mulberry32, shuffledIndices } from '../audit/statistics/random';

/** Hyperparameters of a training. Shares are of all steps. */
export type Recipe = {
  /** 0.25 is a quarter of the steps of one. */
  epochs: number;
  /** Images a step, a multiple of 16. What is left of an epoch's order is left out. */
  batch: number;
  /** The highest learning rate. */
  peakRate: number;
  /** Share of the steps over which the rate rises linearly. */
  warmUp: number;
  momentum: number;
  /** L2 decay of every trainable value. */
  weightDecay: number;
  /** Masks are made anew from `pruneBegin` to `pruneEnd`, every `pruneFrequency` steps and at the end. */
  pruneBegin: number;
  pruneEnd: number;
  pruneFrequency: number;
  /** Whether each image is seen mirrored in every other epoch. */
  flip: boolean;
  /** The most pixels by which an image is moved, each way; what comes in is black. */
  shift: number;
  /** Training images over which BatchNorm statistics are estimated at the end. */
  statisticsImages: number;
};

/** The recipe of the zoo's Fashion-MNIST networks (zoo/recipe.py). */
export const ZOO_RECIPE: Recipe = {
  epochs: 7,
  batch: 256,
  peakRate: 0.4,
  warmUp: 0.15,
  momentum: 0.9,
  weightDecay: 1e-4,
  pruneBegin: 0.15,
  pruneEnd: 0.7,
  pruneFrequency: 50,
  flip: true,
  shift: 0,
  statisticsImages: 10_000,
};

/** A schedule of few steps makes masks so often that it still has about this many updates. */
const UPDATES = 18;

/**
 * The zoo's recipe for `epochs` over `images` training images. Masks are made anew every 50 steps as in the
 * zoo, in short trainings more often, so that they are pruned gradually too.
 */
export function trainingRecipe({
  epochs,
  batch,
  rate,
  images,
}: {
  epochs: number;
  batch: number;
  rate: number;
  images: number;
}): Recipe {
  const steps = trainingSteps({ epochs, batch }, images);
  const pruning = steps * (ZOO_RECIPE.pruneEnd - ZOO_RECIPE.pruneBegin);
  const pruneFrequency = Math.max(1, Math.min(ZOO_RECIPE.pruneFrequency, Math.floor(pruning / UPDATES)));
  const statisticsImages = Math.min(ZOO_RECIPE.statisticsImages, images);
  return { ...ZOO_RECIPE, epochs, batch, peakRate: rate, pruneFrequency, statisticsImages };
}

/**
 * Steps of a whole training over `images` training images, to the nearest where its epochs are no whole
 * number.
 */
export function trainingSteps({ epochs, batch }: Pick<Recipe, 'epochs' | 'batch'>, images: number): number {
  return Math.round(epochs * Math.floor(images / batch));
}

/**
 * Learning rate at `step` of `steps`: from 4% of the peak up linearly, then down to zero along half a cosine.
 */
export function learningRate(recipe: Recipe, step: number, steps: number): number {
  const rising = recipe.warmUp * steps;
  if (step < rising) return recipe.peakRate * (0.04 + (0.96 * step) / rising);
  const progress = (step - rising) / (steps - rising);
  return recipe.peakRate * 0.5 * (1 + Math.cos(Math.PI * progress));
}

/** Rounds to the nearest, halves to even, as Python does. */
function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}

/**
 * The sparsity that the masks get at `step` of `steps`, or null where they stay as they are. Zhu and Gupta,
 * "To prune, or not to prune" (arXiv 1710.01878): s = target (1 - (1 - p)^3), p the share of the way from the
 * first to the last update.
 */
export function scheduledSparsity(
  recipe: Recipe,
  target: number,
  step: number,
  steps: number,
): number | null {
  const begin = roundHalfEven(recipe.pruneBegin * steps);
  const end = roundHalfEven(recipe.pruneEnd * steps);
  const due = step >= begin && step <= end && (step - begin) % recipe.pruneFrequency === 0;
  if (target === 0 || !(due || step === end)) return null;
  const progress = end === begin ? 1 : (step - begin) / (end - begin);
  return target * (1 - (1 - progress) ** 3);
}

/**
 * A generator that depends on all of the words and on nothing else: mulberry32, seeded by FNV-1a over the
 * words joined by "/".
 */
export function generatorOf(...words: (string | number)[]): () => number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(words.join('/'))) hash = Math.imul(hash ^ byte, 0x01000193);
  return mulberry32(hash >>> 0);
}

/**
 * A generator's next number from the standard normal distribution (Box and Muller 1958, the cosine half
 * alone).
 */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * What an epoch shows the network: images in this order, each mirrored or not, moved by (down, right) pixels.
 */
export type EpochOrder = { order: number[]; mirrored: Uint8Array; shifts: Int8Array };

/**
 * The order of an epoch, decided by (seed, epoch) alone. Which images are mirrored is drawn once for a seed
 * and then alternates, so that each image is seen either way equally often. `shifts` holds two numbers an
 * image.
 */
export function epochOrder(recipe: Recipe, seed: string, epoch: number, images: number): EpochOrder {
  const order = shuffledIndices(images, generatorOf(seed, 'order', epoch));
  const mirrored = new Uint8Array(images);
  const shifts = new Int8Array(2 * images);
  if (recipe.flip) {
    const random = generatorOf(seed, 'mirrored');
    for (let image = 0; image < images; image++) mirrored[image] = (random() < 0.5 ? 1 : 0) ^ (epoch % 2);
  }
  if (recipe.shift > 0) {
    const random = generatorOf(seed, 'shifts', epoch);
    const span = 2 * recipe.shift + 1;
    for (let i = 0; i < shifts.length; i++) shifts[i] = Math.floor(random() * span) - recipe.shift;
  }
  return { order, mirrored, shifts };
}
