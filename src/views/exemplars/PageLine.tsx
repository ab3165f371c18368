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
      <label>
        Page{' '}
        <input
          type="number"
          min={1}
          max={pages}
          value={page + 1}
          onChange={({ currentTarget: { valueAsNumber } }) => {
            if (Number.isInteger(valueAsNumber) && valueAsNumber >= 1 && valueAsNumber <= pages)
              onPage(valueAsNumber - 1);
          }}
        />{' '}
        of {count(pages)}
      </label>
    </nav>
  );
}
