import { useId, useState } from 'react';
import { count } from '../../text/format';
import { Select } from '../../views/inputs/Select';
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
      <Select
        aria-label="Networks of"
        value={wanted.id}
        options={datasets.map((each) => [each.id, `${each.title}${each.shipped ? '' : ' (yours)'}`])}
        onValue={setData}
      />
      <label htmlFor={`${id}-networks`}>at most</label>
      <Select
        id={`${id}-networks`}
        value={networks}
        options={NETWORKS.map((each) => [each, `${count(each)} networks`])}
        onValue={setNetworks}
      />
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
