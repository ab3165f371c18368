import type { RawImage } from './fit';
import { readIdxImages, readIdxLabels } from './idx';
import type { LabelledImage } from './imageSet';
import type { NpyArray } from './npy';

const IMAGES = ['images', 'x', 'x_test', 'test_images', 'data'];
const LABELS = ['labels', 'label', 'y', 'y_test', 'test_labels', 'targets'];
const NAMES = ['classes', 'class_names', 'names'];

/** Images of an IDX file, with the labels of another (null: none), both inflated. Ids are positions, classes their numbers. */
export function* idxImages(
  images: { bytes: Uint8Array; file: string },
  labels: { bytes: Uint8Array; file: string } | null,
): Generator<LabelledImage> {
  const { count, height, width, images: data } = readIdxImages(images.bytes, images.file);
  const classes = labels && readIdxLabels(labels.bytes, labels.file);
  if (labels && classes?.length !== count) {
    throw new Error(
      `${labels.file}: expected ${count} labels, one for each image of ${images.file}, got ${classes?.length}.`,
    );
  }
  yield* rows(data, count, { height, width, channels: 1 }, (image) => classes && `${classes[image]}`);
}

/**
 * Images of an npz file: `images` u8 [N, height, width] or [N, height, width, channels], and where there are any `labels` [N] and the names of the
 * `classes`. Ids are positions.
 */
export function* npzImages(arrays: Map<string, NpyArray>, file: string): Generator<LabelledImage> {
  const images = pick(arrays, IMAGES);
  const shape = images?.array.shape ?? [];
  const [count, height, width, channels = 1] = shape;
  const isPicture =
    shape.length === 3 || (shape.length === 4 && (channels === 1 || channels === 3 || channels === 4));
  const pixels =
    images?.array.kind === 'numbers' && images.array.dtype === '|u1' ? images.array.values : null;
  if (!isPicture || !(pixels instanceof Uint8Array)) {
    const there = [...arrays].map(([name, array]) => `${name} (${array.shape.join(' x ')})`).slice(0, 12);
    throw new Error(
      `${file}: expected an array images of bytes, images x height x width x channels (1, 3 or 4), got ${there.join(', ') || 'no array'}.`,
    );
  }
  const labels = pick(arrays, LABELS);
  const values = labels?.array.kind === 'numbers' ? labels.array.values : null;
  if (labels && values?.length !== count) {
    throw new Error(
      `${file}: expected ${count} whole numbers in ${labels.name}, one for each image, got ${values?.length ?? 'text'}.`,
    );
  }
  const names = npzClasses(arrays);
  yield* rows(pixels, count, { height, width, channels: channels as RawImage['channels'] }, (image) => {
    if (!values) return null;
    const value = values[image];
    const name = names ? names[value] : `${value}`;
    if (!Number.isInteger(value) || value < 0 || name === undefined) {
      throw new Error(
        `${file}: expected classes from 0${names ? ` to ${names.length - 1}` : ''} in ${labels?.name}, got ${value} at position ${image}.`,
      );
    }
    return name;
  });
}

/** The names of the classes in an npz file of images, in class order. */
export function npzClasses(arrays: Map<string, NpyArray>): string[] | undefined {
  const classes = pick(arrays, NAMES)?.array;
  return classes?.kind === 'text' ? classes.texts : undefined;
}

function pick(arrays: Map<string, NpyArray>, names: string[]): { name: string; array: NpyArray } | undefined {
  const name = [...arrays.keys()].find((each) => names.includes(each.toLowerCase()));
  return name === undefined ? undefined : { name, array: arrays.get(name)! };
}

function* rows(
  data: Uint8Array,
  count: number,
  extent: Omit<RawImage, 'data'>,
  className: (image: number) => string | null,
): Generator<LabelledImage> {
  const size = extent.height * extent.width * extent.channels;
  for (let image = 0; image < count; image++) {
    const pixels = data.subarray(image * size, (image + 1) * size);
    yield { id: `${image}`, className: className(image), image: { ...extent, data: pixels } };
  }
}
