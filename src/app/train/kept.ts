import { browserFolders } from '../../library/folders';
import { listRuns, type RunEntry } from '../../library/trainingRuns';
import { bytes, count, noun } from '../../text/format';
import type { KeptItem } from '../storage/KeptList';
import type { Kept } from '../storage/useKept';
import { runHref } from './address';
import { FOLDERS } from './folders';

/** A training that was begun and not finished, as a list shows it. */
export function runItem({ id, run, ended, bytes: size, created }: RunEntry): KeptItem {
  const all = run ? run.members * run.populations.length : 0;
  const done = run ? `${count(ended)} of ${count(all)} ${noun(all, 'network')} done · ` : '';
  return {
    id,
    href: runHref(id),
    title: run ? `${ended < all ? 'Go on' : 'Try again'}: ${run.name}` : `${id} (cannot be read)`,
    words: `${done}${bytes(size)}${created && ` · ${created.slice(0, 10)}`}`,
  };
}

/** What trainings keep in this browser. */
export async function keptTrainings(): Promise<Kept[]> {
  const [runs, images] = await Promise.all([browserFolders(FOLDERS.runs), browserFolders(FOLDERS.images)]);
  const trainings = (await listRuns(runs)).map(
    (entry): Kept => ({ ...runItem(entry), bytes: entry.bytes, folder: FOLDERS.runs }),
  );
  const sets = await Promise.all(
    (await images.list()).map(async (id): Promise<Kept> => {
      const size = [...(await images.files(id)).values()].reduce((sum, each) => sum + each, 0);
      const title = `Training images: ${id}`;
      return { id, href: runHref(null), title, words: bytes(size), bytes: size, folder: FOLDERS.images };
    }),
  );
  return [...trainings, ...sets.filter(({ bytes: size }) => size > 0)];
}
