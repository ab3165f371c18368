import './marks.css';
import { Label, move, Rule } from './marks';

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
    <g key={tick} transform={move(at(tick), 0)}>
      {guide && <Rule className="guide" y={guide} />}
      <Label className="soft" y={y} textAnchor={anchor(tick)} text={format(tick)} />
    </g>
  ));
}

/** How far the longest of what is written along a y axis reaches, and its gap, px: no left margin is less. */
export function roomForTicks(ticks: readonly number[], format: (value: number) => string): number {
  const widths = ticks.map((tick) => {
    const text = format(tick);
    const points = text.match(/[.,]/g)?.length ?? 0;
    return DIGIT * (text.length - points) + POINT * points;
  });
  return widths.length === 0 ? 0 : GAP + Math.ceil(Math.max(...widths));
}

/** Between what is written along a y axis and the data, and the widths of a digit and a point there, px. */
export const GAP = 8;
const DIGIT = 7.2;
const POINT = 3.4;

/** What is written along a y axis, right-aligned at `x` px. */
export function YTicks({ at, ticks, format, guide, x }: TicksProps & { x: number }) {
  return ticks.map((tick) => (
    <g key={tick} transform={move(0, at(tick))}>
      {guide && <Rule className="guide" x={guide} />}
      <Label className="soft" x={x} y={4} textAnchor="end" text={format(tick)} />
    </g>
  ));
}
