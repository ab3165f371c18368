import { COPIES, listCopies } from '../../library/copyStore';
import { openDatasets } from '../../library/datasets';
import { browserFolders } from '../../library/folders';
import { bytes } from '../../text/format';
import type { Kept } from '../storage/useKept';

/** The copies of test images that this browser keeps. */
export async function keptCopies(): Promise<Kept[]> {
  const entries = await listCopies(await browserFolders(COPIES));
  if (entries.length === 0) return [];
  // A copy is of a dataset, called by its title; by its id where the list of them cannot be had.
  const datasets = await openDatasets(new URL('zoo/', document.baseURI).href).catch(() => []);
  const titles = new Map(datasets.map(({ id, title }) => [id, title]));
  return entries.map(({ id, file, created, problem, bytes: size }) => ({
    id,
    href: `?data=${id}`,
    title: titles.get(id) ?? id,
    words: `${problem ? 'cannot be read' : file} · ${bytes(size)}${created && ` · ${created.slice(0, 10)}`}`,
    bytes: size,
    folder: COPIES,
  }));
}
