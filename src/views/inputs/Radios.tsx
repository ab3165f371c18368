import { type ComponentProps, type ReactNode, useId } from 'react';

type RadiosProps<V extends string | number> = ComponentProps<'fieldset'> & {
  legend: ReactNode;
  value: V;
  /** What can be chosen, each with its words. */
  options: readonly (readonly [value: V, words: ReactNode])[];
  onValue: (value: V) => void;
};

/** One of several, all of them in sight; further fields of the choice stand below. */
export function Radios<V extends string | number>(props: RadiosProps<V>) {
  const { legend, value, options, onValue, children, ...rest } = props;
  const name = useId();
  return (
    <fieldset {...rest}>
      <legend>{legend}</legend>
      {options.map(([each, words]) => (
        <label key={each}>
          <input type="radio" name={name} checked={each === value} onChange={() => onValue(each)} /> {words}
        </label>
      ))}
      {children}
    </fieldset>
  );
}
