import { scaleLinear } from 'd3';
import { count, decimal } from '../text/format';
import { Chart } from './Chart';
import { XTicks } from './Ticks';
import './marks.css';

export type HistogramProps = {
  /** Edges of the bins, ascending, one more than bins. */
  edges: ArrayLike<number>;
  /** Weights in each bin, and how many of them go. */
  counts: ArrayLike<number>;
  removed: ArrayLike<number>;
  /** Where the threshold stands; null: several thresholds, or none. */
  threshold: number | null;
  thresholdLabel?: string;
  axisLabel: string;
  label: string;
  width: number;
  height?: number;
};

/**
 * A histogram whose bins are split into what goes (from the ground up) and what stays, with a movable
 * threshold.
 */
export function Histogram(props: HistogramProps) {
  const { edges, counts, removed, threshold, thresholdLabel, axisLabel, label, width, height = 190 } = props;
  const bins = counts.length;
  const top = 26;
  const ground = height - 26;
  const x = scaleLinear([bins ? edges[0] : 0, bins ? edges[bins] : 1], [0, width]);
  const most = Math.max(0, ...Array.from(counts));
  const y = scaleLinear([0, Math.max(1, most)], [ground, top]);
  const column = (bin: number, from: number, to: number) => {
    const left = x(edges[bin]);
    const right = Math.max(left + 0.5, x(edges[bin + 1]) - 0.8);
    const [ends, ground] = [y(to).toFixed(1), y(from).toFixed(1)];
    return `M${left.toFixed(1)},${ground}V${ends}H${right.toFixed(1)}V${ground}Z`;
  };
  const columns = (from: (bin: number) => number, to: (bin: number) => number) =>
    Array.from({ length: bins }, (_, bin) =>
      to(bin) > from(bin) ? column(bin, from(bin), to(bin)) : '',
    ).join('');
  const at = threshold === null ? 0 : Math.min(width, x(threshold));
  return (
    <Chart {...{ width, height }} label={label}>
      <text className="soft" x={0} y={10}>
        weights a bar, {count(most)} at most
      </text>
      <path
        className="bin-kept"
        d={columns(
          (bin) => removed[bin],
          (bin) => counts[bin],
        )}
      />
      <path
        className="bin-removed"
        d={columns(
          () => 0,
          (bin) => removed[bin],
        )}
      />
      <line className="axis" x1={0} x2={width} y1={ground} y2={ground} />
      <XTicks
        at={x}
        ticks={x.ticks(Math.max(2, Math.floor(width / 110))).filter((tick) => x(tick) < width - 44)}
        format={(tick) => decimal(tick, 2)}
        y={height - 10}
        ends={[0, Infinity]}
      />
      <text className="soft" x={width} y={height - 10} textAnchor="end">
        {axisLabel}
      </text>
      {threshold !== null && (
        <g transform={`translate(${at.toFixed(1)},0)`}>
          <line className="threshold" x1={0} x2={0} y1={top - 12} y2={ground} />
          <text
            className="strong"
            x={at > width * 0.6 ? -7 : 7}
            y={top - 3}
            textAnchor={at > width * 0.6 ? 'end' : 'start'}
          >
            {thresholdLabel}
          </text>
        </g>
      )}
    </Chart>
  );
}
