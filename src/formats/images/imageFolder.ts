import { type ArchiveEntry, entryBytes, entryName } from '../archives/archiveEntry';
import { blobSource, piecesOf } from '../bytes/source';
import { named } from '../check';
import { LARGEST_IMAGE } from '../limits';
import type { DecodeImage } from './decodeImage';
import { decodeTogether, type EncodedImage } from './decodeTogether';
import { type FolderLayout, folderLayout, isImagePath } from './folderLayout';
import type { LabelledImage } from './imageSet';

/** Options of `folderImages`. */
export type FolderOptions = {
  file: string;
  decode: DecodeImage;
  /**
   * Takes only images below a folder of this name; needed when there are several of train, test and
   * validation.
   */
  split?: string;
  /** What folders say; without it each path says by itself. */
  layout?: FolderLayout;
  /** Whether folders are classes (the default); else images have none. */
  labelled?: boolean;
  /** Which images are wanted, by their paths (all by default); nothing else is read or decoded. */
  wanted?: (path: string) => boolean;
};

/**
 * The images among `entries` of an archive or a folder, one folder a class: the class is the name of the
 * folder that holds the image, the id its path. Hidden files and files that by their name are no images, or
 * of a kind that is not decoded, are passed over.
 */
export function folderImages(
  entries: AsyncIterable<ArchiveEntry> | Iterable<ArchiveEntry>,
  options: FolderOptions,
): AsyncGenerator<LabelledImage> {
  return decodeTogether(filesOf(entries, options), options.file, options.decode);
}

async function* filesOf(
  entries: AsyncIterable<ArchiveEntry> | Iterable<ArchiveEntry>,
  { file, decode, split, layout, labelled = true, wanted = () => true }: FolderOptions,
): AsyncGenerator<EncodedImage> {
  let seen: string | null = null;
  for await (const entry of entries) {
    if (!isImagePath(entry.name, decode.kinds) || !wanted(entry.name)) continue;
    const { part, className: classOf } = layout ?? folderLayout([entry.name]);
    const own = part(entry.name);
    if (split !== undefined && own !== split) continue;
    if (own !== null && seen !== null && own !== seen) {
      throw new Error(
        `${file}: expected images of one part, got ${named(seen)} and ${named(own)}; choose one of them.`,
      );
    }
    seen = own ?? seen;
    const bytes = await entryBytes(entry, LARGEST_IMAGE, file);
    const className = labelled ? classOf(entry.name) : null;
    yield { id: entry.name, className, bytes };
  }
}

/** Files of a chosen or dropped folder, with their paths in it, as entries; ascending by path. */
export function folderEntries(files: { path: string; content: Blob }[], folder: string): ArchiveEntry[] {
  return files
    .map(({ path, content }) => ({
      name: entryName(path, folder),
      size: content.size,
      chunks: () => piecesOf(blobSource(content, `${folder} (${named(path)})`)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
