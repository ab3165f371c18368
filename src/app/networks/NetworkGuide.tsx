import { useState } from 'react';
import { saveBlob } from '../../charts/saveBlob';
import { type GuidePart, guidePart } from './guide';

/**
 * How a network is described, and the snippet that writes it from PyTorch: what the project's documents say
 * of it.
 */
export function NetworkGuide() {
  return (
    <div className="networks-guide" data-testid="network-guide">
      <Part
        title="The description"
        part={guidePart('The description')}
        file="network.json"
        type="application/json"
      />
      <Part
        title="From PyTorch"
        part={{ ...guidePart('From PyTorch'), after: [] }}
        file="save_networks.py"
        type="text/x-python"
      />
    </div>
  );
}

type PartProps = { title: string; part: GuidePart; file: string; type: string };

function Part({ title, part: { before, code, after }, file, type }: PartProps) {
  const [copied, setCopied] = useState<string | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(code).then(
      () => setCopied('Copied'),
      () => setCopied('This browser refuses to copy'),
    );
  return (
    <section aria-label={title}>
      <h3 className="networks-title">{title}</h3>
      {before.map(paragraph)}
      <p className="networks-guide-ways">
        <button type="button" className="imports-quiet" aria-label={`Copy: ${title}`} onClick={copy}>
          <span aria-live="polite">{copied ?? 'Copy'}</span>
        </button>{' '}
        <button
          type="button"
          className="imports-quiet"
          aria-label={`Save ${file}`}
          onClick={() => saveBlob(new Blob([code], { type }), file)}
        >
          Save {file}
        </button>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{code}</pre>
      {after.map(paragraph)}
    </section>
  );
}

/** A paragraph of the document; what stands in backticks is code. */
function paragraph(text: string) {
  return (
    <p key={text} className="imports-note">
      {text.split('`').map((piece, at) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other identity
        at % 2 === 1 ? <code key={at}>{piece}</code> : piece,
      )}
    </p>
  );
}
