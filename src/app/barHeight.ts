/**
 * Tells the style sheets how high the bar at the head of the page is (`--bar-height`), for as long as it is
 * there. Headings stop below it, and what sticks stands under it. Returns how to stop.
 */
export function watchBar(bar: Element | null): () => void {
  const { style } = document.documentElement;
  if (!bar) return () => {};
  const observer = new ResizeObserver(() => {
    style.setProperty('--bar-height', `${Math.ceil(bar.getBoundingClientRect().height)}px`);
  });
  observer.observe(bar);
  return () => {
    observer.disconnect();
    style.removeProperty('--bar-height');
  };
}
