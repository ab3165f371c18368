import { useState } from 'react';
import { bytes, count, noun } from '../../charts/format';
import type { ImportEntry } from '../../library/imports';

/** The address of an import in this page. */
export function importHref(id: string): string {
  return `#/yours?import=${id}`;
}

/** What is kept in this browser, with its size, to be opened or deleted. */
export function KeptImports({
  imports,
  kept,
  onRemove,
}: {
  imports: ImportEntry[];
  kept: boolean;
  onRemove: (id: string) => void;
}) {
  const [asking, setAsking] = useState<string | null>(null);
  const total = imports.reduce((sum, entry) => sum + entry.bytes, 0);
  return (
    <section aria-labelledby="kept-title" data-testid="kept-imports">
      <h2 id="kept-title">Kept in this browser</h2>
      <p className="imports-note">
        {imports.length === 0
          ? 'Nothing yet.'
          : `${count(imports.length)} ${noun(imports.length, 'import')}, ${bytes(total)}.`}{' '}
        {kept
          ? 'They stay on this machine, in this browser, until you delete them.'
          : 'This browser offers no storage here, so they last until this page is closed.'}
      </p>
      <ul className="imports-kept">
        {imports.map(({ id, name, created, images, classes, networks, hasPictures, bytes: size }) => (
          <li key={id} data-testid="kept-import">
            <a href={importHref(id)}>{name}</a>
            <span>
              {count(networks.dense)} + {count(networks.compressed)} networks, {count(images)}{' '}
              {noun(images, 'image')}
              {hasPictures ? ' with pictures' : ''}, {count(classes)} {noun(classes, 'class', 'classes')} ·{' '}
              {bytes(size)}
              {created && ` · ${created.slice(0, 10)}`}
            </span>
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
              <button type="button" aria-label={`Delete ${name}`} onClick={() => setAsking(id)}>
                Delete
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
