import { useEffect } from 'react';
import { Noise } from '../../views/noise/Noise';
import { populationName } from '../describe';
import { sameQuestion } from '../lab/client';
import { later } from '../loading/later';
import type { ChapterProps } from './chapter';
import { Detail } from './Detail';
import { useTruth } from './useTruth';

const Indices = later(() => import('../../views/indices/Indices').then((file) => file.Indices));

/** How much of the result retraining alone, or the choice of networks, explains. */
export function Real({ lab, zoo, comparison, stale, settled, active }: ChapterProps) {
  const { state, draw } = lab;
  const { experiment } = comparison;
  const truth = useTruth({ lab, comparison });
  const draws = state.draws && sameQuestion(state.draws.experiment, experiment) ? state.draws : null;
  const missing = active && settled && !stale && draws === null;
  useEffect(() => {
    if (missing) draw(experiment);
  }, [missing, experiment, draw]);
  return (
    <>
      <Noise
        stability={draws?.stability ?? null}
        findings={comparison.findings}
        name={populationName(experiment).title}
        progress={draws && draws.stability === null ? draws.done : null}
        stale={stale}
      />
      {truth && (
        <Detail
          id="indices"
          title="In single numbers"
          asks="how many answers differ between two networks, and whether the classes changed alike"
        >
          <Indices
            findings={comparison.findings}
            dense={comparison.dense}
            compressed={comparison.compressed}
            truth={truth}
            classes={zoo.classes}
            stale={stale}
          />
        </Detail>
      )}
    </>
  );
}
