import type { ComponentProps } from 'react';

type SelectProps<V extends string | number> = Omit<ComponentProps<'select'>, 'value' | 'onChange'> & {
  value: V;
  /** What can be chosen, each with its words. */
  options: readonly (readonly [value: V, words: string])[];
  onValue: (value: V) => void;
};

/** One of several, chosen from a list. */
export function Select<V extends string | number>({ value, options, onValue, ...rest }: SelectProps<V>) {
  return (
    <select
      {...rest}
      value={value}
      onChange={({ currentTarget: { selectedIndex } }) => onValue(options[selectedIndex][0])}
    >
      {options.map(([each, words]) => (
        <option key={each} value={each}>
          {words}
        </option>
      ))}
    </select>
  );
}
