import { Accuracy } from '../../views/accuracy/Accuracy';
import { CalibrationPanel } from '../../views/calibration/CalibrationPanel';
import { Predictors } from '../../views/predictors/Predictors';
import type { ChapterProps } from './chapter';
import { Detail } from './Detail';
import { useTruth } from './useTruth';

/** What sets these images apart. */
export function Why({ lab, comparison, stale }: ChapterProps) {
  const { findings, dense, compressed, source } = comparison;
  const truth = useTruth({ lab, comparison });
  return (
    <>
      <Accuracy findings={findings} stale={stale} />
      <Detail
        id="predictors"
        title="What foretells a PIE?"
        asks="how well the dense networks’ own doubt points to the images that change"
      >
        <Predictors findings={findings} dense={dense} stale={stale} />
      </Detail>
      {truth && (
        <Detail
          id="calibration"
          title="Can their confidence be trusted?"
          asks="how often answers are right, by the probability the networks give them"
        >
          <CalibrationPanel
            findings={findings}
            dense={dense}
            compressed={compressed}
            truth={truth}
            waiting={source === 'shipped'}
            stale={stale}
          />
        </Detail>
      )}
    </>
  );
}
