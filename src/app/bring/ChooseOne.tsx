import { useId } from 'react';
import { count } from '../../text/format';
import { Select } from '../../views/inputs/Select';

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
      <Select
        id={id}
        value={value}
        options={values.map((each) => [each, each in counts ? `${each} (${count(counts[each])})` : each])}
        onValue={onValue}
      />
    </div>
  );
}
