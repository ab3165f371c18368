import type { ReactNode } from 'react';
import { XTicks, YTicks } from './Ticks';
import './marks.css';

/** Room around the data, px: `left` and `right` from the edges, `top` and `ground` from the top. */
type Margins = { left: number; right: number; top: number; ground: number };

type Scale = { (value: number): number; range: (ends: [number, number]) => unknown };

/** Where the data of a chart lie, px from its left and its top, and the scales that put them there. */
type Frame<X, Y> = Margins & { x: X; y: Y };

/**
 * The frame of a chart `width` px wide: the scales, given with their domains, get the ranges that the margins
 * leave; y grows upward. The frame's `right` is the place where the data end.
 */
export function xyFrame<X extends Scale, Y extends Scale>(
  width: number,
  { left, right, top, ground }: Margins,
  x: X,
  y: Y,
): Frame<X, Y> {
  x.range([left, width - right]);
  y.range([ground, top]);
  return { left, right: width - right, top, ground, x, y };
}

/** The ticks of an axis: where, what is written, and what the axis is called with its unit. */
type Axis = {
  ticks: readonly number[];
  format: (value: number) => string;
  title?: string;
  /** Of the x axis: its first and last place, where what is written stays within the chart. */
  ends?: readonly [number, number];
  /** Said under the title where the axis is not linear: "square-root scale". */
  scale?: string;
};

type XYFrameProps = {
  frame: Frame<(value: number) => number, (value: number) => number>;
  x: Axis;
  y: Axis;
  /** Thin lines at the ticks of these axes. */
  guides?: 'y' | 'both' | 'none';
  /** Where the title of the x axis ends; at the end of the data where left out. */
  end?: number;
  children?: ReactNode;
};

/**
 * Ticks and titles of both axes around what a chart draws; the titles stand above the y axis and below the x
 * axis.
 */
export function XYFrame({ frame, x, y, guides = 'y', end, children }: XYFrameProps) {
  const { left, right, top, ground } = frame;
  return (
    <>
      {y.title && (
        <text className="soft" x={0} y={14}>
          {y.title}
        </text>
      )}
      {y.scale && (
        <text className="soft" x={0} y={28}>
          {y.scale}
        </text>
      )}
      <YTicks at={frame.y} {...y} guide={guides === 'none' ? undefined : [left, right]} x={left - 8} />
      <XTicks at={frame.x} {...x} guide={guides === 'both' ? [ground, top] : undefined} y={ground + 18} />
      {x.title && (
        <text className="soft" x={end ?? right} y={ground + 36} textAnchor="end">
          {x.title}
        </text>
      )}
      {children}
    </>
  );
}
