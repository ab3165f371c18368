import { useEffect } from 'react';
import { Noise } from '../../views/noise/Noise';
import { populationName } from '../describe';
import { sameQuestion } from '../lab/client';
import type { ChapterProps } from './chapter';

/** How much of the result retraining alone, or the choice of networks, explains. */
export function Real({ lab: { state, draw }, comparison, stale, settled, active }: ChapterProps) {
  const { experiment } = comparison;
  const draws = state.draws && sameQuestion(state.draws.experiment, experiment) ? state.draws : null;
  const missing = active && settled && !stale && draws === null;
  useEffect(() => {
    if (missing) draw(experiment);
  }, [missing, experiment, draw]);
  return (
    <Noise
      stability={draws?.stability ?? null}
      findings={comparison.findings}
      name={populationName(experiment).title}
      progress={draws && draws.stability === null ? draws.done : null}
      stale={stale}
    />
  );
}
