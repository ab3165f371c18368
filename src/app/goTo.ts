import { arrive } from './arrive';

/**
 * Goes to an address of the explorer, as if a link to it had been followed: a step in the browser's history.
 */
export function goTo(query: string): void {
  history.pushState(null, '', `${location.pathname}${query ? `?${query}` : ''}`);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Scrolls to a place, once it is drawn, and leaves the focus where it is. */
export function showPlace(selector: string): () => void {
  return arrive(selector, { focus: false });
}
