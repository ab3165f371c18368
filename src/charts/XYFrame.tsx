import type { ReactNode } from 'react';
import { along, type Place, type Span } from './along';
import { Label } from './marks';
import { GAP, roomForTicks, XTicks, YTicks } from './Ticks';
import './marks.css';

type Ticks = { at: Place; format: (value: number) => string; ticks: readonly number[] };

/** Room around the data, px: `left` and `right` from the edges, `top` and `ground` from the top. */
type Margins = { left: number; right: number; top: number; ground: number };

/** An axis: its values and how they lie, what is written along it, and what it is called with its unit. */
type Axis = Span & {
  /** These values, about so many round ones, or those that are chosen by where they lie; none if left out. */
  ticks?: readonly number[] | number | ((at: Place) => readonly number[]);
  format?: (value: number) => string;
  title?: string;
};

type XAxis = Axis & {
  /** Its first and last place, where what is written stays within the chart. */
  ends?: readonly [number, number];
  /** The baseline of what is written, px from the top, where that stands above the data. */
  above?: number;
};

type YAxis = Axis & {
  /** Said under the title where the axis is not linear: "square-root scale". */
  scale?: string;
};

/** Where the data of a chart lie, px from its left and its top, and the axes that put them there. */
export type Frame = Margins & { x: Place; y: Place; axes: { x: XAxis; y?: YAxis } };

/**
 * The frame of a chart `width` px wide: its margins and its axes; y grows upward. What is written along y has
 * room at the left, be it more than `left`. A chart of rows has an x axis alone. The frame's `right` is the
 * place where the data end. Charts make no scales of their own; what has no such axes, as a list of bars,
 * takes `along`. Two are no charts of x and y: SetMatrix, whose columns are sets, and the network's diagram.
 */
export function xyFrame(width: number, margins: Margins, x: XAxis, y?: YAxis): Frame {
  const { right, top, ground } = margins;
  const down = along(y ?? { domain: [0, 1] }, ground, top);
  const written = y && ticksOf(y, down);
  const left = Math.max(margins.left, written ? roomForTicks(written.ticks, written.format) : 0);
  return {
    ...{ left, right: width - right, top, ground },
    x: along(x, left, width - right),
    y: down,
    axes: { x, y },
  };
}

type XYFrameProps = {
  frame: Frame;
  /** Thin lines at the ticks of these axes. */
  guides?: 'x' | 'y' | 'both' | 'none';
  /** Where the title of the x axis ends; at the end of the data where left out. */
  end?: number;
  /** The marks. */
  children?: ReactNode;
};

/**
 * Ticks and titles of the axes around what a chart draws; the titles stand above the y axis and below the x
 * axis.
 */
export function XYFrame({ frame, guides = 'y', end, children }: XYFrameProps) {
  const { left, right, top, ground, axes } = frame;
  const { x, y } = axes;
  return (
    <>
      {y?.title && <Label className="soft" y={14} text={y.title} />}
      {y?.scale && <Label className="soft" y={28} text={y.scale} />}
      {y && (
        <YTicks
          {...ticksOf(y, frame.y)}
          guide={guides === 'y' || guides === 'both' ? [left, right] : undefined}
          x={left - GAP}
        />
      )}
      <XTicks
        {...ticksOf(x, frame.x)}
        guide={guides === 'x' || guides === 'both' ? [top, ground] : undefined}
        y={x.above ?? ground + 18}
        ends={x.ends}
      />
      {x.title && <Label className="soft" x={end ?? right} y={ground + 36} textAnchor="end" text={x.title} />}
      {children}
    </>
  );
}

function ticksOf({ ticks = [], format = String }: Axis, at: Place): Ticks {
  const chosen = typeof ticks === 'number' ? at.ticks(ticks) : ticks;
  return { at, format, ticks: typeof chosen === 'function' ? chosen(at) : chosen };
}
