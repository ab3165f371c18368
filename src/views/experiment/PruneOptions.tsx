import { epochWords, FINETUNE_EPOCHS, PRUNE_ROUNDS } from '../../model/epochs';
import { type Experiment, type Offer, takesRounds } from '../../model/experiment';
import { optionRanges } from '../../model/methods/method';
import { methodNamed, methodsOf, PRUNED_IDS } from '../../model/methods/registry';
import { bytes, count, counted } from '../../text/format';
import { Choice } from './Choice';

type Props = {
  experiment: Experiment;
  /** Whether the networks have BatchNorm layers, and which images there are to train on. */
  offer: Pick<Offer, 'batchNorm' | 'noCalibration' | 'training'>;
  set: (change: Partial<Experiment>) => void;
};

/** What networks without BatchNorm may be, where weights go by plain magnitude. */
function foldedHint(method: Experiment['method']): string {
  return method === 'magnitude'
    ? '; if it was folded into the convolutions, take the smallest for their channel'
    : '';
}

/** How weights are chosen when pruning here, and what follows it. */
export function PruneOptions({ experiment, offer: { batchNorm, noCalibration, training }, set }: Props) {
  const { method, scope, seed, recalibrate, finetune, rounds, baseline } = experiment;
  // What takes no rounds is pruned once.
  const tune = (change: Partial<Pick<Experiment, 'method' | 'finetune'>>) =>
    set({ ...change, ...(!takesRounds({ method, finetune, ...change }) && { rounds: 1 }) });
  const isTreated = finetune > 0 || (batchNorm && recalibrate);
  const { options } = methodNamed(method);
  return (
    <>
      <Choice
        label="Remove"
        testId="method"
        value={method}
        options={PRUNED_IDS.map((id, index) => [id, methodsOf('pruned')[index].choice])}
        onChange={(chosen) => tune({ method: chosen })}
      />
      {options.includes('scope') && (
        <Choice
          label="across"
          value={scope}
          options={optionRanges.scope.values.map((each, at) => [each, optionRanges.scope.words[at]])}
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
      {finetune > 0 ? null : batchNorm && noCalibration ? (
        <span className="experiment-check">no training images here to re-estimate BatchNorm on</span>
      ) : batchNorm ? (
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
      {training ? (
        <>
          <Choice
            label="then fine-tune"
            testId="finetune"
            value={finetune}
            options={FINETUNE_EPOCHS.map((epochs) => [epochs, epochs === 0 ? 'none' : epochWords(epochs)])}
            onChange={(chosen) => tune({ finetune: chosen })}
          />
          {takesRounds(experiment) && (
            <Choice
              label="prune and fine-tune in"
              testId="rounds"
              value={rounds}
              options={PRUNE_ROUNDS.map((each) => [each, counted(each, 'round')])}
              onChange={(chosen) => set({ rounds: chosen })}
            />
          )}
          {rounds > 1 && (
            <span className="experiment-check">
              <span>
                each round removes the same share of the weights left; lottery tickets are made on{' '}
                <a href="#/train">Train</a>
              </span>
            </span>
          )}
          <span className="experiment-check">
            on {count(training.images)} training images, {bytes(training.bytes)} fetched when first used
          </span>
        </>
      ) : (
        <span className="experiment-check">no training images here to fine-tune on</span>
      )}
      {isTreated && (
        <Choice
          label="beside dense networks"
          testId="baseline"
          value={baseline}
          options={[
            ['alike', finetune > 0 ? 'fine-tuned alike' : 're-estimated alike'],
            ['trained', 'as trained'],
          ]}
          onChange={(chosen) => set({ baseline: chosen })}
        />
      )}
    </>
  );
}
