import './marks.css';

type TicksProps = {
  /** Where a value stands along the axis, px. */
  at: (value: number) => number;
  ticks: readonly number[];
  format: (value: number) => string;
  /** From where to where a thin line runs at each tick, px across the axis. */
  guide?: readonly [from: number, to: number];
};

type XTicksProps = TicksProps & {
  /** The baseline of what is written, px. */
  y: number;
  /** The first and the last place of the axis: what is written there stays within the chart. */
  ends?: readonly [first: number, last: number];
};

/** What is written along an x axis. */
export function XTicks({ at, ticks, format, guide, y, ends }: XTicksProps) {
  const anchor = (tick: number) => (tick === ends?.[0] ? 'start' : tick === ends?.[1] ? 'end' : 'middle');
  return ticks.map((tick) => (
    <g key={tick} transform={`translate(${at(tick).toFixed(1)},0)`}>
      {guide && <line className="guide" y1={guide[0]} y2={guide[1]} />}
      <text className="soft" y={y} textAnchor={anchor(tick)}>
        {format(tick)}
      </text>
    </g>
  ));
}

/** What is written along a y axis, right-aligned at `x` px. */
export function YTicks({ at, ticks, format, guide, x }: TicksProps & { x: number }) {
  return ticks.map((tick) => (
    <g key={tick} transform={`translate(0,${at(tick).toFixed(1)})`}>
      {guide && <line className="guide" x1={guide[0]} x2={guide[1]} />}
      <text className="soft" x={x} y={4} textAnchor="end">
        {format(tick)}
      </text>
    </g>
  ));
}
