import { mulberry32 } from '../../audit/statistics/random';
import { fingerprintsOf } from '../../formats/images/fingerprints';
import type { Withheld } from '../withheld';

/** Bytes of an image of 32 x 32 pixels in three colours. */
export const IMAGE_BYTES = 32 * 32 * 3;

const CLASSES = 'airplane automobile bird cat deer dog frog horse ship truck'.split(' ');

/** Made-up images, u8 [count, 32, 32, 3]: each a pattern of soft blocks of its own. */
export function madeUpImages(count: number, seed = 1): Uint8Array<ArrayBuffer> {
  const random = mulberry32(seed);
  const images = new Uint8Array(count * IMAGE_BYTES);
  for (let image = 0; image < count; image++) {
    const blocks = Float64Array.from({ length: 8 * 8 * 3 }, () => 20 + 200 * random());
    for (let at = 0; at < IMAGE_BYTES; at++) {
      const [y, x, channel] = [Math.floor(at / 96), Math.floor(at / 3) % 32, at % 3];
      const block = 3 * (8 * (y >> 2) + (x >> 2)) + channel;
      images[image * IMAGE_BYTES + at] = blocks[block] + 8 * random();
    }
  }
  return images;
}

/** The same with every value a little off, as a JPEG copy has them. */
export function copiesOf(images: Uint8Array, seed = 2): Uint8Array<ArrayBuffer> {
  const random = mulberry32(seed);
  return Uint8Array.from(images, (value) => value + Math.round(4 * random() - 2));
}

/**
 * What `readCopy` asks of a zoo of `count` made-up test images. Image k is of class k mod 10, as CIFAR-10's
 * zoo has them, and the fingerprints are of copies of them.
 */
export function withheldZoo(count = 40) {
  const images = madeUpImages(count);
  const labels = Uint16Array.from({ length: count }, (_, image) => image % 10);
  const prints = fingerprintsOf(copiesOf(images), count);
  const withheld: Withheld = {
    on: 'copies of the test images',
    note: 'The images may not be passed on.',
    published: null,
    fingerprints: async () => prints,
    copy: null,
  };
  const manifest = {
    dataset: {
      ...{ id: 'made-up', title: 'Made up', classes: CLASSES, trainingCounts: CLASSES.map(() => 3) },
      ...{ test: { count }, calibration: null },
    },
    architecture: {
      input: { channels: 3, height: 32, width: 32, mean: [0, 0, 0], std: [1, 1, 1] },
      layers: [],
    },
    variants: [],
  };
  return { images, labels, zoo: { manifest, withheld, testLabels: async () => labels } };
}

/** Records of CIFAR-10's binary version: the images at `places`, in that order, with their labels. */
export function cifarBatch(
  images: Uint8Array,
  labels: ArrayLike<number>,
  places: ArrayLike<number>,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(places.length * (1 + IMAGE_BYTES));
  for (let record = 0; record < places.length; record++) {
    const start = record * (1 + IMAGE_BYTES);
    bytes[start] = labels[places[record]];
    for (let at = 0; at < IMAGE_BYTES; at++) {
      const value = images[places[record] * IMAGE_BYTES + at];
      bytes[start + 1 + (at % 3) * 1024 + Math.floor(at / 3)] = value;
    }
  }
  return bytes;
}

/**
 * The places of `labels` in an order of its own in which the images of each class keep theirs, as published.
 */
export function publishedOrder(labels: ArrayLike<number>, seed = 5): number[] {
  const random = mulberry32(seed);
  const classes = Array.from(labels).sort(() => random() - 0.5);
  const turn = new Map<number, number>();
  return classes.map((label) => {
    const from = turn.get(label) ?? 0;
    const place = Array.prototype.indexOf.call(labels, label, from);
    turn.set(label, place + 1);
    return place;
  });
}
