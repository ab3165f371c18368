/** Arrays of images: which axis is which, and their numbers as bytes, image by image. */
import type { chunkReader } from '../bytes/chunkReader';
import { LARGEST_IMAGE } from '../limits';
import type { RawImage } from './fit';
import type { LabelledImage } from './imageSet';

/** How many images there are and their extent. */
export type PictureLayout = {
  count: number;
  extent: Omit<RawImage, 'data'>;
  /** Whether channels come before rows in the file. */
  channelsFirst: boolean;
  /** Whether the shape fits channels first as well, where they are taken to come last. */
  isEither: boolean;
};

/** The numbers of one image after another. */
export type NumberRows = AsyncIterable<ArrayLike<number>>;

/** What numbers stand for a byte: the byte itself, or a share of 255. */
export type Scale = 1 | 255;

const isChannels = (extent: number): extent is RawImage['channels'] =>
  extent === 1 || extent === 3 || extent === 4;

/**
 * The layout of an array of this shape: [N, height, width] or [N, height, width, channels], with 1, 3 or 4
 * channels. It is [N, channels, height, width] of several rows only where nothing else fits; null for any
 * other shape.
 */
export function pictureLayout(shape: number[]): PictureLayout | null {
  const [count, first, second, third = 1] = shape;
  if (shape.length !== 3 && shape.length !== 4) return null;
  if (isChannels(third)) {
    const isEither = shape.length === 4 && isChannels(first) && second > 1;
    const extent = { height: first, width: second, channels: third };
    return { count, extent, channelsFirst: false, isEither };
  }
  if (!isChannels(first) || second === 1) return null;
  const extent = { height: second, width: third, channels: first };
  return { count, extent, channelsFirst: true, isEither: false };
}

/** What is taken of channels that come first, or may, in words; null where they can only come last. */
export function layoutNote({ channelsFirst, isEither, count, extent }: PictureLayout): string | null {
  const { height, width, channels } = extent;
  if (channelsFirst) {
    return `Images are ${count} x ${channels} x ${height} x ${width}: channels come first, and are put last.`;
  }
  return isEither
    ? `Images are ${count} x ${height} x ${width} x ${channels}, where channels may come first or last: ` +
        'they are taken to come last.'
    : null;
}

/** The numbers of one image; throws where it has none, or too many. */
export function pictureSize({ extent }: PictureLayout, file: string): number {
  const { height, width, channels } = extent;
  const size = height * width * channels;
  if (size >= 1 && size <= LARGEST_IMAGE) return size;
  throw new Error(
    `${file}: expected images of 1 to ${LARGEST_IMAGE} bytes, got ${height} x ${width} x ${channels}.`,
  );
}

/** The bytes of one image after another, `count` of `size`; the reader is closed after them. */
export async function* byteRows(
  reader: ReturnType<typeof chunkReader>,
  count: number,
  size: number,
): AsyncGenerator<Uint8Array> {
  for (let image = 0; image < count; image++) yield await reader.take(size);
}

/** Images of rows of numbers, each `scale` times a number as a byte. Ids are positions. */
export async function* pictures(
  rows: NumberRows,
  layout: PictureLayout,
  scale: Scale,
  className: (image: number) => string | null,
): AsyncGenerator<LabelledImage> {
  let image = 0;
  for await (const numbers of rows) {
    const bytes = numbers instanceof Uint8Array && scale === 1 ? numbers : scaled(numbers, scale);
    const data = layout.channelsFirst ? channelsLast(bytes, layout.extent) : bytes;
    yield { id: `${image}`, className: className(image), image: { ...layout.extent, data } };
    image++;
  }
}

/**
 * What the numbers of all images are: bytes (whole, 0 to 255), shares of 255 (0 to 1, each within `tolerance`
 * of a whole 255th), or neither. For the last it gives a sentence. Whole numbers of 0 and 1 alone may be
 * either, unless they are floats, of which 1 is the whole by custom.
 */
export async function scaleOf(
  rows: NumberRows,
  { isFloat, tolerance }: { isFloat: boolean; tolerance: number },
): Promise<Scale | string> {
  let [least, most] = [Infinity, -Infinity];
  let [isWhole, isShare] = [true, true];
  for await (const numbers of rows) {
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i];
      if (!Number.isFinite(number)) return `${number} among them; leave those images out`;
      if (number < least) least = number;
      if (number > most) most = number;
      if (isWhole && !Number.isInteger(number)) isWhole = false;
      if (isShare && Math.abs(255 * number - Math.round(255 * number)) > tolerance) isShare = false;
    }
  }
  if (least > most || (isWhole && least >= 0 && most > 1 && most <= 255)) return 1;
  if (isFloat && isShare && least >= 0 && most <= 1) return 255;
  const [from, to] = [least, most].map((end) => (isWhole ? end : Number(end.toPrecision(4))));
  const range = `${from} to ${to}`;
  if (isWhole && least >= 0 && most > 255 && most <= 65_535) {
    return `${range}; save them as bytes, those of 16 bits as (images / 257).round().astype("uint8")`;
  }
  if (least < 0 || most > 255) {
    return `${range}; undo what was done to them (x * std + mean), and save bytes from 0 to 255`;
  }
  if (isWhole) return `${range} alone; save them as bytes: 0 and 255`;
  return most > 1
    ? `${range}, not all whole; round them and save them as bytes: images.round().astype("uint8")`
    : `${range}, which are no whole 255ths; save them as bytes: (255 * images).round().astype("uint8")`;
}

function scaled(numbers: ArrayLike<number>, scale: Scale): Uint8Array {
  return Uint8Array.from(numbers, (number) => Math.round(scale * number));
}

function channelsLast(planes: Uint8Array, { height, width, channels }: Omit<RawImage, 'data'>): Uint8Array {
  const pixels = height * width;
  const data = new Uint8Array(pixels * channels);
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < pixels; pixel++)
      data[channels * pixel + channel] = planes[channel * pixels + pixel];
  }
  return data;
}
