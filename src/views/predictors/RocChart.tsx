import { memo } from 'react';
import type { Predictor } from '../../audit/scores/predictors';
import { Chart } from '../../charts/Chart';
import { Curve } from '../../charts/Curve';
import { Dot, Label, Rule } from '../../charts/marks';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { percent } from '../../text/format';
import { area } from './predictorWords';

const left = 46;
const top = 28;
const foot = 44;

/** Room for the key, px. */
const KEY = 206;

const SHARES = {
  domain: [0, 1] as const,
  ticks: [0, 0.25, 0.5, 0.75, 1],
  format: (tick: number) => percent(tick, 0),
};

type RocChartProps = { predictor: Predictor; width: number };

/**
 * The ROC curve of one predictor: share of the PIEs found against share of other images flagged, beside
 * retraining alone.
 */
export const RocChart = memo(function RocChart({ predictor: { pies, retrained }, width }: RocChartProps) {
  const side = Math.min(width - left - 12, 300);
  const margins = { left, right: 12, top, ground: top + side };
  const frame = xyFrame(
    left + side + 12,
    margins,
    { ...SHARES, title: 'other images flagged' },
    { ...SHARES, title: 'PIEs found' },
  );
  const { x, y } = frame;
  const curve = (points: [number, number][]): [number, number][] => points.map(([a, b]) => [x(a), y(b)]);
  return (
    <Chart
      width={left + side + 12}
      height={top + side + foot}
      label="ROC curve: share of PIEs against share of other images above a threshold"
    >
      <XYFrame frame={frame} guides="both" />
      <Rule className="axis predictors-chance" x={[x(0), x(1)]} y={[y(0), y(1)]} />
      {retrained && <Curve ink="grey" points={curve(retrained.points)} />}
      {pies && <Curve ink="forgotten" points={curve(pies.points)} />}
      {pies && <Key ink="forgotten" x={x(1) - KEY} y={y(0.24)} text={`PIEs, area ${area(pies)}`} />}
      {retrained && (
        <Key ink="grey" x={x(1) - KEY} y={y(0.24) + 22} text={`retraining alone, area ${area(retrained)}`} />
      )}
    </Chart>
  );
});

function Key({ ink, x, y, text }: { ink: 'forgotten' | 'grey'; x: number; y: number; text: string }) {
  return (
    <g>
      <Dot className={`fill-${ink}`} x={x} y={y - 4} r={4} />
      <Label className="predictors-key" x={x + 10} y={y} text={text} />
    </g>
  );
}
