import { useMemo } from 'react';
import { type Experiment, sweptExperiment } from '../../model/experiment';
import type { Current } from '../../views/topline/levels';
import { Topline } from '../../views/topline/Topline';
import { curve, seriesOf } from '../describe';
import { later } from '../loading/later';
import type { ChapterProps } from './chapter';
import { Detail } from './Detail';

const Sizes = later(() => import('./Sizes').then((file) => file.Sizes));
const LevelsTable = later(() => import('./LevelsTable').then((file) => file.LevelsTable));

/** Where a population stands on the curve of those the zoo trained, dense again or pruned in training; null: it does not. */
function trained({ variant, sparsity }: Experiment): Current | null {
  return variant === 'null' || variant === 'sparse' ? { series: variant, sparsity } : null;
}

/** Accuracy over all levels, and every population in one table beside the paper's. */
export function Average(props: ChapterProps) {
  const { lab, zoo, offer, experiment, address, setExperiment } = props;
  const { state, sweep, cancel } = lab;
  const levels = useMemo(() => curve(state, experiment), [state, experiment]);
  const beside = address.versus && state.versus?.findings ? state.versus.experiment : null;
  const second = useMemo(() => beside && trained(beside), [beside]);
  return (
    <>
      <Topline
        levels={levels}
        second={second}
        weights={zoo.weights}
        current={{
          series: seriesOf(experiment),
          sparsity: experiment.sparsity,
        }}
        onSelect={(series, sparsity) => {
          const chosen = series === 'pruned' ? sweptExperiment(experiment) : experiment;
          setExperiment({ ...chosen, variant: series, sparsity });
        }}
        actions={
          state.job?.kind === 'sweep' ? (
            <button type="button" data-testid="sweep-stop" onClick={cancel}>
              Stop the sweep
            </button>
          ) : (
            <button type="button" data-testid="sweep" onClick={() => sweep(experiment)}>
              Sweep: prune here from 0 to 95%
            </button>
          )
        }
      />
      <Detail
        id="levels"
        title="Every level, beside the paper’s"
        asks="accuracy, flagged classes, PIEs, noise floor and cost of each population in one table"
      >
        <LevelsTable {...props} />
      </Detail>
      {offer.widths.length > 0 && (
        <Detail
          id="sizes"
          title="Prune the big one, or train a small one?"
          asks="accuracy and PIEs of pruned and of narrow networks with as many weights"
        >
          <Sizes {...props} />
        </Detail>
      )}
    </>
  );
}
