/** Files of CIFAR in the binary version, looked at and not yet read. */
import type { ByteSource } from '../bytes/source';
import { type CifarPart, cifarFolderImages, cifarImages } from './cifar';
import { IN_FOLDERS } from './foldersOf';
import { folderEntries } from './imageFolder';
import type { ChosenFile, ImageFiles, ImageStream } from './openedImages';

/** The batches of an extracted archive, as published, and the files of its pickled version. */
export const CIFAR_FILE = /(^|\/)(data_batch_\d+|test_batch|train|test)\.bin$/;
export const CIFAR_PICKLE = /(^|\/)(data_batch_\d+|test_batch|batches\.meta|train|test|meta)$/;
export const CIFAR_BATCH =
  /(^|\/)((data_batch_\d+|test_batch|train|test)\.bin|cifar-100?-(batches-py|python)\/.+)$/;

/** Batches of other names are one after the other. */
export function cifarBatches(sources: ByteSource[]): ImageFiles {
  return cifarFiles(sources, false, []);
}

/**
 * Batches named as published, the files of an extracted archive among others: batches for training and for
 * testing are parts.
 */
export function cifarFolder(files: ChosenFile[]): ImageFiles {
  const batches = files.filter(({ path }) => CIFAR_FILE.test(path)).map(({ path }) => path);
  const there = cifarParts(batches);
  const isHundred = batches.some((path) => /(^|\/)(train|test)\.bin$/.test(path));
  const folder = files.length === 1 ? files[0].path : batches[0].split('/')[0];
  return cifarOf(folder, isHundred, there, (chosen) => {
    const { images, classes } = cifarFolderImages(folderEntries(files, folder), folder, chosen);
    return { images, names: classes, byName: false };
  });
}

/** Which parts batches are of, by their names. */
export function cifarParts(paths: string[]): CifarPart['split'][] {
  const isTest = (path: string) => /(^|\/)test(_batch)?\.bin$/.test(path);
  const batches = paths.filter((path) => CIFAR_FILE.test(path));
  return (['test', 'train'] as const).filter((part) =>
    batches.some((path) => isTest(path) === (part === 'test')),
  );
}

export function cifarFiles(
  sources: ByteSource[],
  isHundred: boolean,
  there: CifarPart['split'][],
): ImageFiles {
  return cifarOf(sources[0].file, isHundred, there, (chosen) => {
    const all = sources.map((source) => cifarImages(source, chosen));
    async function* images() {
      for (const each of all) yield* each.images;
    }
    return { images: images(), names: () => all[0].classes(), byName: false };
  });
}

function cifarOf(
  file: string,
  isHundred: boolean,
  there: CifarPart['split'][],
  opened: (part: CifarPart) => ImageStream,
): ImageFiles {
  return {
    file,
    kind: isHundred ? 'CIFAR-100' : 'CIFAR-10',
    counts: {},
    parts: there.length > 1 ? there : [],
    labels: isHundred ? ['fine', 'coarse'] : [],
    notes: [],
    advice: IN_FOLDERS,
    open: async ({ part, labels }) =>
      opened({
        split: there.find((each) => each === part) ?? there[0] ?? 'test',
        labels: labels === 'coarse' ? 'coarse' : 'fine',
      }),
  };
}
