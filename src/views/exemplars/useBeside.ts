import { useEffect, useMemo, useState } from 'react';
import type { agreeingBeside, Beside } from './beside';
import type { GalleryData, Selection } from './select';

/** The unchanged images beside those shown, once what finds them is loaded; null where none are wanted. */
export function useBeside(isWanted: boolean, data: GalleryData, { images, set }: Selection): Beside | null {
  const [find, setFind] = useState<{ agreeingBeside: typeof agreeingBeside } | null>(null);
  // What became of loading it, should that fail: drawn, so that the figure says so.
  const [failure, setFailure] = useState<unknown>(null);
  if (failure) throw failure;
  useEffect(() => {
    if (isWanted && !find) import('./beside').then(setFind, setFailure);
  }, [isWanted, find]);
  return useMemo(
    () => (isWanted && find ? find.agreeingBeside(data, images, set) : null),
    [isWanted, find, data, images, set],
  );
}
