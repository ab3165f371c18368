import type { DecodeImage } from '../formats/images/decodeImage';
import { fingerprintsOf } from '../formats/images/fingerprints';
import { openImageFiles } from '../formats/images/imageFiles';
import { collectImages, type ImageSet } from '../formats/images/imageSet';
import type { ImageFiles } from '../formats/images/openedImages';
import { MOST_CALIBRATION } from '../model/methods/making/making';
import { checkColours } from './copyColours';
import { copyOrder, type KnownImages } from './copyOrder';
import type { ImageCopy } from './withheld';
import type { Zoo } from './zoo';

/** How reading a copy is done and watched. */
export type CopyOptions = {
  decode: DecodeImage;
  signal?: AbortSignal;
  /** Told what is being done, how many images of it are done, and the share of all that is read, 0..1. */
  told?: (doing: string, images: number, share: number) => void;
  /** When it is brought (ISO 8601). */
  created: string;
};

type Files = Parameters<typeof openImageFiles>[0];

const TEST = /test|t10k/i;
const TRAINING = /train/i;

/**
 * Reads a reader's own copy of a zoo's test images from files of any form that images are read from, and puts
 * it in the zoo's order by `copyOrder`. Where the files have training images too, some of them, evenly
 * spaced, become calibration images. Throws one sentence where the files are something else.
 */
export async function readCopy(
  zoo: Pick<Zoo, 'manifest' | 'testLabels' | 'withheld'>,
  files: Files,
  { decode, signal, told = () => {}, created }: CopyOptions,
): Promise<ImageCopy> {
  const { withheld, manifest } = zoo;
  const { dataset, architecture } = manifest;
  if (!withheld) throw new Error(`Expected a dataset whose test images are not here, got ${dataset.title}.`);
  const known: KnownImages = {
    labels: await zoo.testLabels({ signal }),
    prints: await withheld.fingerprints({ signal }),
  };
  const opened = await openImageFiles(files, decode, signal);
  const { file, kind, parts } = opened;
  const { height, width, channels } = architecture.input;
  const target = { height, width, channels };
  const training = parts.find((part) => TRAINING.test(part));
  const ofTraining = dataset.trainingCounts?.reduce((sum, count) => sum + count, 0) ?? 0;
  const all = dataset.test.count + (training ? ofTraining : 0);
  const tell = (doing: string, before: number, images = 0) =>
    told(doing, images, Math.min(1, (before + images) / all));
  const read = async (
    part: string | null,
    doing: string,
    before = 0,
    put?: (id: string, pixels: Uint8Array) => void,
  ) => {
    tell(doing, before);
    const stream = await opened.open({ part, labels: opened.labels[0] ?? null });
    const set = await collectImages(stream.images, {
      ...{ file, target, signal, put },
      ...(stream.classes && { classes: stream.classes }),
      progress: (images) => tell(doing, before, images),
    });
    return { set, classes: stream.names?.() ?? set.classes };
  };
  const { set, classes } = await read(testPart(opened), 'Reading the test images');
  tell('Matching the images', set.count);
  const labels = labelsIn(set, classes, dataset.classes, file);
  // Where the number is wrong, that is said, and not what a few images look like.
  const isWhole = set.count === dataset.test.count;
  if (channels === 3 && isWhole) checkColours(set.images, architecture.input.mean, file);
  const prints = fingerprintsOf(set.images, set.count);
  const order = copyOrder(known, { file, labels, prints, ids: set.ids }, dataset.classes);
  const size = height * width * channels;
  const images = new Uint8Array(set.count * size);
  order.places.forEach((place, image) => {
    images.set(set.images.subarray(place * size, (place + 1) * size), image * size);
  });
  return {
    ...order,
    ...{ file, kind, created, images, fitted: set.fitted, notes: opened.notes },
    calibration: training && ofTraining > 0 ? await calibrationOf(training) : null,
  };

  /** Every so many of the training images, of which only those are held. */
  async function calibrationOf(part: string): Promise<ImageCopy['calibration']> {
    const every = Math.max(1, Math.floor(ofTraining / MOST_CALIBRATION));
    const kept: Uint8Array[] = [];
    let at = 0;
    const found = await read(part, 'Reading the training images', dataset.test.count, (_, pixels) => {
      if (at++ % every === 0 && kept.length < MOST_CALIBRATION) kept.push(pixels.slice());
    });
    const known = labelsIn(found.set, found.classes, dataset.classes, file);
    const chosen = new Uint8Array(kept.length * size);
    kept.forEach((pixels, image) => {
      chosen.set(pixels, image * size);
    });
    const labelled = Uint16Array.from(kept, (_, image) => known?.[image * every] ?? 0);
    return { images: chosen, labels: labelled, of: found.set.count };
  }
}

/** The part of the test images. */
function testPart({ parts, file }: ImageFiles): string | null {
  if (parts.length === 0) return null;
  const found = parts.find((part) => TEST.test(part)) ?? parts.find((part) => !TRAINING.test(part));
  if (found) return found;
  throw new Error(`${file}: expected a part of test images, got ${parts.join(', ')}.`);
}

/**
 * The class of each image by the zoo's names, or by its numbers where the file has only those; null where it
 * has none, or all have one.
 */
function labelsIn(set: ImageSet, classes: string[], wanted: string[], file: string): Uint16Array | null {
  const { labels } = set;
  // One class alone is the name of a folder that holds all images.
  if (!labels || (classes.length === 1 && wanted.length > 1)) return null;
  const index = new Map(wanted.map((name, label) => [name.toLowerCase(), label]));
  const areNumbers = classes.every((name, label) => name === `${label}`);
  const to = classes.map((name, label) =>
    areNumbers ? (label < wanted.length ? label : undefined) : index.get(name.toLowerCase()),
  );
  const stranger = to.indexOf(undefined);
  if (stranger >= 0) {
    throw new Error(
      `${file}: expected the classes ${wanted.join(', ')}, or their numbers from 0, got ` +
        `"${classes[stranger].slice(0, 80)}"; this seems to be another set.`,
    );
  }
  return labels.map((label) => to[label]!);
}
