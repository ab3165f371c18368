import { scaleLinear } from 'd3';
import { memo } from 'react';
import type { Estimate } from '../../audit/findings';
import type { PieRates } from '../../audit/scores/predictors';
import { Chart } from '../../charts/Chart';
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
  const frame = xyFrame(
    width,
    MARGINS,
    scaleLinear().domain([bins[0]?.low ?? 0, 1]),
    scaleLinear().domain([0, Math.max(0.02, ...ends)]),
  );
  const { x, y, ground } = frame;
  const hasFloor = bins.some(({ retrained }) => retrained !== null);
  return (
    <Chart {...{ width, height }} label={`Share of images that are PIEs by ${rateAxis(rates)}`}>
      <XYFrame
        frame={frame}
        x={{ ticks: [], format: String }}
        y={{
          ticks: y.ticks(4),
          format: (tick) => percent(tick, tick > 0 && y.domain()[1] < 0.05 ? 1 : 0),
          title: 'share that are PIEs',
        }}
      />
      {bins.map(({ low, high, images, rate, retrained }) => {
        const middle = (x(low) + x(high)) / 2;
        return (
          <g key={low}>
            <line
              className="axis"
              x1={(x(low) + 2).toFixed(1)}
              x2={(x(high) - 2).toFixed(1)}
              y1={ground}
              y2={ground}
            />
            {x(1) - x(low) > 56 && (
              <text className="soft" x={x(low).toFixed(1)} y={ground + 17} textAnchor="middle">
                {percent(low, 0)}
              </text>
            )}
            <text className="soft" x={middle.toFixed(1)} y={ground + 34} textAnchor="middle">
              {short(images)}
            </text>
            {retrained && <Mark ink="grey" estimate={retrained} x={middle + 5} y={y} />}
            <Mark ink="forgotten" estimate={rate} x={hasFloor ? middle - 5 : middle} y={y} />
          </g>
        );
      })}
      <text className="soft" x={width} y={ground + 17} textAnchor="end">
        100%
      </text>
      <text className="soft" x={width} y={height - 8} textAnchor="end">
        {width < 420 ? 'images; ' : 'images in the bin; '}
        {rateAxis(rates)}
      </text>
    </Chart>
  );
});

type MarkProps = { ink: 'forgotten' | 'grey'; estimate: Estimate; x: number; y: (value: number) => number };

function Mark({ ink, estimate: { value, interval }, x, y }: MarkProps) {
  const at = x.toFixed(1);
  return (
    <g className={`stroke-${ink}`}>
      {interval && (
        <line x1={at} x2={at} y1={y(interval[0]).toFixed(1)} y2={y(interval[1]).toFixed(1)} strokeWidth={2} />
      )}
      <circle className={`fill-${ink}`} cx={at} cy={y(value).toFixed(1)} r={4.5} />
    </g>
  );
}
