/** Images in folders, their own or an archive's, looked at and not yet read. */
import type { ArchiveEntry } from '../archives/archiveEntry';
import type { DecodeImage } from './decodeImage';
import {
  type FolderLayout,
  folderLayout,
  IMAGE_KINDS,
  isImagePath,
  kindWords,
  passedOver,
} from './folderLayout';
import { folderImages } from './imageFolder';
import { labelsBeside } from './labelsBeside';
import { matlabImages } from './noImages';
import type { ImageFiles } from './openedImages';
import { inOrder } from './parts';

/** What a folder of images is told to do. */
export const IN_FOLDERS = 'put each class in a folder of its own';

/** Which entries are asked for: those of a part, by the layout; all where none is named. */
export type EntriesAsked = { split?: string; layout?: FolderLayout };

type FoldersOptions = Pick<ImageFiles, 'file' | 'kind'> & {
  decode: DecodeImage;
  signal: AbortSignal | undefined;
};

/** Whether one folder holds all images and nothing else tells them apart: its name is no class of theirs. */
function isFlat(images: string[]): boolean {
  const folders = new Set(images.map((path) => path.split('/').slice(0, -1).join('/')));
  const [only] = folders;
  return folders.size === 1 && !only.includes('/');
}

/**
 * Images by their paths: their classes are in files beside them where there are such, else the folders that
 * hold them. `entries` gives the files, as often as it is asked.
 */
export async function foldersOf(
  paths: string[],
  { file, kind, decode, signal }: FoldersOptions,
  entries: (asked: EntriesAsked) => AsyncIterable<ArchiveEntry> | Iterable<ArchiveEntry>,
): Promise<ImageFiles> {
  const kinds = decode.kinds ?? IMAGE_KINDS;
  const images = paths.filter((path) => isImagePath(path, kinds));
  const layout = isFlat(images) ? { ...folderLayout(images), className: () => null } : folderLayout(images);
  const counts: Record<string, number> = {};
  for (const path of images) {
    const part = layout.part(path) ?? '';
    counts[part] = (counts[part] ?? 0) + 1;
  }
  if (images.length === 0) {
    if (paths.some((path) => /\.mat$/i.test(path))) throw matlabImages(file);
    const left = passedOver(paths, kinds)
      ?.replace(/ left out, because.*read/, '')
      .replace(/\.$/, '');
    throw new Error(
      `${file}: expected ${kindWords(kinds, 'or')} images, got none${left ? ` (${left})` : ''}; ` +
        'convert them to PNG.',
    );
  }
  const beside = await labelsBeside(paths, images, () => entries({}), {
    file,
    signal,
    inFolders: images.every((path) => layout.className(path) !== null),
  });
  const left = passedOver(
    paths.filter((path) => !beside?.files.has(path)),
    kinds,
  );
  return {
    file,
    kind,
    counts,
    parts: inOrder(Object.keys(counts)),
    labels: [],
    notes: [...(beside ? [beside.note] : layout.notes), ...(left ? [left] : [])],
    advice: IN_FOLDERS,
    open: async ({ part }) => {
      const split = part ?? undefined;
      const own = beside ? { ...layout, className: beside.className } : layout;
      return {
        images: folderImages(entries({ split, layout }), { file, decode, split, layout: own }),
        byName: !beside?.areNumbers,
      };
    },
  };
}
