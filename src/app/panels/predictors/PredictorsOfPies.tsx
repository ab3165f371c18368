import { Predictors } from '../../../views/predictors/Predictors';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';
import { Working } from '../Working';

/** How well the dense networks' own doubt points to the images that change. */
export function PredictorsOfPies(given: Given) {
  const { findings, stale } = given;
  const asked = useAnswer(given, 'predictors', null);
  const { answer, isCurrent } = asked;
  if (!answer) {
    const doing = 'Putting all images in order by the networks’ doubt';
    return <Working question="predictors" {...{ given, doing, asked }} />;
  }
  return <Predictors {...answer} pies={findings.pies.images.length} stale={stale || !isCurrent} />;
}
