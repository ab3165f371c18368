import type { Experiment } from '../../model/experiment';
import { optionRanges } from '../../model/methods/method';
import { methodNamed, methodsOf, PRUNED_IDS } from '../../model/methods/registry';
import { Choice } from './Choice';

type Props = {
  experiment: Experiment;
  /** Whether the networks have BatchNorm layers. */
  batchNorm: boolean;
  set: (change: Partial<Experiment>) => void;
};

/** What networks without BatchNorm may be, where weights go by plain magnitude. */
function foldedHint(method: Experiment['method']): string {
  return method === 'magnitude'
    ? '; if it was folded into the convolutions, take the smallest for their channel'
    : '';
}

/** How weights are chosen when pruning here, and what follows it. */
export function PruneOptions({ experiment, batchNorm, set }: Props) {
  const { method, scope, seed, recalibrate, baseline } = experiment;
  const { options } = methodNamed(method);
  return (
    <>
      <Choice
        label="Remove"
        testId="method"
        value={method}
        options={PRUNED_IDS.map((value, index) => ({ value, label: methodsOf('pruned')[index].choice }))}
        onChange={(chosen) => set({ method: chosen })}
      />
      {options.includes('scope') && (
        <Choice
          label="across"
          value={scope}
          options={optionRanges.scope.values.map((value, index) => ({
            value,
            label: optionRanges.scope.words[index],
          }))}
          onChange={(chosen) => set({ scope: chosen })}
        />
      )}
      {options.includes('seed') && (
        <label className="experiment-choice">
          <span>seed</span>
          <input
            type="number"
            data-testid="seed"
            min={0}
            max={optionRanges.seed.high}
            value={seed}
            onChange={(event) => {
              const typed = event.target.valueAsNumber;
              if (Number.isInteger(typed) && typed >= 0 && typed <= optionRanges.seed.high)
                set({ seed: typed });
            }}
          />
        </label>
      )}
      {batchNorm ? (
        <label className="experiment-check">
          <input
            type="checkbox"
            data-testid="recalibrate"
            checked={recalibrate}
            onChange={(event) => set({ recalibrate: event.target.checked })}
          />
          <span>re-estimate BatchNorm</span>
        </label>
      ) : (
        <span className="experiment-check">
          no BatchNorm in these networks to re-estimate{foldedHint(method)}
        </span>
      )}
      {batchNorm && recalibrate && (
        <Choice
          label="beside dense networks"
          testId="baseline"
          value={baseline}
          options={[
            { value: 'alike', label: 're-estimated alike' },
            { value: 'trained', label: 'as trained' },
          ]}
          onChange={(chosen) => set({ baseline: chosen })}
        />
      )}
    </>
  );
}
