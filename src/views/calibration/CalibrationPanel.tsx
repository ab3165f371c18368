import type { Findings } from '../../audit/findings';
import type { BinScheme, Calibration } from '../../audit/scores/calibration';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { Radios } from '../inputs/Radios';
import { methodsHref } from '../methods/anchors';
import { CalibrationTables } from './CalibrationTables';
import { calibrationClaim } from './calibrationWords';
import { ReliabilityChart } from './ReliabilityChart';
import './calibration.css';

type CalibrationPanelProps = {
  calibration: Calibration;
  /** Of the same populations. */
  accuracy: Findings['accuracy'];
  /** The bins that were chosen; those of `calibration` until theirs are counted. */
  scheme: BinScheme;
  onScheme: (scheme: BinScheme) => void;
  stale?: boolean;
};

const schemes: [BinScheme, string][] = [
  ['width', 'of equal width'],
  ['mass', 'of equally many answers'],
];

/** "Can their confidence be trusted?": reliability of both populations, ECE, and confidence on the PIEs. */
export function CalibrationPanel(props: CalibrationPanelProps) {
  const { calibration, accuracy, scheme, onScheme, stale } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  return (
    <Figure
      title="Can their confidence be trusted?"
      methods={methodsHref('calibration')}
      name="calibration"
      {...calibrationClaim(calibration, accuracy)}
      how={
        <>
          answers are binned by the probability that their network gave them. On the line, that probability is
          also how often they are right. The lower figure shows the distance from the line: below 0 is
          over-confident. Lines are 95% intervals over networks. Bins with less than 0.1% of the answers are
          in the table only. ECE, the expected calibration error, is the mean distance, weighted by answers.
        </>
      }
      table={<CalibrationTables calibration={calibration} accuracy={accuracy} />}
      actions={
        <Radios
          className="calibration-scheme"
          legend="Bins"
          value={scheme}
          options={schemes}
          onValue={onScheme}
        />
      }
      stale={stale}
    >
      <div ref={ref}>
        <ReliabilityChart calibration={calibration} width={width} />
      </div>
    </Figure>
  );
}
