import { useId } from 'react';
import { bytes, count } from '../../../text/format';
import type { BundleOffer } from '../protocol';

type Props = { offer: BundleOffer; busy: boolean; onOpen: () => void; onClear: () => void };

/** What a bundle says of itself, before anything of it is kept. */
export function BundleStep({ offer: { file, head, files }, busy, onOpen, onClear }: Props) {
  const id = useId();
  const { title, compressed, summary, provenance, created, settings } = head;
  const rows: [string, string][] = [
    ['Compressed', compressed],
    ['Images', count(summary.images)],
    ['Networks', `${count(summary.networks.dense)} dense, ${count(summary.networks.compressed)} compressed`],
    ['PIEs, it says', count(summary.pies)],
    [
      'Settings',
      `ties to the ${settings.ties} class, flagged at p ≤ ${settings.alpha}, seed ` +
        `${settings.seed}${settings.paired ? ', paired networks' : ''}`,
    ],
    ['Written', created ? `${created.slice(0, 10)}, ${created.slice(11, 16)} UTC` : 'it does not say when'],
    ['Files', files.map(({ name, bytes: size }) => `${name} (${bytes(size)})`).join(', ')],
  ];
  return (
    <section aria-labelledby={id} data-testid="bundle-offer">
      <h2 id={id}>{title}</h2>
      <p className="imports-note">
        {file} is a bundle: a session that somebody took away. Every file in it has the checksum that its
        manifest names. Nothing of it is kept yet; opened, its findings are computed anew.
      </p>
      <dl className="imports-facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>Provenance, it says</dt>
          <dd className="imports-lines">{provenance}</dd>
        </div>
      </dl>
      <button type="button" className="imports-go" data-testid="open-bundle" disabled={busy} onClick={onOpen}>
        Open it
      </button>{' '}
      <button type="button" className="imports-quiet" disabled={busy} onClick={onClear}>
        Put it away
      </button>
    </section>
  );
}
