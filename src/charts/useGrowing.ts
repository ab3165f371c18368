import { useEffect, useState, useSyncExternalStore } from 'react';

const never = () => () => {};

/**
 * How many of `wanted` rows to draw now: `first`, and `step` more in each frame, so that the page is never
 * held up. All at once where nothing is drawn later, as in a report.
 */
export function useGrowing(wanted: number, first: number, step: number): number {
  const [drawn, setDrawn] = useState(first);
  const isStatic = useSyncExternalStore(
    never,
    () => false,
    () => true,
  );
  useEffect(() => {
    if (drawn >= wanted) return;
    const frame = requestAnimationFrame(() => setDrawn(drawn + step));
    return () => cancelAnimationFrame(frame);
  }, [drawn, wanted, step]);
  return isStatic ? wanted : Math.min(drawn, wanted);
}
