import { useEffect, useState } from 'react';
import { bundleOrigin } from '../../../formats/bundle/bundleOrigin';
import { agreementSentence } from '../../../formats/findings/compareFindings';
import type { DatasetEntry } from '../../../library/datasets';
import type { ImportOrigin } from '../../../library/importOrigin';
import { allDatasets } from '../../lab/openData';

/**
 * Where an import that was a bundle comes from, whether its findings are borne out, and, where its networks
 * are here, the way to them.
 */
export function BundleOrigin({ origin }: { origin: ImportOrigin }) {
  const networks = useNetworks(origin.query);
  return (
    <div className="imports-bundle" data-testid="bundle-origin">
      <p data-testid="bundle-agreement">{agreementSentence(origin.agreement)}</p>
      {networks && (
        <p>
          <a href={`?${origin.query}#/`}>Explore it with the networks</a>: the page has those of{' '}
          {networks.title}.
        </p>
      )}
      <details>
        <summary>Where it comes from</summary>
        <dl className="imports-facts">
          {[['Compressed', origin.compressed], ...bundleOrigin(origin)].map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="imports-lines">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

/** The dataset here whose networks the query of a bundle names; null where there is none. */
function useNetworks(query: string): DatasetEntry | null {
  const named = new URLSearchParams(query).get('data');
  const [here, setHere] = useState<DatasetEntry[]>([]);
  useEffect(() => {
    if (named === null) return;
    let isAsked = true;
    allDatasets(new URL('zoo/', document.baseURI).href).then(
      (datasets) => isAsked && setHere(datasets),
      () => undefined,
    );
    return () => {
      isAsked = false;
    };
  }, [named]);
  return here.find(({ id }) => id === named) ?? null;
}
