/** Images of the reader's own to train on, and those that are held out, in the order that training wants. */
import { mulberry32, shuffledIndices } from '../../audit/statistics/random';
import type { DecodeImage } from '../../formats/images/decodeImage';
import { openImageFiles } from '../../formats/images/imageFiles';
import { collectImages, type ImageSet, shardOf } from '../../formats/images/imageSet';
import type { ImageFiles } from '../../formats/images/openedImages';
import { partsToRead } from '../../formats/images/parts';
import { imagesAt, type Shard } from '../../model/shard';
import { count } from '../../text/format';
import { firstOf, type Preview, previewOf, SHOWN } from '../bring/preview';
import type { OwnFile } from '../imports/protocol';
import { extentOf, readDescription } from './architectures';
import type { OwnData, PreviewQuestion } from './protocol';

/**
 * What is read of own images: both parts, what was done to fit them, and where those held out come from, in
 * words.
 */
export type OwnImages = { training: Shard; test: Shard; files: string[]; fitted: string; heldOut: string };

export type ReadOptions = {
  decode: DecodeImage;
  signal: AbortSignal;
  progress: (count: number) => void;
};

/** The column of labels that is read: the one asked for where files have it, else the likeliest. */
function labelsToRead({ labels }: Pick<ImageFiles, 'labels'>, asked: string | null): string | null {
  return labels.find((name) => name === asked) ?? labels[0] ?? null;
}

/** The first images to train on, as networks would see them. */
export async function ownPreview(
  opened: ImageFiles,
  { extent, fit: choice, labels, network }: PreviewQuestion,
  signal: AbortSignal,
): Promise<Preview> {
  const { file, parts } = opened;
  const target = network.kind === 'description' ? extentOf(readDescription(network).input) : extent;
  const part = partsToRead(parts).training;
  const stream = await opened.open({ part, labels: labelsToRead(opened, labels) });
  const { classes, names } = stream;
  const set = await collectImages(firstOf(stream.images, SHOWN), { file, target, choice, classes, signal });
  return previewOf(set, names ? null : set.classes);
}

async function readFiles(
  files: OwnFile[],
  { extent: target, fit: choice, labels }: OwnData,
  chosen: (parts: string[]) => string | null,
  classes: string[] | null,
  { decode, signal, progress }: ReadOptions,
): Promise<{ set: ImageSet; file: string; shard: Shard; parts: string[] }> {
  const opened = await openImageFiles(files, decode, signal);
  const { file, parts } = opened;
  const stream = await opened.open({ part: chosen(parts), labels: labelsToRead(opened, labels) });
  const set = await collectImages(stream.images, {
    file,
    target,
    choice,
    classes: stream.classes ?? classes ?? undefined,
    progress,
    signal,
  });
  const named = { ...set, classes: stream.names?.() ?? set.classes };
  return { set: named, file, shard: shardOf(named, file, file, opened.advice), parts };
}

/**
 * Reads images to train on and those held out. These come from files of their own, or from the part for it,
 * whose classes must be the same ones. Else they are a share of all, drawn by the seed. Throws one sentence
 * where images have no classes or too few.
 */
export async function readOwnImages(data: OwnData, options: ReadOptions): Promise<OwnImages> {
  const all = await readFiles(data.training, data, (parts) => partsToRead(parts).training, null, options);
  const { shard, file, set } = all;
  if (shard.classes.length < 2) {
    throw new Error(`${file}: expected images of at least two classes, got ${shard.classes.length}.`);
  }
  const part = partsToRead(all.parts).heldOut;
  if (data.heldOut.length > 0 || part !== null) {
    const files = data.heldOut.length > 0 ? data.heldOut : data.training;
    const other = (parts: string[]) => partsToRead(parts).heldOut ?? parts[0] ?? null;
    const held = await readFiles(files, data, other, shard.classes, options);
    const unlike = held.shard.classes.find((name, label) => name !== shard.classes[label]);
    if (unlike !== undefined || held.shard.classes.length !== shard.classes.length) {
      throw new Error(
        `${held.file}: expected the ${shard.classes.length} classes of ${file}, ` +
          `${shard.classes[0]} first, got ` +
          `${held.shard.classes.length}${unlike === undefined ? '' : `, "${unlike}" among them`}.`,
      );
    }
    return {
      training: shard,
      test: held.shard,
      files: [...new Set([file, held.file])],
      fitted: set.fitted,
      heldOut:
        `the ${count(held.shard.count)} images of ` +
        `${held.file}${data.heldOut.length > 0 ? '' : `, part ${part}`}`,
    };
  }
  const order = shuffledIndices(shard.count, mulberry32(data.seed));
  const aside = Math.round(data.share * shard.count);
  if (aside < 1 || aside >= shard.count) {
    throw new Error(
      `${file}: expected enough images to hold ${Math.round(100 * data.share)}% of them out, got ` +
        `${shard.count}.`,
    );
  }
  return {
    training: imagesAt(shard, order.slice(aside), `${file}/train`),
    test: imagesAt(shard, order.slice(0, aside), `${file}/held-out`),
    files: [file],
    fitted: set.fitted,
    heldOut: `${count(aside)} of its images, drawn with seed ${data.seed}`,
  };
}
