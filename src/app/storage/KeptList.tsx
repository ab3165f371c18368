import { useState } from 'react';
import { useKeptFocus } from './useKeptFocus';

/** One thing that is kept: where it opens, what it is called, and what it holds, with its size. */
export type KeptItem = { id: string; href: string; title: string; words: string };

type KeptListProps = {
  items: KeptItem[];
  testId: string;
  /** Opens one in place, where its address does not. */
  onOpen?: (id: string) => void;
  onRemove: (id: string) => void;
};

/** Things that are kept in this browser, each to be opened or, once confirmed, deleted. */
export function KeptList({ items, testId, onOpen, onRemove }: KeptListProps) {
  const [asking, setAsking] = useState<string | null>(null);
  const keepsFocus = useKeptFocus<HTMLUListElement>();
  return (
    <ul className="imports-kept" {...keepsFocus}>
      {items.map(({ id, href, title, words }) => (
        <li key={id} data-testid={testId}>
          <a
            href={href}
            onClick={(event) => {
              if (!onOpen) return;
              event.preventDefault();
              onOpen(id);
            }}
          >
            {title}
          </a>
          <span>{words}</span>
          {asking === id ? (
            <span>
              <button
                type="button"
                onClick={() => {
                  setAsking(null);
                  onRemove(id);
                }}
              >
                Delete it for good
              </button>{' '}
              <button type="button" onClick={() => setAsking(null)}>
                Keep it
              </button>
            </span>
          ) : (
            <button type="button" aria-label={`Delete ${title}`} onClick={() => setAsking(id)}>
              Delete
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
