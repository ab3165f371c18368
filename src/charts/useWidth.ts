import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** The width of an element in whole px, followed as it changes; 720 until it is on screen. */
export function useWidth<T extends HTMLElement>(): [RefObject<T | null>, number] {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(720);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = (value: number) => setWidth(Math.max(240, Math.floor(value)));
    // A box is told as it is on screen, the observer's as it is laid out: a stage enlarges it.
    measure(element.getBoundingClientRect().width / (element.currentCSSZoom ?? 1));
    const observer = new ResizeObserver(([entry]) => measure(entry.contentRect.width));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
