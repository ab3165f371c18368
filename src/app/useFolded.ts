import { type RefObject, useEffect, useRef } from 'react';

/** Marks the document as folded while the returned element, at the head of the page, is scrolled out of sight. */
export function useFolded(): RefObject<HTMLDivElement | null> {
  const sentinel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const follow = () => {
      const top = sentinel.current?.getBoundingClientRect().top ?? 0;
      document.documentElement.dataset.folded = String(top < -160);
    };
    follow();
    window.addEventListener('scroll', follow, { passive: true });
    return () => window.removeEventListener('scroll', follow);
  }, []);
  return sentinel;
}
