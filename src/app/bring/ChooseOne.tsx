import { useId } from 'react';
import { count } from '../../text/format';

type ChooseOneProps = {
  title: string;
  values: string[];
  /** How many images each has, where that is known. */
  counts?: Record<string, number>;
  value: string;
  onValue: (value: string) => void;
};

/** One of the parts or of the columns that files have, with its name above it. */
export function ChooseOne({ title, values, counts = {}, value, onValue }: ChooseOneProps) {
  const id = useId();
  return (
    <div className="imports-column">
      <label htmlFor={id}>{title}</label>
      <select id={id} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
        {values.map((each) => (
          <option key={each} value={each}>
            {counts[each] === undefined ? each : `${each} (${count(counts[each])})`}
          </option>
        ))}
      </select>
    </div>
  );
}
