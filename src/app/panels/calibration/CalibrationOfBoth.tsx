import { CalibrationPanel } from '../../../views/calibration/CalibrationPanel';
import type { Given } from '../panel';

/** How often answers are right, by the probability that the networks give them. */
export function CalibrationOfBoth({ findings, dense, compressed, truth, isScoreAwaited, stale }: Given) {
  if (!truth) return <p className="shell-waiting">Loading the labels.</p>;
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
