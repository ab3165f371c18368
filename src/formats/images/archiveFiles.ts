/** Archives of images, looked at and not yet read: one, or several that are parts of one set. */
import { archiveEntries } from '../archives/archive';
import type { ArchiveEntry } from '../archives/archiveEntry';
import type { ByteSource } from '../bytes/source';
import { named } from '../check';
import { zipOf } from '../kinds/whatItIs';
import { CIFAR_BATCH, cifarFiles } from './cifarFiles';
import type { DecodeImage } from './decodeImage';
import { filePart, isImagePath, partOfName } from './folderLayout';
import { type EntriesAsked, foldersOf } from './foldersOf';
import { noImages } from './noImages';
import { npzFiles } from './npzFiles';
import type { ImageFiles } from './openedImages';

/** What else an archive may be is told by one of so many names. */
const FIRST = 40;

type Archive = {
  source: ByteSource;
  entries: Pick<ArchiveEntry, 'name' | 'size'>[];
  kind: 'npz' | 'CIFAR' | 'images';
};

/**
 * Looks at archives: npz, CIFAR in the binary version, or images with one folder a class. Several are read as
 * one set, whose parts are told by folders in them or by their names; `beside` are other files, which are
 * passed over. Throws one sentence where they are of several kinds.
 */
export async function archiveFiles(
  sources: ByteSource[],
  beside: string[],
  decode: DecodeImage,
  signal: AbortSignal | undefined,
): Promise<ImageFiles> {
  const archives: Archive[] = [];
  for (const source of sources) archives.push(await lookedAt(source, signal));
  const [first] = archives;
  const other = archives.find(({ kind }) => kind !== first.kind);
  if (other) {
    throw new Error(
      `${first.source.file}: expected archives of one kind, got ${first.kind} and ${other.kind} ` +
        `(${named(other.source.file)}); choose those of one set.`,
    );
  }
  const opened =
    first.kind === 'npz'
      ? await npzFiles(archives.map(({ source }) => source))
      : first.kind === 'CIFAR'
        ? cifarFiles(
            archives.map(({ source }) => source),
            archives.flatMap(({ entries }) => entries),
          )
        : await imagesIn(archives, decode, signal);
  if (beside.length === 0) return opened;
  const list = beside.slice(0, 4).map(named).join(', ');
  const left = `Files beside the archives are left out: ${list}${beside.length > 4 ? ' and others' : ''}.`;
  return { ...opened, notes: [...opened.notes, left] };
}

async function lookedAt(source: ByteSource, signal: AbortSignal | undefined): Promise<Archive> {
  const entries: Archive['entries'] = [];
  for await (const { name, size } of archiveEntries(source)) {
    signal?.throwIfAborted();
    const other = entries.length < FIRST ? zipOf(name) : null;
    if (other) throw noImages(source.file, other.what);
    entries.push({ name, size });
  }
  const kind = entries.some(({ name }) => name.endsWith('.npy'))
    ? 'npz'
    : entries.some(({ name }) => CIFAR_BATCH.test(name))
      ? 'CIFAR'
      : 'images';
  return { source, entries, kind };
}

function imagesIn(
  archives: Archive[],
  decode: DecodeImage,
  signal: AbortSignal | undefined,
): Promise<ImageFiles> {
  const [{ source }] = archives;
  const { file } = source;
  const all = archives.map((archive) => {
    const within = archives.length > 1 ? folderIn(archive) : '';
    return { ...archive, within, paths: archive.entries.map(({ name }) => `${within}${name}`) };
  });
  const kind = archives.length > 1 ? `${archives.length} archives of images` : 'an archive of images';
  return foldersOf(
    all.flatMap(({ paths }) => paths),
    { file, kind, decode, signal },
    entries,
  );

  async function* entries({ split, layout }: EntriesAsked) {
    for (const { source: archive, within, paths } of all) {
      // An archive of another part is not unpacked.
      if (split !== undefined && !paths.some((path) => layout?.part(path) === split)) continue;
      for await (const entry of archiveEntries(archive)) yield moved(entry, within);
    }
  }
}

/**
 * The folder that an archive stands for among others: the part that its name says where no folder in it does.
 */
function folderIn({ source, entries }: Archive): string {
  const part = filePart(source.file);
  if (part === '') return '';
  const isSaid = entries.some(
    ({ name }) => isImagePath(name) && name.split('/').slice(0, -1).some(partOfName),
  );
  return isSaid ? '' : `${part}/`;
}

function moved(entry: ArchiveEntry, within: string): ArchiveEntry {
  return within === '' ? entry : { ...entry, name: `${within}${entry.name}` };
}
