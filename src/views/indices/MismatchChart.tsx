import { scaleLinear } from 'd3';
import { memo } from 'react';
import type { Estimate } from '../../audit/findings';
import type { MismatchRates } from '../../audit/scores/mismatch';
import { Chart } from '../../charts/Chart';
import { XTicks } from '../../charts/Ticks';
import { percent } from '../../text/format';
import { kinds, shareOf } from './indexWords';

const row = 46;
const head = 26;

type MismatchChartProps = { mismatch: MismatchRates; width: number };

/**
 * Share of images whose label differs between two networks, in all and by outcome, beside retraining alone.
 */
export const MismatchChart = memo(function MismatchChart({
  mismatch: { networks, retrained },
  width,
}: MismatchChartProps) {
  const narrow = width < 560;
  const left = narrow ? 8 : 180;
  const ends = kinds.flatMap(([kind]) => [reach(networks[kind]), retrained ? reach(retrained[kind]) : 0]);
  const x = scaleLinear([0, Math.max(0.001, ...ends)], [left, width - 64]);
  const step = row + (narrow ? 18 : 0);
  const height = head + kinds.length * step;
  return (
    <Chart {...{ width, height }} label="Share of images whose label differs between two networks">
      <XTicks
        at={x}
        ticks={x.ticks(narrow ? 3 : 5)}
        format={(tick) => percent(tick, x.domain()[1] < 0.05 ? 1 : 0)}
        guide={[head - 6, height - 10]}
        y={12}
        ends={[0, Infinity]}
      />
      {kinds.map(([kind, name], index) => (
        <g key={kind} transform={`translate(0,${head + index * step})`}>
          <text className={kind === 'any' ? 'strong' : undefined} y={narrow ? 12 : 21}>
            {name}
          </text>
          <g transform={`translate(0,${narrow ? 26 : 10})`}>
            <Side ink="forgotten" estimate={networks[kind]} y={0} x={x} />
            {retrained && (
              <Side
                ink="grey"
                estimate={retrained[kind]}
                y={17}
                x={x}
                note={index === 0 ? 'retraining alone' : ''}
              />
            )}
          </g>
        </g>
      ))}
    </Chart>
  );
});

function reach({ value, interval }: Estimate): number {
  return Math.max(value, interval?.[1] ?? 0);
}

type SideProps = {
  ink: 'forgotten' | 'grey';
  estimate: Estimate;
  y: number;
  x: (share: number) => number;
  note?: string;
};

function Side({ ink, estimate, y, x, note = '' }: SideProps) {
  const { value, interval } = estimate;
  const end = x(reach(estimate));
  const isLate = note !== '' && end > x(0) + 150;
  return (
    <g className={`stroke-${ink}`}>
      {interval && (
        <line
          x1={x(Math.max(0, interval[0])).toFixed(1)}
          x2={x(interval[1]).toFixed(1)}
          y1={y}
          y2={y}
          strokeWidth={2}
        />
      )}
      <circle className={`fill-${ink}`} cx={x(value).toFixed(1)} cy={y} r={4.5} />
      <text className="indices-value" x={(end + 10).toFixed(1)} y={y + 4}>
        {shareOf(value)}
      </text>
      {note && (
        <text
          className="soft indices-value"
          x={(isLate ? x(interval?.[0] ?? value) - 10 : end + 58).toFixed(1)}
          y={y + 4}
          textAnchor={isLate ? 'end' : 'start'}
        >
          {note}
        </text>
      )}
    </g>
  );
}
