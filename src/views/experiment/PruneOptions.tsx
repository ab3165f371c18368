import type { Experiment } from '../../model/experiment';
import { Choice } from './Choice';

const METHODS: { value: Experiment['method']; label: string }[] = [
  { value: 'magnitude', label: 'the smallest weights' },
  { value: 'random', label: 'weights at random' },
  { value: '2:4', label: '2 of every 4 weights' },
  { value: '4:8', label: '4 of every 8 weights' },
  { value: 'channels', label: 'whole channels' },
];

type Props = {
  experiment: Experiment;
  /** Whether the networks have BatchNorm layers. */
  batchNorm: boolean;
  set: (change: Partial<Experiment>) => void;
};

/** How weights are chosen when pruning here, and what follows it. */
export function PruneOptions({ experiment, batchNorm, set }: Props) {
  const { method, scope, seed, recalibrate, baseline } = experiment;
  return (
    <>
      <Choice
        label="Remove"
        testId="method"
        value={method}
        options={METHODS}
        onChange={(chosen) => set({ method: chosen })}
      />
      {(method === 'magnitude' || method === 'random') && (
        <Choice
          label="across"
          value={scope}
          options={[
            { value: 'global', label: 'the whole network' },
            { value: 'layer', label: 'each layer alike' },
          ]}
          onChange={(chosen) => set({ scope: chosen })}
        />
      )}
      {method === 'random' && (
        <label className="experiment-choice">
          <span>seed</span>
          <input
            type="number"
            data-testid="seed"
            min={0}
            max={2 ** 32 - 1}
            value={seed}
            onChange={(event) => {
              const typed = event.target.valueAsNumber;
              if (Number.isInteger(typed) && typed >= 0 && typed < 2 ** 32) set({ seed: typed });
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
        <span className="experiment-check">no BatchNorm in these networks to re-estimate</span>
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
