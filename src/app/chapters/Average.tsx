import { lazy, useMemo } from 'react';
import { sweptExperiment } from '../../model/experiment';
import { Topline } from '../../views/topline/Topline';
import { curve, seriesOf } from '../describe';
import type { ChapterProps } from './chapter';
import { Detail } from './Detail';

const Sizes = lazy(() => import('./Sizes').then((file) => ({ default: file.Sizes })));
const LevelsTable = lazy(() => import('./LevelsTable').then((file) => ({ default: file.LevelsTable })));

/** Accuracy over all levels, and every population in one table beside the paper's. */
export function Average(props: ChapterProps) {
  const { lab, zoo, offer, experiment, setExperiment } = props;
  const { state, sweep, cancel } = lab;
  const levels = useMemo(() => curve(state, experiment), [state, experiment]);
  return (
    <>
      <Topline
        levels={levels}
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
