/** A ref for what has just appeared: brings it into view where a reader has scrolled past its place. */
export function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
