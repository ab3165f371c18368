import { useSyncExternalStore } from 'react';

const wideQuery = '(min-width: 1000px)';

/** Whether the window has room for the inspector beside the gallery; true where there is no window. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(wideQuery);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => window.matchMedia(wideQuery).matches,
    () => true,
  );
}
