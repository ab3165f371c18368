import { useEffect, useMemo } from 'react';
import type { Experiment } from '../model/experiment';
import { Levels } from '../views/levels/Levels';
import { Noise } from '../views/noise/Noise';
import { PersistencePanel } from '../views/persistence/PersistencePanel';
import { levelEntries, pieLevels, populationName } from './describe';
import { type LabState, sameQuestion } from './lab/client';
import type { Comparison } from './lab/protocol';
import { PanelBoundary } from './PanelBoundary';
import type { Lab } from './useLab';
import { useNear } from './useNear';

type Props = {
  lab: Lab;
  experiment: Experiment;
  /** The comparison on screen, and whether it answers `experiment`. */
  comparison: Comparison;
  stale: boolean;
  active: boolean;
  /** The number of the first chapter here. */
  first: number;
};

/** Networks, images and tie rule: all that the table of levels depends on. */
function tableKey({ members, images, ties, data }: Experiment): string {
  return JSON.stringify([data, members, images, ties]);
}

function useTable({ state, makeTable }: Lab, experiment: Experiment, wanted: boolean): LabState['table'] {
  const key = tableKey(experiment);
  const known = state.table && tableKey(state.table.experiment) === key ? state.table : null;
  const missing = wanted && known === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds what of the experiment matters
  useEffect(() => {
    if (missing) makeTable(experiment);
  }, [missing, key, makeTable]);
  return known ?? state.table;
}

function useDraws({ state, draw }: Lab, comparison: Comparison, wanted: boolean): LabState['draws'] {
  const { experiment } = comparison;
  const known = state.draws && sameQuestion(state.draws.experiment, experiment) ? state.draws : null;
  const missing = wanted && known === null;
  useEffect(() => {
    if (missing) draw(experiment);
  }, [missing, experiment, draw]);
  return known;
}

/** The chapters that test the result: is it real, are these the same images at every level, and how does it stand beside the paper. */
export function Evidence({ lab, experiment, comparison, stale, active, first }: Props) {
  const { state } = lab;
  const [place, near] = useNear();
  const complete = comparison.images === comparison.experiment.images && state.job === null;
  const draws = useDraws(lab, comparison, near && active && complete && !stale);
  const table = useTable(lab, experiment, near && active);
  const levels = useMemo(() => pieLevels(state, experiment), [state, experiment]);
  const entries = useMemo(() => (table ? levelEntries(table.levels) : []), [table]);
  const name = populationName(comparison.experiment).title;
  const { variant, sparsity } = comparison.experiment;
  const current = entries.find(
    ({ kind, removed }) => kind === variant && (kind !== 'sparse' || removed === sparsity),
  );
  return (
    <div ref={place}>
      <PanelBoundary name="Is it real?">
        <Noise
          number={first}
          stability={draws?.stability ?? null}
          findings={comparison.findings}
          name={name}
          progress={draws && draws.stability === null ? draws.done : null}
          stale={stale}
        />
      </PanelBoundary>
      <PanelBoundary name="The same images?">
        <PersistencePanel
          number={first + 1}
          levels={levels}
          images={experiment.images}
          findings={complete && !stale ? comparison.findings : undefined}
          name={name}
          stale={stale}
        />
      </PanelBoundary>
      {entries.length > 0 && (
        <PanelBoundary name="Every level">
          <Levels
            number={first + 2}
            data={state.zoo?.title ?? ''}
            levels={entries}
            current={current?.id ?? null}
            stale={table !== null && tableKey(table.experiment) !== tableKey(experiment)}
          />
        </PanelBoundary>
      )}
    </div>
  );
}
