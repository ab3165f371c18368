import { scaleLinear } from 'd3';
import { memo } from 'react';
import { Chart } from '../../charts/Chart';
import { XTicks } from '../../charts/Ticks';
import { count, percent } from '../../text/format';
import type { Holdings } from './noiseWords';

const top = 54;
const ground = 194;
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
  const y = scaleLinear([0, Math.max(1, ...compressed.bins, ...(retrained?.bins ?? []))], [ground, top]);
  const bars = (list: number[], ink: string, shift: number, labelled: boolean) =>
    list.map((pies, bin) => {
      const x = (bin + 0.5) * step + shift;
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
        <g key={bin}>
          <rect
            className={ink}
            x={x.toFixed(1)}
            y={y(pies).toFixed(1)}
            width={bar.toFixed(1)}
            height={(ground - y(pies)).toFixed(1)}
          />
          {labelled && pies > 0 && (
            <text
              className="soft"
              x={(x + bar / 2).toFixed(1)}
              y={(y(pies) - 5).toFixed(1)}
              textAnchor="middle"
            >
              {count(pies)}
            </text>
          )}
        </g>
      );
    });
  return (
    <Chart {...{ width, height }} label="PIEs by share of draws">
      <text className="soft" x={0} y={14}>
        PIEs of all networks, by how often they are PIEs with {count(k)} a side
      </text>
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
      <line className="axis" x1={0} x2={width} y1={ground} y2={ground} />
      <XTicks
        at={(tick) => width * tick}
        ticks={[0, 0.5, 1]}
        format={(tick) => percent(tick, 0)}
        y={ground + 18}
        ends={[0, 1]}
      />
      <text className="soft" x={width} y={ground + 36} textAnchor="end">
        share of draws, in tenths
      </text>
    </Chart>
  );
});
