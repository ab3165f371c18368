import { Predictors } from '../../../views/predictors/Predictors';
import type { Given } from '../panel';

/** How well the dense networks' own doubt points to the images that change. */
export function PredictorsOfPies({ findings, dense, stale }: Given) {
  return <Predictors findings={findings} dense={dense} stale={stale} />;
}
