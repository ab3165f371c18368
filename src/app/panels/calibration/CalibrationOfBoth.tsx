import { CalibrationPanel } from '../../../views/calibration/CalibrationPanel';
import { Waits } from '../../Waits';
import type { Given } from '../panel';

/** How often answers are right, by the probability that the networks give them. */
export function CalibrationOfBoth({ findings, dense, compressed, truth, isScoreAwaited, stale, zoo }: Given) {
  if (!truth)
    return (
      <Waits lab={zoo?.lab} of={['show']}>
        Loading the labels.
      </Waits>
    );
  return (
    <CalibrationPanel
      findings={findings}
      dense={dense}
      compressed={compressed}
      truth={truth}
      waiting={isScoreAwaited}
      stale={stale}
    />
  );
}
