import { useEffect, useRef } from 'react';

/** A number from 0, taken over when its reader leaves it or presses Enter; what is none is put back. */
export function Entry(props: {
  label: string;
  value: number;
  most: number;
  step: number;
  onValue: (value: number) => void;
}) {
  const { label, value, most, step, onValue } = props;
  const field = useRef<HTMLInputElement>(null);
  // It stays the same field, which Enter leaves the focus in.
  useEffect(() => {
    if (field.current) field.current.value = String(value);
  }, [value]);
  const commit = (input: HTMLInputElement) => {
    const typed = input.valueAsNumber;
    const fits = typed >= 0 && typed <= most && (step < 1 || Number.isInteger(typed));
    if (!fits) input.value = String(value);
    else if (typed !== value) onValue(typed);
  };
  return (
    <label className="experiment-choice">
      <span>{label}</span>
      <input
        ref={field}
        type="number"
        min={0}
        max={most}
        step={step}
        defaultValue={value}
        onBlur={({ currentTarget }) => commit(currentTarget)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') commit(currentTarget);
        }}
      />
    </label>
  );
}
