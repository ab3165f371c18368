/** Images in folders, their own or an archive's, looked at and not yet read. */
import { folderLayout, isImagePath, passedOver } from './folderLayout';
import type { FolderOptions } from './imageFolder';
import type { LabelledImage } from './imageSet';
import type { ImageFiles } from './openedImages';
import { inOrder } from './parts';

/** What a folder of images is told to do. */
export const IN_FOLDERS = 'put each class in a folder of its own';

/** Images in folders of their classes, by their paths. */
export function foldersOf(
  paths: string[],
  { file, kind }: Pick<ImageFiles, 'file' | 'kind'>,
  read: (options: Pick<FolderOptions, 'split' | 'layout'>) => AsyncIterable<LabelledImage>,
): ImageFiles {
  const layout = folderLayout(paths);
  const counts: Record<string, number> = {};
  for (const path of paths) {
    if (!isImagePath(path)) continue;
    const part = layout.part(path) ?? '';
    counts[part] = (counts[part] ?? 0) + 1;
  }
  const left = passedOver(paths);
  if (Object.keys(counts).length === 0) {
    throw new Error(
      `${file}: expected PNG, JPEG, GIF or WebP images, got ` +
        `none${left ? ` (${left.replace(/ left out, because.*read/, '').replace(/\.$/, '')})` : ''}; ` +
        'convert them to PNG.',
    );
  }
  return {
    file,
    kind,
    counts,
    parts: inOrder(Object.keys(counts)),
    labels: [],
    notes: [...layout.notes, ...(left ? [left] : [])],
    advice: IN_FOLDERS,
    open: async ({ part }) => ({ images: read({ split: part ?? undefined, layout }), byName: true }),
  };
}
