import { type ReactNode, useId } from 'react';
import type { RateKind } from '../../audit/groups/groupRates';
import { useFilled } from '../../charts/useFilled';
import { capital } from '../../text/format';
import type { GroupsState } from './groupsState';
import { rateNames } from './subgroupWords';

type GroupControlsProps = {
  state: GroupsState;
  onState: (state: GroupsState) => void;
  /** By what images can be grouped. */
  attributes: { name: string; meaning: string }[];
  classes: string[];
};

const kinds: RateKind[] = ['error', 'falsePositive', 'falseNegative'];

/** What to group by, whether one class is held against the rest, and which rate is shown. */
export function GroupControls({ state, onState, attributes, classes }: GroupControlsProps) {
  const { by, target, rate } = state;
  const [first, second] = by;
  const { isFilled, listeners } = useFilled(classes.length);
  const options = (list: { name: string; meaning: string }[]) =>
    list.map(({ name, meaning }) => (
      <option key={name} value={name}>
        {capital(name)}: {meaning}
      </option>
    ));
  return (
    <div className="groups-controls" data-no-export>
      <Choice
        label="Group by"
        value={first}
        onValue={(name) => onState({ ...state, by: [name, ...by.slice(1)].filter(isFirst) })}
      >
        {options(attributes)}
      </Choice>
      <Choice
        label="and by"
        value={second ?? ''}
        onValue={(name) => onState({ ...state, by: name === '' ? [first] : [first, name] })}
      >
        <option value="">nothing else</option>
        {options(attributes.filter(({ name }) => name !== first))}
      </Choice>
      <Choice
        label="One class against the rest"
        listeners={listeners}
        value={target === null ? '' : String(target)}
        onValue={(label) =>
          onState(
            label === '' ? { ...state, target: null, rate: 'error' } : { ...state, target: Number(label) },
          )
        }
      >
        <option value="">none</option>
        {classes.map((name, label) =>
          isFilled || label === target ? (
            <option key={name} value={label}>
              {name}
            </option>
          ) : null,
        )}
      </Choice>
      {target !== null && (
        <fieldset>
          <legend>Show</legend>
          {kinds.map((kind) => (
            <button
              key={kind}
              type="button"
              aria-pressed={rate === kind}
              onClick={() => onState({ ...state, rate: kind })}
            >
              {rateNames[kind].choice}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}

function isFirst(name: string, place: number, names: string[]): boolean {
  return names.indexOf(name) === place;
}

type ChoiceProps = {
  label: string;
  value: string;
  onValue: (value: string) => void;
  listeners?: ReturnType<typeof useFilled>['listeners'];
  children: ReactNode;
};

function Choice({ label, value, onValue, listeners, children }: ChoiceProps) {
  const id = useId();
  return (
    <span className="groups-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} {...listeners} onChange={(event) => onValue(event.target.value)}>
        {children}
      </select>
    </span>
  );
}
