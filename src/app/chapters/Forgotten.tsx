import { useMemo } from 'react';
import { Exemplars, type FindingsPhase } from '../../views/exemplars/Exemplars';
import { levelPies, populationName, sideName } from '../describe';
import { CopyLink } from '../Header';
import type { ChapterProps } from './chapter';

function phaseOf({ lab, comparison, stale }: ChapterProps): FindingsPhase {
  if (stale) return { kind: 'stale' };
  const done = comparison.images / comparison.experiment.images;
  if (done === 1) return { kind: 'complete' };
  const { runState } = lab.state;
  return runState === 'running' || runState === 'partial'
    ? { kind: 'running', done }
    : { kind: 'partial', done };
}

/** The images themselves. */
export function Forgotten(props: ChapterProps) {
  const { lab, zoo, experiment, comparison, address, setGallery } = props;
  const { state } = lab;
  const levels = useMemo(() => levelPies(state, experiment), [state, experiment]);
  const predictions = useMemo(
    () => ({ dense: comparison.dense, compressed: comparison.compressed }),
    [comparison],
  );
  const { versus } = state;
  const second = useMemo(
    () =>
      address.versus && versus?.findings && versus.findings.images === comparison.findings.images
        ? { name: sideName(versus.experiment), pies: versus.findings.pies.images }
        : null,
    [address.versus, versus, comparison],
  );
  if (!state.shard) return <p className="shell-waiting">Loading the images.</p>;
  return (
    <Exemplars
      shard={state.shard}
      findings={comparison.findings}
      predictions={predictions}
      compressed={populationName(comparison.experiment)}
      levels={levels}
      second={second}
      phase={phaseOf(props)}
      state={address.gallery}
      onChange={setGallery}
      copyLink={<CopyLink className="inspector-action" local={zoo.origin.kind === 'own'} />}
    />
  );
}
