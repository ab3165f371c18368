import { useCallback, useEffect, useState } from 'react';
import { COPIES, listCopies } from '../../library/copyStore';
import { browserFolders } from '../../library/folders';
import { removeStored } from '../../library/stored';
import { bytes } from '../../text/format';
import type { KeptItem } from '../storage/KeptList';

type Kept = KeptItem & { bytes: number };

async function listKept(): Promise<Kept[]> {
  const entries = await listCopies(await browserFolders(COPIES));
  return entries.map(({ id, file, created, problem, bytes: size }) => ({
    id,
    href: `?data=${id}`,
    title: id,
    words: `${problem ? 'cannot be read' : file} · ${bytes(size)}${created && ` · ${created.slice(0, 10)}`}`,
    bytes: size,
  }));
}

/** The copies of test images that this browser keeps, and how to delete them. */
export function useKeptCopies(): { kept: Kept[]; remove: (id: string) => void } {
  const [kept, setKept] = useState<Kept[]>([]);
  const look = useCallback(() => {
    // What cannot be listed is not offered.
    listKept().then(setKept, () => {});
  }, []);
  useEffect(look, [look]);
  const remove = (id: string) => {
    browserFolders(COPIES)
      .then((folders) => removeStored(folders, id))
      .then(look, look);
  };
  return { kept, remove };
}
