import { memo } from 'react';
import { Chart } from '../../charts/Chart';
import { Bar, Label, Rule } from '../../charts/marks';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { count, percent } from '../../text/format';
import type { Holdings } from './noiseWords';

const MARGINS = { left: 0, right: 0, top: 54, ground: 194 };
const height = 238;
const bins = 10;

type HoldingChartProps = { holdings: Holdings; width: number };

/**
 * PIEs of all networks by the share of draws of half the networks in which they are PIEs; beside them
 * retraining's own.
 */
export const HoldingChart = memo(function HoldingChart({ holdings, width }: HoldingChartProps) {
  const { compressed, retrained, k } = holdings;
  const step = width / bins;
  const bar = Math.min(34, step * (retrained ? 0.4 : 0.7));
  const frame = xyFrame(
    width,
    MARGINS,
    {
      domain: [0, 1],
      ticks: [0, 0.5, 1],
      format: (tick) => percent(tick, 0),
      ends: [0, 1],
      title: 'share of draws, in tenths',
    },
    { domain: [0, Math.max(1, ...compressed.bins, ...(retrained?.bins ?? []))] },
  );
  const { y, ground } = frame;
  const bars = (list: number[], ink: string, shift: number, labelled: boolean) =>
    list.map((pies, bin) => {
      const x = (bin + 0.5) * step + shift;
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
        <g key={bin}>
          <Bar className={ink} x={[x, x + bar]} y={[y(pies), ground]} />
          {labelled && pies > 0 && (
            <Label className="soft" x={x + bar / 2} y={y(pies) - 5} textAnchor="middle" text={count(pies)} />
          )}
        </g>
      );
    });
  return (
    <Chart {...{ width, height }} label="PIEs by share of draws">
      <Label
        className="soft"
        y={14}
        text={`PIEs of all networks, by how often they are PIEs with ${count(k)} a side`}
      />
      {retrained && (
        <text className="noise-label" x={0} y={32}>
          <tspan className="fill-forgotten">compression</tspan>
          <tspan className="soft" dx={10}>
            retraining alone
          </tspan>
        </text>
      )}
      {bars(compressed.bins, 'fill-forgotten', retrained ? -bar - 0.5 : -bar / 2, true)}
      {retrained && bars(retrained.bins, 'fill-grey', 0.5, step >= 56)}
      <Rule className="axis" x={[0, width]} y={ground} />
      <XYFrame frame={frame} />
    </Chart>
  );
});
