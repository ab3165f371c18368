import { useEffect, useState } from 'react';

/** What is there within so many milliseconds is not announced before. */
const LATE = 200;

/** Whether something has been so for a while: what passes in a moment is never told. */
export function useLate(isSo: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isSo) return;
    const timer = setTimeout(() => setLate(true), LATE);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isSo]);
  return isSo && isLate;
}
