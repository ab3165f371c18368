import type { PanelState } from './address';

/** What of an address names a place on the page. */
export type Place = Pick<PanelState, 'row' | 'chapter'> & {
  image: number | null;
  details?: PanelState['details'];
};

/** The image that the inspector shows. */
export const INSPECTED = '.inspector h3';

/**
 * Where on the page the place is, the most exact first: the inspector's image, the row of a class, a chapter,
 * the last of the details that are open. Null: at its head.
 */
export function placeSelector({ image, row, chapter, details = [] }: Place): string | null {
  if (image !== null) return INSPECTED;
  if (row !== null) return `[data-testid="class-row"][data-is="class:${row}"]`;
  if (chapter !== null) return `#chapter-${chapter}`;
  const detail = details.at(-1);
  return detail === undefined ? null : detailSelector(detail);
}

/** The line that opens a detail. */
export function detailSelector(id: string): string {
  return `[data-detail="${id}"] summary`;
}

/** Ends following the place that was gone to last: one place is followed at a time. */
let leave = () => {};

/**
 * Brings the place into view and the focus to it as soon as it is drawn. Keeps it there while the page grows,
 * however late, until the reader does something or scrolls. Until it is drawn, what is `near` it is in view.
 * Returns how to stop.
 */
export function arrive(
  selector: string,
  { focus = true, near = null }: { focus?: boolean; near?: string | null } = {},
): () => void {
  leave();
  const stop = new AbortController();
  const { signal } = stop;
  const end = () => {
    stop.abort();
    observer.disconnect();
  };
  leave = end;
  let isFocused = false;
  /** What was brought into view, the height of the page then, and where it came to lie in the window. */
  let left: { element: Element; height: number; top: number } | null = null;
  const bringTo = (element: Element) => {
    element.scrollIntoView({ block: 'start', behavior: 'instant' });
    left = { element, height: document.body.scrollHeight, top: element.getBoundingClientRect().top };
  };
  const follow = () => {
    const element = document.querySelector<HTMLElement>(selector);
    if (!element) {
      const beside = near && document.querySelector(near);
      if (beside) bringTo(beside);
      return;
    }
    bringTo(element);
    // What is loaded late hides its chapter once more, and the focus falls to the page.
    if (!focus || (isFocused && document.activeElement !== document.body)) return;
    isFocused = true;
    const target = element.matches('[tabindex], button, summary')
      ? element
      : element.querySelector<HTMLElement>('button');
    target?.focus({ preventScroll: true });
  };
  // The page moves by itself when its height changes; what moves it else, as a scroll bar, is the reader.
  const look = () => {
    if (!left?.element.isConnected || document.body.scrollHeight !== left.height) return;
    if (Math.abs(left.element.getBoundingClientRect().top - left.top) > 2) end();
  };
  // It begins with the next frame: by then the step in the browser's history is written, so that Back returns
  // to where the reader was.
  const observer = new ResizeObserver(follow);
  observer.observe(document.body);
  // A screen reader presses without a pointer or a key. The press that leads here is past the window already.
  for (const kind of ['wheel', 'pointerdown', 'keydown', 'click', 'touchmove', 'popstate']) {
    addEventListener(kind, end, { signal, passive: true, capture: true });
  }
  addEventListener('scroll', look, { signal, passive: true });
  return end;
}

/**
 * Whether the page was gone to by a link or an address: one that is reloaded or come back to is scrolled by
 * the browser.
 */
export function isFirstVisit(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  return !(navigation instanceof PerformanceNavigationTiming) || navigation.type === 'navigate';
}
