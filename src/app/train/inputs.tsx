import { type ReactNode, useId } from 'react';
import { type Fields, NUMBERS } from './fields';
import type { TrainLab } from './useTrain';

/** What every step of the choices is given. */
export type ChoicesProps = {
  lab: TrainLab;
  fields: Fields;
  onFields: (fields: Fields) => void;
};

type NumberFieldProps = {
  name: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  onValue: (value: number) => void;
};

/** A number in a field of its own, with its name. */
export function NumberField({ name, value, min, max, step = 1, onValue }: NumberFieldProps) {
  const id = useId();
  return (
    <div className="imports-column">
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        type="number"
        {...{ min, max, step }}
        value={Number.isNaN(value) ? '' : value}
        onChange={(event) => onValue(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}

type FieldOfProps = Pick<ChoicesProps, 'fields' | 'onFields'> & { number: keyof typeof NUMBERS };

/** One of the numbers that are chosen. */
export function FieldOf({ number, fields, onFields }: FieldOfProps) {
  return (
    <NumberField
      {...NUMBERS[number]}
      value={fields[number]}
      onValue={(value) => onFields({ ...fields, [number]: value })}
    />
  );
}

type RadioProps = { group: string; checked: boolean; onChoose: () => void; children: ReactNode };

/** One of a group, with its words beside it. */
export function Radio({ group, checked, onChoose, children }: RadioProps) {
  return (
    <label>
      <input type="radio" name={group} checked={checked} onChange={onChoose} /> {children}
    </label>
  );
}
