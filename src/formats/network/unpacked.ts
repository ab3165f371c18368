// Zips of networks, as "Take it away" writes them.
import { entryBytes } from '../archives/archiveEntry';
import { isZip, readZip } from '../archives/zip';
import { blobSource } from '../bytes/source';
import { LARGEST_NETWORKS } from '../limits';

/** A file as a reader chose it, by its path where it is in a folder. */
export type ChosenFile = { path: string; content: Blob };

/** Whether an archive's entry says that networks are in it; checkpoints and arrays are zips too. */
const isNetwork = (name: string) => /\.(safetensors|onnx)$/i.test(name);

/**
 * The chosen files, a zip of networks as a folder of its name. Throws where what zips hold is too large; what
 * is no such zip stays as it is.
 */
export async function unpacked(files: readonly ChosenFile[]): Promise<ChosenFile[]> {
  let left = LARGEST_NETWORKS;
  const all: ChosenFile[] = [];
  for (const file of files) {
    const { path, content } = file;
    const source = blobSource(content, path);
    const head = await source.read(0, Math.min(content.size, 4));
    const entries = isZip(head) ? await readZip(source).catch(() => []) : [];
    if (!entries.some(({ name }) => isNetwork(name))) {
      all.push(file);
      continue;
    }
    const folder = path.replace(/\.zip$/i, '');
    for (const entry of entries) {
      const bytes = await entryBytes(entry, left, path);
      left -= bytes.length;
      all.push({ path: `${folder}/${entry.name}`, content: new Blob([bytes]) });
    }
  }
  return all;
}
