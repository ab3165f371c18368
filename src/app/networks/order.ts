/** Which images are judged and which set aside, and in which order: all drawn from one seed. */
import { mulberry32, shuffledIndices } from '../../audit/statistics/random';
import type { ImageSet, LabelledImage } from '../../formats/images/imageSet';

/** Decides every order here. */
export const SEED = 0;
export const MOST_CALIBRATION = 2000;

/** Images that are set aside for calibration out of `count`: a fifth, at most 2,000, at least one. */
export function heldOut(count: number): number {
  return Math.max(1, Math.min(MOST_CALIBRATION, Math.floor(count / 5)));
}

/**
 * Whether images lie class by class: the class changes from one to the next less than half as often as it
 * would in random order. There it changes (n - 1)(1 - sum of the classes' shares squared) times.
 */
export function isSortedByClass(labels: Uint16Array, classes: number): boolean {
  const counts = new Float64Array(classes);
  let changes = 0;
  labels.forEach((label, image) => {
    counts[label]++;
    if (image > 0 && label !== labels[image - 1]) changes++;
  });
  const same = counts.reduce((sum, count) => sum + (count / labels.length) ** 2, 0);
  return changes < ((labels.length - 1) * (1 - same)) / 2;
}

/** Puts images, labels and ids in one random order, in place: no second copy is held. */
export function shuffleImages(set: ImageSet, seed: number): void {
  const { images, labels, ids, count, height, width, channels } = set;
  const size = height * width * channels;
  const order = shuffledIndices(count, mulberry32(seed));
  const block = (image: number) => images.subarray(image * size, (image + 1) * size);
  const moved = new Uint8Array(count);
  for (let first = 0; first < count; first++) {
    if (moved[first]) continue;
    const [held, label, id] = [block(first).slice(), labels?.[first] ?? 0, ids[first]];
    for (let place = first; ; place = order[place]) {
      moved[place] = 1;
      const from = order[place];
      const last = from === first;
      images.set(last ? held : block(from), place * size);
      if (labels) labels[place] = last ? label : labels[from];
      ids[place] = last ? id : ids[from];
      if (last) break;
    }
  }
}

/**
 * At most 2,000 of the images that stream by, each as likely as any other (reservoir sampling: Vitter 1985,
 * algorithm R), by a fixed seed.
 */
export async function sampleImages(
  stream: AsyncIterable<LabelledImage>,
  seen: (count: number) => void,
  signal?: AbortSignal,
): Promise<LabelledImage[]> {
  const random = mulberry32(SEED);
  const kept: LabelledImage[] = [];
  let count = 0;
  for await (const { id, image } of stream) {
    signal?.throwIfAborted();
    count++;
    const place = count <= MOST_CALIBRATION ? kept.length : Math.floor(random() * count);
    if (place < MOST_CALIBRATION) {
      // What streams by may be a view of bytes that go on.
      kept[place] = { id, className: null, image: { ...image, data: image.data.slice() } };
    }
    if (count % 500 === 0) seen(count);
  }
  return kept;
}
