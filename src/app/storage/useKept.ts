import { useCallback, useEffect, useState } from 'react';
import { browserFolders } from '../../library/folders';
import { removeStored } from '../../library/stored';
import type { KeptItem } from './KeptList';

/** One thing that this browser keeps, with its size and the folder of storage that it lies in. */
export type Kept = KeptItem & { bytes: number; folder: string };

/** What `list` finds in this browser, and how to delete it. What cannot be listed is not offered. */
export function useKept(list: () => Promise<Kept[]>): { kept: Kept[]; remove: (id: string) => void } {
  const [kept, setKept] = useState<Kept[]>([]);
  const look = useCallback(() => {
    list().then(setKept, () => {});
  }, [list]);
  useEffect(look, [look]);
  const remove = (id: string) => {
    const entry = kept.find((each) => each.id === id);
    if (!entry) return;
    browserFolders(entry.folder)
      .then((folders) => removeStored(folders, id))
      .then(look, look);
  };
  return { kept, remove };
}
