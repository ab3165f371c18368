import type { Shard } from '../../model/shard';
import { counted } from '../../text/format';
import { named } from '../check';
import { LARGEST_SET, MOST_CLASSES } from '../limits';
import { describeFit, type FitChoice, fitter, type ImageExtent, type RawImage } from './fit';

/**
 * An image as an importer gives it: its place in the file as id, its class by name, or null when the file
 * does not say.
 */
export type LabelledImage = { id: string; className: string | null; image: RawImage & { turned?: boolean } };

/**
 * Images in one extent. `labels` is null when the file has no classes; `fitted` says in words what was done
 * to fit them.
 */
export type ImageSet = ImageExtent & {
  count: number;
  /** u8 [count, height, width, channels]. */
  images: Uint8Array<ArrayBuffer>;
  ids: string[];
  classes: string[];
  labels: Uint16Array | null;
  fitted: string;
};

export type CollectOptions = {
  file: string;
  /**
   * The network's input; without it all images must have the extent of the first, and nothing is done to
   * them.
   */
  target?: ImageExtent;
  choice?: FitChoice;
  /**
   * The classes in their order, as the file names them; else those found: numbers as they are, names by code
   * unit.
   */
  classes?: string[];
  /** Told now and then how many images are there. */
  progress?: (count: number) => void;
  /** Takes each fitted image by its id, in place of gathering them: the set then holds no pixels. */
  put?: (id: string, pixels: Uint8Array) => void;
  signal?: AbortSignal;
};

const BLOCK = 1 << 20;

/**
 * Gathers images as they stream by, fitted to the target. They are held once. At most 1 GiB of fitted images.
 */
export async function collectImages(
  stream: AsyncIterable<LabelledImage> | Iterable<LabelledImage>,
  { file, target, choice = 'crop', classes, progress, put, signal }: CollectOptions,
): Promise<ImageSet> {
  let extent = target;
  const ids: string[] = [];
  const found: (string | null)[] = [];
  const names = new Map<string, string>();
  const extents = new Map<string, ImageExtent>();
  let turned = 0;
  let store: ReturnType<typeof byteBlocks> | undefined;
  let fit: { from: ImageExtent; run: ReturnType<typeof fitter> } | undefined;
  const fitting = (from: ImageExtent, to: ImageExtent) => {
    if (fit?.from.height !== from.height || fit.from.width !== from.width) {
      fit = { from, run: fitter(from, to, choice) };
    }
    return fit.run;
  };
  for await (const { id, className, image } of stream) {
    signal?.throwIfAborted();
    if (image.turned) turned++;
    const own = { height: image.height, width: image.width, channels: image.channels };
    extent ??= own.channels === 4 ? { ...own, channels: 3 } : own;
    if (!target && (own.height !== extent.height || own.width !== extent.width)) {
      throw new Error(
        `${file}: expected images of ${extent.height} x ${extent.width} like the first, got ${own.height} ` +
          `x ${own.width} at ${named(id)}; choose a network to fit them to.`,
      );
    }
    if (extents.size < 1000) extents.set(`${own.height} x ${own.width} x ${own.channels}`, own);
    store ??= byteBlocks(extent.height * extent.width * extent.channels, file);
    const asIs =
      own.height === extent.height && own.width === extent.width && own.channels === extent.channels;
    const pixels = asIs ? image.data : fitting(own, extent)(image);
    if (put) put(id, pixels);
    else store.add(pixels);
    ids.push(id);
    if (className !== null && !names.has(className)) names.set(className, className);
    found.push(className === null ? null : names.get(className)!);
    if ((className === null) !== (found[0] === null)) {
      const [labelled, bare] = className === null ? [ids[0], id] : [id, ids[0]];
      throw new Error(
        `${file}: expected every image in the folder of its class, or none, got ${named(labelled)} in one ` +
          `and ${named(bare)} in none.`,
      );
    }
    if (ids.length % 500 === 0) progress?.(ids.length);
  }
  if (!store || !extent) throw new Error(`${file}: expected at least one image, got none.`);
  const order = classes ?? classOrder([...names.keys()]);
  return {
    ...extent,
    count: ids.length,
    images: store.finish(),
    ids,
    classes: order,
    labels: found[0] === null ? null : labelsOf(found as string[], order, ids, file),
    fitted: wordsFor([...extents.values()], extent, choice) + turnedWords(turned),
  };
}

/** A set with labels as a shard called `id`; `advice` says what to do where it has none. */
export function shardOf(
  { labels, ids: _, fitted: __, ...set }: ImageSet,
  id: string,
  file: string,
  advice = 'put each class in a folder of its own',
): Shard {
  if (!labels) throw new Error(`${file}: expected images with classes, got none; ${advice}.`);
  return { ...set, id, labels };
}

/**
 * Names by code unit; whole numbers stand for themselves, with the classes between them that have no image.
 */
function classOrder(names: string[]): string[] {
  if (names.length > 0 && names.every((name) => /^(0|[1-9]\d{0,4})$/.test(name))) {
    return Array.from({ length: Math.max(...names.map(Number)) + 1 }, (_, number) => `${number}`);
  }
  return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function labelsOf(found: string[], order: string[], ids: string[], file: string): Uint16Array {
  if (order.length > MOST_CLASSES) {
    throw new Error(`${file}: expected at most ${MOST_CLASSES} classes, got ${order.length}.`);
  }
  const index = new Map(order.map((name, position) => [name, position]));
  return Uint16Array.from(found, (name, image) => {
    const label = index.get(name);
    if (label === undefined) {
      throw new Error(
        `${file}: expected one of ${counted(order.length, 'class', 'classes')}, got ${named(name)} at ` +
          `${named(ids[image])}.`,
      );
    }
    return label;
  });
}

function turnedWords(images: number): string {
  if (images === 0) return '';
  const asking = counted(images, 'image asks', 'images ask');
  return `; ${asking} to be turned (EXIF), which is not done, as PIL and torchvision do not`;
}

function wordsFor(extents: ImageExtent[], target: ImageExtent, choice: FitChoice): string {
  const ways = new Map<string, number>();
  for (const extent of extents) {
    const way = describeFit(extent, target, choice);
    ways.set(way, (ways.get(way) ?? 0) + 1);
  }
  if (ways.size === 1) return [...ways.keys()][0];
  const area = ({ height, width }: ImageExtent) => height * width;
  let [small, large] = [extents[0], extents[0]];
  for (const extent of extents) {
    if (area(extent) < area(small)) small = extent;
    if (area(extent) > area(large)) large = extent;
  }
  const kind = { crop: 'cropped to the middle', stretch: 'stretched', pad: 'padded with black' }[choice];
  const grey =
    target.channels === 1 && extents.some(({ channels }) => channels > 1) ? ', made grey (Rec. 601)' : '';
  return (
    `${extents.length} sizes from ${small.height} x ${small.width} to ${large.height} x ` +
    `${large.width}: ${kind} and resized to ${target.height} x ${target.width}${grey}`
  );
}

/** An array buffer that may be made smaller in place (ES2024; TypeScript's library here is older). */
type Shrinkable = ArrayBuffer & { resize?: (length: number) => void };
const makeShrinkable = ArrayBuffer as unknown as new (
  length: number,
  options: { maxByteLength: number },
) => Shrinkable;

/**
 * Equal runs of bytes, gathered in blocks. Laid end to end, each block is shrunk to nothing once it is
 * copied: waiting for the garbage collector would hold all bytes twice.
 */
function byteBlocks(size: number, file: string) {
  const perBlock = Math.max(1, Math.floor(BLOCK / size));
  const length = perBlock * size;
  const blocks: Shrinkable[] = [];
  let count = 0;
  return {
    add(bytes: Uint8Array) {
      if ((count + 1) * size > LARGEST_SET) {
        throw new Error(
          `${file}: expected at most ${LARGEST_SET} bytes of images, got more; choose a smaller network or ` +
            'fewer images.',
        );
      }
      if (count % perBlock === 0) blocks.push(new makeShrinkable(length, { maxByteLength: length }));
      new Uint8Array(blocks[blocks.length - 1]).set(bytes, (count % perBlock) * size);
      count++;
    },
    finish(): Uint8Array<ArrayBuffer> {
      const all = new Uint8Array(count * size);
      blocks.forEach((block, index) => {
        all.set(new Uint8Array(block).subarray(0, all.length - index * length), index * length);
        block.resize?.(0);
      });
      return all;
    },
  };
}
