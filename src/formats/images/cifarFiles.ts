/** Files of CIFAR in the binary version, looked at and not yet read. */
import type { ByteSource } from '../bytes/source';
import { type CifarPart, cifarFolderImages, cifarImages, recordsIn } from './cifar';
import { IN_FOLDERS } from './foldersOf';
import { folderEntries } from './imageFolder';
import type { ChosenFile, ImageFiles, ImageStream } from './openedImages';

/** The batches of an extracted archive, as published, and the files of its pickled version. */
export const CIFAR_FILE = /(^|\/)(data_batch_\d+|test_batch|train|test)\.bin$/;
export const CIFAR_PICKLE = /(^|\/)(data_batch_\d+|test_batch|batches\.meta|train|test|meta)$/;
export const CIFAR_BATCH =
  /(^|\/)((data_batch_\d+|test_batch|train|test)\.bin|cifar-100?-(batches-py|python)\/.+)$/;

/** A file of images by its name, and its bytes. */
type Batch = { name: string; size: number };

/** Batches of other names are one after the other. */
export function cifarBatches(sources: ByteSource[]): ImageFiles {
  const batches = sources.map(({ file, size }) => ({ name: file, size }));
  return { ...cifarFiles(sources, batches), parts: [], counts: countsOf(batches, () => '') };
}

/**
 * Batches named as published, the files of an extracted archive among others: batches for training and for
 * testing are parts.
 */
export function cifarFolder(files: ChosenFile[]): ImageFiles {
  const batches = files.map(({ path, content }) => ({ name: path, size: content.size })).filter(isBatch);
  const folder = files.length === 1 ? files[0].path : batches[0].name.split('/')[0];
  return cifarOf(folder, batches, (chosen) => {
    const { images, classes } = cifarFolderImages(folderEntries(files, folder), folder, chosen);
    return { images, names: classes, byName: false };
  });
}

const isBatch = ({ name }: Batch) => CIFAR_FILE.test(name);
const isOfHundred = ({ name }: Batch) => /(^|\/)(train|test)\.bin$/.test(name);
const partOf = ({ name }: Batch): CifarPart['split'] =>
  /(^|\/)test(_batch)?\.bin$/.test(name) ? 'test' : 'train';

/** How many images there are in each part, as `ImageFiles` says it; nothing where a batch is torn. */
function countsOf(batches: Batch[], part: (batch: Batch) => string): ImageFiles['counts'] {
  const counts: ImageFiles['counts'] = {};
  for (const batch of batches) {
    const records = recordsIn(batch.name, batch.size);
    if (records === null) return {};
    counts[part(batch)] = (counts[part(batch)] ?? 0) + records;
  }
  return counts;
}

/** Archives or files, and what is in them. */
export function cifarFiles(sources: ByteSource[], entries: Batch[]): ImageFiles {
  return cifarOf(sources[0].file, entries.filter(isBatch), (chosen) => {
    const all = sources.map((source) => cifarImages(source, chosen));
    async function* images() {
      for (const each of all) yield* each.images;
    }
    return { images: images(), names: () => all[0].classes(), byName: false };
  });
}

/** `batches` have the names of published ones, which say what is in them. */
function cifarOf(file: string, batches: Batch[], opened: (part: CifarPart) => ImageStream): ImageFiles {
  const isHundred = batches.some(isOfHundred);
  const batchesOf = (part: CifarPart['split']) => batches.filter((batch) => partOf(batch) === part);
  const there = (['test', 'train'] as const).filter((part) => batchesOf(part).length > 0);
  const isParted = there.length > 1;
  return {
    file,
    kind: isHundred ? 'CIFAR-100' : 'CIFAR-10',
    counts: countsOf(batches, isParted ? partOf : () => ''),
    parts: isParted ? there : [],
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
