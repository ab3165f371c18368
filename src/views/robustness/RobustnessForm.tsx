import { useState } from 'react';
import {
  type CorruptionId,
  type CorruptionWish,
  corruptionIds,
  corruptionTitle,
  severities,
} from '../../corruptions/corrupt';
import type { Severity } from '../../corruptions/picture';
import { count } from '../../text/format';
import { Check } from '../inputs/Check';
import { Select } from '../inputs/Select';

/** The corruptions of the paper's figure. */
const PAPERS: CorruptionId[] = ['contrast', 'glass-blur', 'gaussian-noise', 'impulse-noise', 'shot-noise'];

type Props = {
  /** Images of the experiment. */
  images: number;
  /** Whether this job is in progress. */
  busy: boolean;
  onCompute: (wish: CorruptionWish) => void;
  onCancel: () => void;
};

function toggled<T>(list: readonly T[], chosen: T[], value: T): T[] {
  return list.filter((other) => (other === value ? !chosen.includes(other) : chosen.includes(other)));
}

/** Chooses what is computed here, and starts or stops it. */
export function RobustnessForm({ images, busy, onCompute, onCancel }: Props) {
  const [chosen, setChosen] = useState<CorruptionId[]>(PAPERS);
  const [levels, setLevels] = useState<Severity[]>([1, 3, 5]);
  const [limit, setLimit] = useState(1000);
  const wanted = Math.min(limit, images);
  const runs = chosen.length * levels.length;
  return (
    <details className="robustness-form">
      <summary>Compute here</summary>
      <fieldset>
        <legend>
          Corruptions{' '}
          <button type="button" onClick={() => setChosen(PAPERS)}>
            the paper’s five
          </button>{' '}
          <button type="button" onClick={() => setChosen([...corruptionIds])}>
            all
          </button>{' '}
          <button type="button" onClick={() => setChosen([])}>
            none
          </button>
        </legend>
        {corruptionIds.map((id) => (
          <Check
            key={id}
            checked={chosen.includes(id)}
            onCheck={() => setChosen(toggled(corruptionIds, chosen, id))}
          >
            {corruptionTitle(id)}
          </Check>
        ))}
      </fieldset>
      <fieldset>
        <legend>Severities</legend>
        {severities.map((severity) => (
          <Check
            key={severity}
            checked={levels.includes(severity)}
            onCheck={() => setLevels(toggled(severities, levels, severity))}
          >
            {severity}
          </Check>
        ))}
      </fieldset>
      <label className="robustness-images">
        On the first{' '}
        <Select
          value={limit}
          options={[100, 500, 1000, 5000, 10_000].map((value) => [value, count(value)])}
          onValue={setLimit}
        />{' '}
        images, at most the experiment’s {count(images)}
      </label>
      {busy ? (
        <button type="button" className="robustness-go" data-testid="robustness-cancel" onClick={onCancel}>
          Cancel
        </button>
      ) : (
        <button
          type="button"
          className="robustness-go"
          data-testid="robustness-run"
          disabled={runs === 0}
          onClick={() => onCompute({ corruptions: chosen, severities: levels, images: wanted })}
        >
          Compute {count(runs)} {runs === 1 ? 'corruption' : 'corruptions'} and the clean images
        </button>
      )}
    </details>
  );
}
