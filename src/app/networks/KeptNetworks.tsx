import { useState } from 'react';
import { bytes, count, level, noun } from '../../charts/format';
import { ownDataset } from '../../library/ownNetworks';
import type { OwnEntry } from '../../library/ownStore';
import { useNetworks } from './useNetworks';

/** The networks that are kept in this browser, with their sizes, to be explored or deleted, and how much room there is. */
export function KeptNetworks() {
  const { state, send } = useNetworks();
  const { listed } = state;
  const [asking, setAsking] = useState<string | null>(null);
  if (!listed || (listed.entries.length === 0 && !state.problem)) return null;
  const { entries, usage, quota } = listed;
  const total = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  return (
    <section aria-labelledby="kept-networks-title" data-testid="kept-networks">
      <h2 id="kept-networks-title">Networks kept in this browser</h2>
      <p className="imports-note">
        {count(entries.length)} {noun(entries.length, 'set')} of networks, {bytes(total)}.{' '}
        {usage !== null &&
          quota !== null &&
          `This site uses ${bytes(usage)} of the ${bytes(quota)} that the browser gives it.`}
      </p>
      {state.problem && (
        <p className="imports-problem" role="alert">
          {state.problem.message}
        </p>
      )}
      <ul className="imports-kept">
        {entries.map((entry) => (
          <li key={entry.id} data-testid="kept-network">
            <a href={`?data=${ownDataset(entry.id)}`}>{entry.name}</a>
            <span>{entryWords(entry)}</span>
            {asking === entry.id ? (
              <span>
                <button
                  type="button"
                  onClick={() => {
                    setAsking(null);
                    send({ kind: 'remove', id: entry.id });
                  }}
                >
                  Delete them for good
                </button>{' '}
                <button type="button" onClick={() => setAsking(null)}>
                  Keep them
                </button>
              </span>
            ) : (
              <button type="button" aria-label={`Delete ${entry.name}`} onClick={() => setAsking(entry.id)}>
                Delete
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function entryWords({ populations, images, classes, bytes: size, created }: OwnEntry): string {
  const parts = populations.map(({ kind, level: share, networks }) =>
    kind === 'sparse'
      ? `${networks} at ${level(share)}`
      : `${networks} ${kind === 'dense' ? 'dense' : 'retrained'}`,
  );
  const what = `${parts.join(' + ')} ${noun(populations.length, 'population')}`;
  return `${parts.length > 0 ? parts.join(' + ') : what} ${noun(2, 'network')}, ${count(images)} ${noun(images, 'image')}, ${count(classes)} classes · ${bytes(size)}${created ? ` · ${created.slice(0, 10)}` : ''}`;
}
