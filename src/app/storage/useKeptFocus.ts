import { type FocusEvent, useLayoutEffect, useRef } from 'react';

/**
 * Keeps the focus in its row of a list where the button that had it goes away, as by asking once more before
 * something is deleted: the last button of the row has it then, or of the last row.
 */
export function useKeptFocus() {
  const list = useRef<HTMLUListElement>(null);
  const last = useRef<{ element: Element; row: number } | null>(null);
  useLayoutEffect(() => {
    if (!last.current || last.current.element.isConnected || document.activeElement !== document.body) return;
    const rows = [...(list.current?.children ?? [])];
    const row = rows[Math.min(last.current.row, rows.length - 1)];
    [...(row?.querySelectorAll<HTMLElement>('button:enabled') ?? [])].at(-1)?.focus({ preventScroll: true });
  });
  return {
    ref: list,
    onFocus: ({ target, currentTarget }: FocusEvent<HTMLElement>) => {
      const row = [...currentTarget.children].findIndex((each) => each.contains(target));
      last.current = { element: target, row };
    },
  };
}
