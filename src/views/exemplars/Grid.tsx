import { useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

/** What a parent may ask of a grid. */
export type GridHandle = {
  /** Scrolls to an item, as little as needed, and focuses it; the last one laid out where it is not. */
  focus(position: number): void;
  /** Scrolls to an item, as little as needed. */
  show(position: number): void;
};

export type GridProps = {
  count: number;
  /** Where the first of them stands among `of`, where they are a page of more. */
  first?: number;
  of?: number;
  /** Least width of a cell, CSS pixels. */
  cellWidth: number;
  /** Expected height of a cell, CSS pixels; the real one is measured. */
  cellHeight: number;
  label: string;
  /** Rows laid out unless `all` are. */
  firstRows: number;
  all: boolean;
  /** What stands below a grid of more than the first rows. */
  more: ReactNode;
  /** A stable key for each position. */
  keyOf: (position: number) => number;
  /** Draws a cell; the one with tabIndex 0 is where Tab enters the grid. */
  children: (position: number, tabIndex: 0 | -1) => ReactNode;
  ref?: Ref<GridHandle>;
};

const gap = { row: 22, column: 10 };
/** Room that a bar fixed to the top of the window may take. */
const topRoom = 120;
/** Room that the tray of pinned images may take at its foot. */
const trayRoom = 84;

/** Where an arrow or paging key leads from `position`; null for other keys. */
export function gridStep(key: string, position: number, columns: number, count: number): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: position - 1,
    ArrowRight: position + 1,
    ArrowUp: position - columns,
    ArrowDown: position + columns,
    PageUp: position - 4 * columns,
    PageDown: position + 4 * columns,
    Home: 0,
    End: count - 1,
  };
  const target = Object.hasOwn(steps, key) ? steps[key] : null;
  if (target === null || count === 0) return null;
  if (target >= 0 && target < count) return target;
  if (key === 'PageUp') return position % columns;
  return key === 'PageDown' ? count - 1 : position;
}

/** The position of the cell that an element lies in; null outside cells. */
function positionOf(target: EventTarget): number | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-position]') : null;
  return cell ? Number(cell.dataset.position) : null;
}

/**
 * A list of cells laid out as a grid, of which only those near the window exist. It scrolls with the page,
 * takes one stop in the Tab order, and arrow, paging, Home and End keys move between cells.
 */
export function Grid(props: GridProps) {
  const { count: total, cellWidth, cellHeight, label, firstRows, all, more, keyOf, children, ref } = props;
  const { first: offset = 0, of = total } = props;
  const list = useRef<HTMLUListElement>(null);
  const [place, setPlace] = useState({ width: 0, top: 0, hidden: true });
  const [active, setActive] = useState(0);
  const wanted = useRef<number | null>(null);

  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const measure = () => {
      const box = element.getBoundingClientRect();
      const hidden = box.width === 0;
      const next = { width: box.width, top: Math.round(box.top + window.scrollY), hidden };
      setPlace((old) =>
        old.width === next.width && old.top === next.top && old.hidden === hidden ? old : next,
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);

  const columns = Math.max(1, Math.floor((place.width + gap.column) / (cellWidth + gap.column)));
  const count = all ? total : Math.min(total, firstRows * columns);
  const rows = Math.ceil(count / columns);
  const virtualizer = useWindowVirtualizer<HTMLLIElement>({
    count: rows,
    // On a page that is not shown its rows measure nothing, and it would scroll the one that is to make up
    // for them.
    enabled: !place.hidden,
    estimateSize: () => cellHeight,
    gap: gap.row,
    overscan: 3,
    scrollMargin: place.top,
    scrollPaddingStart: topRoom,
    scrollPaddingEnd: trayRoom,
    initialRect: { width: 1024, height: 768 },
  });
  const visible = virtualizer.getVirtualItems();
  const first = visible[0]?.index ?? 0;
  const last = visible.at(-1)?.index ?? -1;
  const before = (visible[0]?.start ?? place.top) - place.top;
  const after =
    virtualizer.getTotalSize() - before - ((visible.at(-1)?.end ?? place.top) - place.top - before);
  const positions: number[] = [];
  for (let position = first * columns; position < Math.min((last + 1) * columns, count); position += 1) {
    positions.push(position);
  }
  const stop = positions.includes(active) ? active : (positions[0] ?? 0);

  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const cell = list.current?.querySelector<HTMLElement>(`[data-position="${wanted.current}"] button`);
    if (!cell) return;
    wanted.current = null;
    cell.focus({ preventScroll: true });
  });

  const show = (position: number) => {
    if (position < count) virtualizer.scrollToIndex(Math.floor(position / columns), { align: 'auto' });
  };
  const focus = (position: number) => {
    const there = Math.min(position, count - 1);
    wanted.current = there;
    setActive(there);
    show(there);
  };
  useImperativeHandle(ref, () => ({ focus, show }));

  const step = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const from = positionOf(event.target) ?? stop;
    const target = gridStep(event.key, from, columns, count);
    if (target === null) return;
    event.preventDefault();
    event.stopPropagation();
    focus(target);
  };

  return (
    <>
      <ul
        ref={list}
        className="exemplars-grid"
        aria-label={label}
        onKeyDown={step}
        onFocus={(event) => {
          const position = positionOf(event.target);
          if (position !== null) setActive(position);
        }}
        style={{
          gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          gap: `${gap.row}px ${gap.column}px`,
          paddingTop: before,
          paddingBottom: Math.max(0, after),
        }}
      >
        {positions.map((position) => (
          <li
            key={keyOf(position)}
            data-position={position}
            data-index={Math.floor(position / columns)}
            ref={position % columns === 0 ? virtualizer.measureElement : undefined}
            aria-setsize={of}
            aria-posinset={offset + position + 1}
          >
            {children(position, position === stop ? 0 : -1)}
          </li>
        ))}
      </ul>
      {total > firstRows * columns && more}
    </>
  );
}
