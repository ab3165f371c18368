import { memo } from 'react';
import type { Estimate } from '../../audit/findings';
import type { MismatchRates } from '../../audit/scores/mismatch';
import { Chart } from '../../charts/Chart';
import { Dot, Label, move, Rule } from '../../charts/marks';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
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
  const ends = kinds.flatMap(([kind]) => [reach(networks[kind]), retrained ? reach(retrained[kind]) : 0]);
  const most = Math.max(0.001, ...ends);
  const step = row + (narrow ? 18 : 0);
  const height = head + kinds.length * step;
  const frame = xyFrame(
    width,
    { left: narrow ? 8 : 180, right: 64, top: head - 6, ground: height - 10 },
    {
      domain: [0, most],
      ticks: narrow ? 3 : 5,
      format: (tick) => percent(tick, most < 0.05 ? 1 : 0),
      above: 12,
      ends: [0, Infinity],
    },
  );
  const { x } = frame;
  return (
    <Chart {...{ width, height }} label="Share of images whose label differs between two networks">
      <XYFrame frame={frame} guides="x" />
      {kinds.map(([kind, name], index) => (
        <g key={kind} transform={move(0, head + index * step)}>
          <Label className={kind === 'any' ? 'strong' : undefined} y={narrow ? 12 : 21} text={name} />
          <g transform={move(0, narrow ? 26 : 10)}>
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
      {interval && <Rule x={[x(Math.max(0, interval[0])), x(interval[1])]} y={y} strokeWidth={2} />}
      <Dot className={`fill-${ink}`} x={x(value)} y={y} r={4.5} />
      <Label className="clear" x={end + 10} y={y + 4} text={shareOf(value)} />
      {note && (
        <Label
          className="soft clear"
          x={isLate ? x(interval?.[0] ?? value) - 10 : end + 58}
          y={y + 4}
          textAnchor={isLate ? 'end' : 'start'}
          text={note}
        />
      )}
    </g>
  );
}
