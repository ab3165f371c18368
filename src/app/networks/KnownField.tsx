import { useId, useState } from 'react';
import { count } from '../../text/format';
import type { KnownData } from './protocol';

/** Networks a population that can be asked for. */
const NETWORKS = [3, 5, 10, 20, 30];
const FIRST = 5;

type KnownFieldProps = {
  /** Null until it is known. */
  datasets: KnownData[] | null;
  busy: boolean;
  onTake: (data: string, networks: number) => void;
};

/**
 * The way without files: the networks of a dataset of the explorer, to be asked about images of one's own.
 */
export function KnownField({ datasets, busy, onTake }: KnownFieldProps) {
  const id = useId();
  const [data, setData] = useState<string | null>(null);
  const [networks, setNetworks] = useState(FIRST);
  const [first] = datasets ?? [];
  if (!datasets || !first) return null;
  const wanted = datasets.find((entry) => entry.id === data) ?? first;
  return (
    <fieldset className="networks-fields" data-testid="known-networks">
      <legend>No networks at hand? Take those of</legend>
      <select
        aria-label="Networks of"
        value={wanted.id}
        onChange={(event) => setData(event.currentTarget.value)}
      >
        {datasets.map(({ id: each, title, shipped }) => (
          <option key={each} value={each}>
            {title}
            {shipped ? '' : ' (yours)'}
          </option>
        ))}
      </select>
      <label htmlFor={`${id}-networks`}>at most</label>
      <select
        id={`${id}-networks`}
        value={networks}
        onChange={(event) => setNetworks(Number(event.currentTarget.value))}
      >
        {NETWORKS.map((each) => (
          <option key={each} value={each}>
            {count(each)} networks
          </option>
        ))}
      </select>
      <span>a population</span>
      <button
        type="button"
        className="imports-quiet"
        disabled={busy}
        onClick={() => onTake(wanted.id, networks)}
      >
        Take them
      </button>
    </fieldset>
  );
}
