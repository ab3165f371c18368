import type { Address } from '../address';

/**
 * The first slide is the sentence; then come the chapters by their numbers. An open image has a slide of its
 * own in the place of its chapter.
 */
export type Slide =
  | { kind: 'sentence' }
  | { kind: 'chapter'; number: number }
  | { kind: 'image'; image: number };

/** The slide that an address shows, of so many chapters. */
export function slideOf({ gallery, panels }: Pick<Address, 'gallery' | 'panels'>, chapters: number): Slide {
  if (gallery.image !== null) return { kind: 'image', image: gallery.image };
  const { chapter } = panels;
  return chapter === null || chapter > chapters ? { kind: 'sentence' } : { kind: 'chapter', number: chapter };
}

/** Where a slide lies: 0 for the sentence, then the chapters; an image lies where its chapter does. */
export function placeOf({ panels }: Pick<Address, 'panels'>, chapters: number): number {
  const { chapter } = panels;
  return chapter === null || chapter > chapters ? 0 : chapter;
}

/**
 * What keys ask of a stage: a place to go to, to leave, or nothing. Arrows, PageUp and PageDown (clickers),
 * Home and End.
 */
export function stageKey(key: string, place: number, chapters: number): number | 'leave' | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
    case 'PageDown':
      return Math.min(chapters, place + 1);
    case 'ArrowLeft':
    case 'ArrowUp':
    case 'PageUp':
      return Math.max(0, place - 1);
    case 'Home':
      return 0;
    case 'End':
      return chapters;
    case 'Escape':
      return 'leave';
    default:
      return null;
  }
}

/** The narrowest and lowest a slide is laid out, in CSS pixels, before it is enlarged to fill the window. */
const LAYOUT = { width: 700, height: 394 };

/**
 * How much a slide is enlarged in a window: the page's smallest type, 11 pixels, is then 20 and more at 1280
 * x 720.
 */
export function stageZoom({ innerWidth, innerHeight }: { innerWidth: number; innerHeight: number }): number {
  return Math.max(1, Math.min(innerWidth / LAYOUT.width, innerHeight / LAYOUT.height));
}
