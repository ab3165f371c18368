import { count, decimal } from '../text/format';
import { Chart } from './Chart';
import { Label, move, Rule } from './marks';
import { XYFrame, xyFrame } from './XYFrame';
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
  const most = Math.max(0, ...Array.from(counts));
  const frame = xyFrame(
    width,
    { left: 0, right: 0, top: 34, ground: height - 28 },
    {
      domain: [bins ? edges[0] : 0, bins ? edges[bins] : 1],
      ticks: (x) => x.ticks(Math.max(2, Math.floor(width / 110))).filter((tick) => x(tick) < width - 44),
      format: (tick) => decimal(tick, 2),
      ends: [0, Infinity],
    },
    { domain: [0, Math.max(1, most)] },
  );
  const { x, y, top, ground } = frame;
  const column = (bin: number, from: number, to: number) => {
    const left = x(edges[bin]);
    const right = Math.max(left + 0.5, x(edges[bin + 1]) - 0.8);
    const [ends, ground] = [y(to).toFixed(1), y(from).toFixed(1)];
    return `M${left.toFixed(1)},${ground}V${ends}H${right.toFixed(1)}V${ground}Z`;
  };
  const columns = (of: (bin: number) => [from: number, to: number]) =>
    Array.from({ length: bins }, (_, bin) => {
      const [from, to] = of(bin);
      return to > from ? column(bin, from, to) : '';
    }).join('');
  const at = threshold === null ? 0 : Math.min(width, x(threshold));
  return (
    <Chart {...{ width, height }} label={label}>
      <Label className="soft" y={10} text={`weights a bar, ${count(most)} at most`} />
      <path className="bin-kept" d={columns((bin) => [removed[bin], counts[bin]])} />
      <path className="bin-removed" d={columns((bin) => [0, removed[bin]])} />
      <Rule className="axis" x={[0, width]} y={ground} />
      <XYFrame frame={frame} />
      <Label className="soft" x={width} y={ground + 18} textAnchor="end" text={axisLabel} />
      {threshold !== null && (
        <g transform={move(at, 0)}>
          <Rule className="threshold" y={[top - 12, ground]} />
          <Label
            className="strong"
            x={at > width * 0.6 ? -7 : 7}
            y={top - 3}
            textAnchor={at > width * 0.6 ? 'end' : 'start'}
            text={thresholdLabel}
          />
        </g>
      )}
    </Chart>
  );
}
