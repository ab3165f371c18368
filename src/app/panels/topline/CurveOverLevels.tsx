import { useContext, useDeferredValue, useMemo } from 'react';
import { type Experiment, inOneShot, sweptExperiment } from '../../../model/experiment';
import type { Current } from '../../../views/topline/levels';
import { Topline } from '../../../views/topline/Topline';
import { curve, tuningBeside } from '../../levels/curve';
import { seriesOf } from '../../levels/swept';
import { Drafted, type ZooGiven } from '../panel';

/**
 * Where a population stands on the curve of those the zoo trained, retrained or pruned in training; null:
 * it does not.
 */
function trained({ variant, sparsity }: Experiment): Current | null {
  return variant === 'null' || variant === 'sparse' ? { series: variant, sparsity } : null;
}

/** Accuracy over all levels. */
export function CurveOverLevels(props: ZooGiven) {
  const { lab, zoo, experiment, address, setExperiment } = props;
  const { state, sweep, cancel } = lab;
  // The words under the slider come first.
  const drafted = useDeferredValue(useContext(Drafted));
  const levels = useMemo(() => curve(state, experiment), [state, experiment]);
  const versus = state.answers.versus;
  const beside = address.versus && versus?.answer ? versus.experiment : null;
  const second = useMemo(() => beside && trained(beside), [beside]);
  return (
    <Topline
      levels={levels}
      second={second}
      weights={zoo.weights}
      current={{
        series: seriesOf(experiment),
        sparsity: drafted ?? experiment.sparsity,
      }}
      onSelect={(series, sparsity) => {
        if (series !== 'pruned' && series !== 'tuned') {
          return setExperiment({ ...experiment, variant: series, sparsity });
        }
        const here = inOneShot(sweptExperiment(experiment));
        const tuning = series === 'tuned' && tuningBeside(state, experiment);
        setExperiment({ ...here, sparsity, ...tuning });
      }}
      actions={
        state.job?.kind === 'sweep' ? (
          <button type="button" data-testid="sweep-stop" onClick={cancel}>
            Stop the sweep
          </button>
        ) : (
          <button type="button" data-testid="sweep" onClick={() => sweep(experiment)}>
            Sweep: prune here from 0 to 95%{experiment.finetune > 0 && ', and fine-tune'}
          </button>
        )
      }
    />
  );
}
