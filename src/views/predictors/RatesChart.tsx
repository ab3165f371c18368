import { memo } from 'react';
import type { Estimate } from '../../audit/findings';
import type { PieRates } from '../../audit/scores/predictors';
import { Chart } from '../../charts/Chart';
import { Dot, Label, Rule } from '../../charts/marks';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { percent, short } from '../../text/format';
import { rateAxis } from './predictorWords';

const MARGINS = { left: 46, right: 14, top: 28, ground: 228 };
const height = 288;

/**
 * Share of images that are PIEs by how sure the dense networks are, beside the share that retraining alone
 * changes.
 */
export const RatesChart = memo(function RatesChart({ rates, width }: { rates: PieRates; width: number }) {
  const { bins } = rates;
  const ends = bins.flatMap(({ rate, retrained }) => [
    rate.interval?.[1] ?? 0,
    retrained?.interval?.[1] ?? 0,
  ]);
  const most = Math.max(0.02, ...ends);
  const frame = xyFrame(
    width,
    MARGINS,
    { domain: [bins[0]?.low ?? 0, 1] },
    {
      domain: [0, most],
      ticks: 4,
      format: (tick) => percent(tick, tick > 0 && most < 0.05 ? 1 : 0),
      title: 'share that are PIEs',
    },
  );
  const { x, y, ground } = frame;
  const hasFloor = bins.some(({ retrained }) => retrained !== null);
  return (
    <Chart {...{ width, height }} label={`Share of images that are PIEs by ${rateAxis(rates)}`}>
      <XYFrame frame={frame} />
      {bins.map(({ low, high, images, rate, retrained }) => {
        const middle = (x(low) + x(high)) / 2;
        return (
          <g key={low}>
            <Rule className="axis" x={[x(low) + 2, x(high) - 2]} y={ground} />
            {x(1) - x(low) > 56 && (
              <Label className="soft" x={x(low)} y={ground + 17} textAnchor="middle" text={percent(low, 0)} />
            )}
            <Label className="soft" x={middle} y={ground + 34} textAnchor="middle" text={short(images)} />
            {retrained && <Mark ink="grey" estimate={retrained} x={middle + 5} y={y} />}
            <Mark ink="forgotten" estimate={rate} x={hasFloor ? middle - 5 : middle} y={y} />
          </g>
        );
      })}
      <Label className="soft" x={width} y={ground + 17} textAnchor="end" text="100%" />
      <Label
        className="soft"
        x={width}
        y={height - 8}
        textAnchor="end"
        text={`${width < 420 ? 'images' : 'images in the bin'}; ${rateAxis(rates)}`}
      />
    </Chart>
  );
});

type MarkProps = { ink: 'forgotten' | 'grey'; estimate: Estimate; x: number; y: (value: number) => number };

function Mark({ ink, estimate: { value, interval }, x, y }: MarkProps) {
  return (
    <g className={`stroke-${ink}`}>
      {interval && <Rule x={x} y={[y(interval[0]), y(interval[1])]} strokeWidth={2} />}
      <Dot className={`fill-${ink}`} x={x} y={y(value)} r={4.5} />
    </g>
  );
}
