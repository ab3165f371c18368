import { type FocusEvent, useLayoutEffect, useRef } from 'react';

/**
 * Keeps the focus in its row of a list where the button that had it goes away, as by asking once more before
 * something is deleted. The last button of the row has the focus then, or the last row's. Where no row is
 * left, the heading over the list has it.
 */
export function useKeptFocus<List extends HTMLElement>() {
  const list = useRef<List>(null);
  const last = useRef<{ element: Element; row: number } | null>(null);
  useLayoutEffect(() => {
    if (!last.current || last.current.element.isConnected || document.activeElement !== document.body) return;
    const rows = [...(list.current?.children ?? [])];
    const row = rows[Math.min(last.current.row, rows.length - 1)];
    const button = [...(row?.querySelectorAll<HTMLElement>('button:enabled') ?? [])].at(-1);
    const place = button ?? headingOver(list.current);
    if (!button) place?.setAttribute('tabindex', '-1');
    place?.focus({ preventScroll: true });
  });
  return {
    ref: list,
    onFocus: ({ target, currentTarget }: FocusEvent<HTMLElement>) => {
      const row = [...currentTarget.children].findIndex((each) => each.contains(target));
      last.current = { element: target, row };
    },
  };
}

/** The nearest heading within what an element stands in. */
function headingOver(element: Element | null): HTMLElement | null {
  for (let around = element; around; around = around.parentElement) {
    const heading = around.querySelector<HTMLElement>('h1, h2, h3');
    if (heading) return heading;
  }
  return null;
}
