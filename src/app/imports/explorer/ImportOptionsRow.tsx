import type { ReactNode } from 'react';
import { TIE_RULE_NAMES, TIE_RULES } from '../../../audit/votes/ties';
import type { ImportOptions } from '../../../library/importOrigin';
import { Choice } from '../../../views/experiment/Choice';
import { Entry } from '../../../views/experiment/Entry';
import '../../../views/experiment/experiment.css';

type Props = {
  options: ImportOptions;
  onOptions: (options: ImportOptions) => void;
  children: ReactNode;
};

/** What the audit of an import is told, and beside it what can be done with its findings. */
export function ImportOptionsRow({ options, onOptions, children }: Props) {
  const set = (change: Partial<ImportOptions>) => onOptions({ ...options, ...change });
  return (
    <div className="imports-options">
      <fieldset data-testid="import-options">
        <legend className="visually-hidden">Options of the audit</legend>
        <Choice
          label="Ties to the"
          testId="ties"
          value={options.ties}
          options={TIE_RULE_NAMES.map((rule) => [rule, TIE_RULES[rule].choice])}
          onChange={(ties) => set({ ties })}
        />
        <Entry
          label="Classes flagged at p ≤"
          value={options.alpha}
          most={1}
          step={0.01}
          onValue={(alpha) => set({ alpha })}
        />
        <Entry
          label="Seed of draws"
          value={options.seed}
          most={2 ** 32 - 1}
          step={1}
          onValue={(seed) => set({ seed })}
        />
      </fieldset>
      {children}
    </div>
  );
}
