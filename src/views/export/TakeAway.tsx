import { useId, useState } from 'react';
import { Terms } from '../../charts/terms/Terms';
import { Sheet } from '../sheet/Sheet';
import './export.css';

/** One file that can be had. */
type TakeItem = { id: string; label: string };

/** Files of one subject, and what is in them. */
export type TakeGroup = { title: string; note: string; items: TakeItem[] };

export type TakeAwayProps = {
  groups: TakeGroup[];
  /** What the files are of. */
  subject: string;
  /** The item that is being made. */
  busy: string | null;
  /** Items that cannot be made yet. */
  missing: string[];
  /** What was saved or went wrong last, and what is still waited for. */
  message: string;
  onTake: (id: string) => void;
  citation: string;
  onClose: () => void;
};

/** Everything that can be taken away from what is on screen, as files; and how to cite it. */
export function TakeAway(props: TakeAwayProps) {
  const { groups, subject, busy, missing, message, onTake, citation, onClose } = props;
  const own = useId();
  const [copied, setCopied] = useState<string | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(citation).then(
      () => setCopied('Copied'),
      () => setCopied('This browser refuses to copy'),
    );
  return (
    <Sheet label="Take it away" className="sheet-page export-sheet" onClose={onClose}>
      <div className="sheet-head">
        <h2>Take it away</h2>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
      <p className="export-subject">
        <Terms>{subject}</Terms>
      </p>
      {groups.map(({ title, note, items }) => (
        <section key={title} className="export-group" aria-labelledby={`${own}-${title}`}>
          <div>
            <h3 id={`${own}-${title}`}>{title}</h3>
            <p>
              <Terms>{note}</Terms>
            </p>
          </div>
          <div className="export-items">
            {items.map(({ id, label }) => (
              <button
                key={id}
                type="button"
                aria-label={`${label}, ${title}`}
                disabled={busy !== null || missing.includes(id)}
                onClick={() => onTake(id)}
              >
                {label}
              </button>
            ))}
          </div>
        </section>
      ))}
      <p role="status" className="export-message">
        {busy ? 'Writing the file.' : message}
      </p>
      <section className="export-citation" aria-labelledby={`${own}-cite`}>
        <div className="sheet-head">
          <h3 id={`${own}-cite`}>To cite</h3>
          <button type="button" onClick={copy}>
            <span aria-live="polite">{copied ?? 'Copy as BibTeX'}</span>
          </button>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre tabIndex={0}>{citation}</pre>
      </section>
      <p className="export-note">
        SVG and PNG pictures of a chart, the PNG with its caption, are beside each chart. Everything is made
        in this page; nothing is sent anywhere.
      </p>
    </Sheet>
  );
}
