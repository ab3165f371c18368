/** A number from 0, taken over when its reader leaves it or presses Enter; what is none is put back. */
export function Entry(props: {
  label: string;
  value: number;
  most: number;
  step: number;
  onValue: (value: number) => void;
}) {
  const { label, value, most, step, onValue } = props;
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
        key={value}
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
