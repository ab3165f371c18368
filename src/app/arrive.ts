import type { PanelState } from './address';

/** What of an address names a place on the page. */
export type Place = Pick<PanelState, 'row' | 'chapter'> & {
  image: number | null;
  details?: PanelState['details'];
};

/** How long the place is followed while the page above it still grows, in milliseconds. */
const FOLLOWED = 3000;

/**
 * Where on the page the place is, the most exact first: the inspector's image, the row of a class, a chapter,
 * the last of the details that are open. Null: at its head.
 */
export function placeSelector({ image, row, chapter, details = [] }: Place): string | null {
  if (image !== null) return '.inspector h3';
  if (row !== null) return `[data-testid="class-row"][data-is="class:${row}"]`;
  if (chapter !== null) return `#chapter-${chapter}`;
  const detail = details.at(-1);
  return detail === undefined ? null : detailSelector(detail);
}

/** The line that opens a detail. */
export function detailSelector(id: string): string {
  return `[data-detail="${id}"] summary`;
}

/**
 * Brings the place into view and the focus to it as soon as it is drawn, and keeps it there while the page
 * above it grows, until the reader does something; until it is drawn, what is `near` it is in view. Returns
 * how to stop.
 */
export function arrive(
  selector: string,
  { focus = true, near = null }: { focus?: boolean; near?: string | null } = {},
): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const end = () => {
    stop.abort();
    observer.disconnect();
    clearTimeout(timer);
  };
  let found: HTMLElement | null = null;
  const follow = () => {
    const element = document.querySelector<HTMLElement>(selector);
    if (!element) {
      if (near) document.querySelector(near)?.scrollIntoView({ block: 'start', behavior: 'instant' });
      return;
    }
    element.scrollIntoView({ block: 'start', behavior: 'instant' });
    // What is loaded late hides its chapter once more, and the focus falls to the page.
    if (!focus || (element === found && document.activeElement !== document.body)) return;
    found = element;
    const target = element.matches('[tabindex], button, summary')
      ? element
      : element.querySelector<HTMLElement>('button');
    target?.focus({ preventScroll: true });
  };
  // It begins with the next frame: by then the step in the browser's history is written, so that Back returns
  // to where the reader was.
  const observer = new ResizeObserver(follow);
  observer.observe(document.body);
  const timer = setTimeout(end, FOLLOWED);
  for (const kind of ['wheel', 'pointerdown', 'keydown', 'touchmove', 'popstate']) {
    addEventListener(kind, end, { signal, passive: true });
  }
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
