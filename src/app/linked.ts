import { useEffect } from 'react';
import './linked.css';

/**
 * What an element stands for (`data-is="image:12"`) and what it belongs to (`data-of="class:6"`). Elements
 * that stand for the same thing, for what this one belongs to, or that belong to it, are linked with it.
 */
export type Link = { is: string; of: string | null };

/** The selector of everything linked with an element. */
export function linkedSelector({ is, of }: Link): string {
  const own = [`[data-is="${is}"]`, `[data-of="${is}"]`];
  return (of === null ? own : [...own, `[data-is="${of}"]`]).join(',');
}

function linkOf(target: EventTarget | null): Link | null {
  const element = target instanceof Element ? target.closest<HTMLElement | SVGElement>('[data-is]') : null;
  const { is, of } = element?.dataset ?? {};
  return is && /^[a-z]+:[\w/-]+$/.test(is) ? { is, of: of && /^[a-z]+:[\w/-]+$/.test(of) ? of : null } : null;
}

/**
 * Marks, with `data-lit`, all that is linked with the element under the pointer, or, where that stands for
 * nothing, with the one that the keyboard has reached. It goes by the page's elements, so that pointing at
 * one draws no panel anew.
 */
export function useLinked(): void {
  useEffect(() => {
    let lit: Element[] = [];
    let shown: string | null = null;
    const show = (link: Link | null) => {
      const selector = link && linkedSelector(link);
      if (selector === shown) return;
      shown = selector;
      for (const element of lit) element.removeAttribute('data-lit');
      lit = selector ? [...document.querySelectorAll(selector)] : [];
      for (const element of lit) element.setAttribute('data-lit', '');
    };
    const focused = () => {
      const element = document.activeElement;
      return element?.matches(':focus-visible') ? linkOf(element) : null;
    };
    const follow = (event: Event) => show(linkOf(event.target) ?? focused());
    const leave = () => show(focused());
    document.addEventListener('pointerover', follow);
    document.addEventListener('focusin', follow);
    document.addEventListener('focusout', leave);
    document.documentElement.addEventListener('pointerleave', leave);
    return () => {
      show(null);
      document.removeEventListener('pointerover', follow);
      document.removeEventListener('focusin', follow);
      document.removeEventListener('focusout', leave);
      document.documentElement.removeEventListener('pointerleave', leave);
    };
  }, []);
}
