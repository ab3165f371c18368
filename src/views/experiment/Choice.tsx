import { Select } from '../inputs/Select';

type ChoiceProps<T extends string | number> = {
  label: string;
  value: T;
  options: readonly (readonly [value: T, words: string])[];
  onChange: (value: T) => void;
  testId?: string;
};

/** A labelled choice of one of a few. */
export function Choice<T extends string | number>(props: ChoiceProps<T>) {
  const { label, value, options, onChange, testId } = props;
  return (
    <label className="experiment-choice">
      <span>{label}</span>
      <Select data-testid={testId} value={value} options={options} onValue={onChange} />
    </label>
  );
}
