import { useState } from 'react';
import { count } from '../../text/format';
import { PAGE } from './pages';

type Props = {
  page: number;
  pages: number;
  first: number;
  end: number;
  total: number;
  onPage: (page: number) => void;
};

/** Which images of a long gallery are on screen, and the ways to others; nothing where one page holds all. */
export function PageLine({ page, pages, first, end, total, onPage }: Props) {
  if (pages === 1) return null;
  return (
    <nav className="exemplars-pages" aria-label={`Pages of ${count(PAGE)} images`}>
      <button type="button" disabled={page === 0} onClick={() => onPage(page - 1)}>
        Previous
      </button>
      <span role="status">
        Images {count(first + 1)} to {count(end)} of {count(total)}
      </span>
      <button type="button" disabled={page === pages - 1} onClick={() => onPage(page + 1)}>
        Next
      </button>
      <PageField page={page} pages={pages} onPage={onPage} />
    </nav>
  );
}

/** The number of the page: one that is typed is gone to by Enter, or when the field is left. */
function PageField({ page, pages, onPage }: Pick<Props, 'page' | 'pages' | 'onPage'>) {
  const [typed, setTyped] = useState<string | null>(null);
  const go = (text: string) => {
    setTyped(null);
    const to = pageTyped(text, pages);
    if (to !== null && to !== page) onPage(to);
  };
  return (
    <label>
      Page{' '}
      <input
        type="number"
        min={1}
        max={pages}
        value={typed ?? page + 1}
        onChange={({ currentTarget: { value }, nativeEvent }) => {
          // Arrow keys and the field's own arrows are no typing.
          const isTyping = 'inputType' in nativeEvent && Boolean(nativeEvent.inputType);
          if (isTyping) setTyped(value);
          else go(value);
        }}
        onKeyDown={({ key, currentTarget: { value } }) => {
          if (key === 'Enter') go(value);
        }}
        onBlur={({ currentTarget: { value } }) => go(value)}
      />{' '}
      of {count(pages)}
    </label>
  );
}

/** The page, from 0, of a number that was typed, or the one next to it that there is; null for no number. */
export function pageTyped(text: string, pages: number): number | null {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return null;
  return Math.min(pages, Math.max(1, Math.round(number))) - 1;
}
