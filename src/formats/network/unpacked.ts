// Zips of networks, as "Take it away" writes them.
import { messageOf } from '../../text/messageOf';
import { type ArchiveEntry, entryBytes } from '../archives/archiveEntry';
import { isZip, readZip } from '../archives/zip';
import { blobSource } from '../bytes/source';
import { LARGEST_NETWORKS } from '../limits';
import { isShown } from '../tables/shownFile';

/** A file as a reader chose it, by its path where it is in a folder. */
export type ChosenFile = { path: string; content: Blob };

/** Whether an archive's entry says that networks are in it; checkpoints and arrays are zips too. */
const isNetwork = (name: string) => /\.(safetensors|onnx)$|(^|\/)model\.json$/i.test(name);

/**
 * The chosen files, a zip of networks as a folder of its name without what systems leave in zips; what is no
 * such zip stays as it is. A zip that cannot be unpacked, or holds too much, is named in `problems`. So is one
 * whose directory is broken, where it is called a zip: checkpoints and arrays are told apart later.
 */
export async function unpacked(
  chosen: readonly ChosenFile[],
  signal?: AbortSignal,
): Promise<{ files: ChosenFile[]; problems: string[] }> {
  let left = LARGEST_NETWORKS;
  const files: ChosenFile[] = [];
  const problems: string[] = [];
  for (const file of chosen) {
    const { path, content } = file;
    const source = blobSource(content, path);
    const head = await source.read(0, Math.min(content.size, 4));
    let all: ArchiveEntry[] = [];
    try {
      if (isZip(head)) all = await readZip(source);
    } catch (error) {
      if (/\.zip$/i.test(path)) {
        problems.push(messageOf(error));
        continue;
      }
    }
    const entries = all.filter(({ name }) => isShown(name));
    if (!entries.some(({ name }) => isNetwork(name))) {
      files.push(file);
      continue;
    }
    const folder = path.replace(/\.zip$/i, '');
    const inside: ChosenFile[] = [];
    try {
      for (const entry of entries) {
        signal?.throwIfAborted();
        const bytes = await entryBytes(entry, left, path);
        left -= bytes.length;
        inside.push({ path: `${folder}/${entry.name}`, content: new Blob([bytes]) });
      }
      files.push(...inside);
    } catch (error) {
      signal?.throwIfAborted();
      problems.push(messageOf(error));
    }
  }
  return { files, problems };
}
