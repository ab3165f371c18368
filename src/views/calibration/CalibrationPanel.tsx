import { useId, useMemo, useState } from 'react';
import type { Findings } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import { type BinScheme, calibrationOf } from '../../audit/scores/calibration';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { methodsHref } from '../methods/anchors';
import { CalibrationTables } from './CalibrationTables';
import { absentClaim, calibrationClaim } from './calibrationWords';
import { ReliabilityChart } from './ReliabilityChart';
import './calibration.css';

type CalibrationPanelProps = {
  number?: number;
  findings: Findings;
  /** The answers that `findings` is the audit of, and the true labels of the same images. */
  dense: Predictions;
  compressed: Predictions;
  truth: Uint16Array;
  /** Whether probabilities that are not there yet are on their way. */
  isScoreAwaited?: boolean;
  stale?: boolean;
};

const schemes: [BinScheme, string][] = [
  ['width', 'of equal width'],
  ['mass', 'of equally many answers'],
];

/** "Can their confidence be trusted?": reliability of both populations, ECE, and confidence on the PIEs. */
export function CalibrationPanel(props: CalibrationPanelProps) {
  const { number, findings, dense, compressed, truth, isScoreAwaited = false, stale } = props;
  const [scheme, setScheme] = useState<BinScheme>('width');
  const [ref, width] = useWidth<HTMLDivElement>();
  const name = useId();
  const calibration = useMemo(
    () => calibrationOf({ dense, compressed }, truth, findings, scheme),
    [dense, compressed, truth, findings, scheme],
  );
  if (!calibration) return <p className="calibration-absent">{absentClaim(isScoreAwaited)}</p>;
  return (
    <Figure
      number={number}
      title="Can their confidence be trusted?"
      methods={methodsHref('calibration')}
      name="calibration"
      claim={calibrationClaim(calibration, findings.accuracy)}
      how={
        <>
          answers are binned by the probability their network gave them; on the line, that probability is also
          how often they are right. The lower figure shows the distance from the line: below 0 is
          over-confident. Lines are 95% intervals over networks; bins with less than 0.1% of the answers are
          in the table only. ECE is the mean distance, weighted by answers.
        </>
      }
      table={<CalibrationTables calibration={calibration} accuracy={findings.accuracy} />}
      actions={
        <fieldset className="calibration-scheme">
          <legend>Bins</legend>
          {schemes.map(([id, text]) => (
            <label key={id}>
              <input type="radio" name={name} checked={id === scheme} onChange={() => setScheme(id)} /> {text}
            </label>
          ))}
        </fieldset>
      }
      stale={stale}
    >
      <div ref={ref}>
        <ReliabilityChart calibration={calibration} width={width} />
      </div>
    </Figure>
  );
}
