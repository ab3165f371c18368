import { type RefObject, useEffect, useState } from 'react';

/** What is pointed at outside the map: an image, or a class. */
type Pointed = { image: number; label: null } | { image: null; label: number };

function pointedAt(target: EventTarget | null): Pointed | null {
  const element = target instanceof Element ? target.closest<HTMLElement | SVGElement>('[data-is]') : null;
  const [, kind, number] = /^(image|class):(\d+)$/.exec(element?.dataset.is ?? '') ?? [];
  if (!kind) return null;
  return kind === 'image' ? { image: Number(number), label: null } : { image: null, label: Number(number) };
}

/** Follows the pointer and the focus outside an element to what stands for an image or a class. */
export function usePointedAt(own: RefObject<HTMLElement | null>): Pointed | null {
  const [pointed, setPointed] = useState<Pointed | null>(null);
  useEffect(() => {
    const follow = ({ target }: Event) => {
      const isOwn = target instanceof Node && own.current?.contains(target);
      const next = isOwn ? null : pointedAt(target);
      setPointed((now) => (now?.image === next?.image && now?.label === next?.label ? now : next));
    };
    document.addEventListener('pointerover', follow);
    document.addEventListener('focusin', follow);
    return () => {
      document.removeEventListener('pointerover', follow);
      document.removeEventListener('focusin', follow);
    };
  }, [own]);
  return pointed;
}
