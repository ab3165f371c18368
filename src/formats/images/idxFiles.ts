import { firstIdxClasses, idxDimensions, idxLabelsNote, readPictureShape } from '../arrays/idx';
import { gunzipChunks, isGzip } from '../bytes/gzip';
import type { ByteSource } from '../bytes/source';
import { named } from '../check';
import { idxImages } from './idxImages';
import type { ImageFiles } from './openedImages';
import { layoutNote, type PictureLayout, pictureLayout } from './pictureArray';
import { transposedNote } from './transposed';

/** What tells a file of images from its labels in the names of MNIST's files. */
const IDX_NAME = /[-_.]*(images|labels)[-_.]*(idx[1-4])?[-_.]*(ubyte|int)?|\.gz$/gi;

/**
 * Files of IDX, told apart by their headers, in pairs of images and labels with the same name otherwise;
 * `others` are files beside them.
 */
export async function idxFiles(
  sources: ByteSource[],
  others: { file: string; kind: string | null }[],
): Promise<ImageFiles> {
  const key = ({ file }: ByteSource) => file.replace(IDX_NAME, '');
  const looked = await Promise.all(
    sources.map(async (source) => {
      for await (const chunk of inflatedHead(source)) {
        return { source, dimensions: idxDimensions(chunk) ?? 0, head: chunk };
      }
      return { source, dimensions: 0, head: new Uint8Array(0) };
    }),
  );
  const labels = looked.filter(({ dimensions }) => dimensions < 3);
  const images = looked.filter(({ dimensions }) => dimensions >= 3);
  const pairs = images.map(({ source: own, head }) => {
    const found =
      images.length === 1 && labels.length === 1
        ? labels[0]
        : labels.find(({ source }) => key(source) === key(own));
    const part = named(key(own)) || named(own.file);
    return { images: own, layout: layoutIn(head), labels: found, part };
  });
  const lone = pairs.find((pair) => !pair.labels);
  if (pairs.length === 0 || lone) {
    const what = lone ? 'images' : 'labels';
    const missing = lone ? 'labels' : 'images';
    const file = (lone?.images ?? labels[0].source).file;
    const unfit = lone ? labels.map(({ source }) => source.file) : [];
    const beside = others.map(({ file: other, kind }) => `${named(other)} (${kind ?? 'of an unknown kind'})`);
    const got =
      unfit.length > 0
        ? `${unfit.slice(0, 4).map(named).join(' and ')}; give the two of a pair the same name but for ` +
          '"images" and "labels"'
        : beside.length > 0
          ? `${beside.slice(0, 4).join(' and ')} beside it; choose the IDX file of ${missing}`
          : `only the ${what}; choose both`;
    throw new Error(`${file}: expected an IDX file of images and one of labels, got ${got}.`);
  }
  pairs.sort((a, b) => Number(/train/i.test(a.part)) - Number(/train/i.test(b.part)));
  const notes = new Set(
    pairs.flatMap(({ images: own, layout, labels: paired }) => {
      return [
        layout && layoutNote(layout),
        paired ? idxLabelsNote(paired.head) : null,
        transposedNote(
          [own.file, paired?.source.file ?? ''],
          layout?.extent ?? null,
          paired ? firstIdxClasses(paired.head) : null,
        ),
      ];
    }),
  );
  return {
    file: pairs[0].images.file,
    kind: 'IDX',
    counts: Object.fromEntries(pairs.flatMap(({ part, layout }) => (layout ? [[part, layout.count]] : []))),
    parts: pairs.length > 1 ? pairs.map(({ part }) => part) : [],
    labels: [],
    notes: [...notes].filter((note) => note !== null),
    advice: 'choose the file of labels too',
    async open({ part }) {
      const pair = pairs.find((each) => each.part === part) ?? pairs[0];
      return { images: idxImages(pair.images, pair.labels?.source ?? null), byName: false };
    },
  };
}

/** The layout that the head of a file of images says; null where it says none that is read. */
function layoutIn(head: Uint8Array): PictureLayout | null {
  try {
    return pictureLayout(readPictureShape(head, ''));
  } catch {
    // What is wrong with it is told when its images are read.
    return null;
  }
}

async function* inflatedHead(source: ByteSource): AsyncGenerator<Uint8Array> {
  const head = await source.read(0, Math.min(source.size, 1 << 16));
  if (isGzip(head)) yield* gunzipChunks(() => [head], 2 ** 33, source.file);
  else yield head;
}
