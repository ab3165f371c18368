import { useState } from 'react';
import type { BinScheme } from '../../../audit/scores/calibration';
import { CalibrationPanel } from '../../../views/calibration/CalibrationPanel';
import { absentClaim } from '../../../views/calibration/calibrationWords';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';
import { Working } from '../Working';

/** How far the probabilities of the answers can be taken at their word, in bins of the reader's choice. */
export function CalibrationOfAnswers(given: Given) {
  const { findings, isScoreAwaited, stale } = given;
  const [scheme, setScheme] = useState<BinScheme>('width');
  const asked = useAnswer(given, 'calibration', { scheme });
  const { answer, isCurrent, done, isStopped } = asked;
  if (isCurrent && done === 1 && !answer) {
    return <p className="calibration-absent">{absentClaim(isScoreAwaited)}</p>;
  }
  if (!answer || isStopped) {
    const doing = 'Counting the answers of every network by their probability';
    return <Working question="calibration" {...{ given, doing, asked }} />;
  }
  return (
    <CalibrationPanel
      calibration={answer}
      accuracy={findings.accuracy}
      scheme={scheme}
      onScheme={setScheme}
      stale={stale || !isCurrent}
    />
  );
}
