import { memo } from 'react';
import type { Standing } from '../../audit/classes/classCurves';
import { Chart } from '../../charts/Chart';
import { Dot, Label, Rule } from '../../charts/marks';
import { useGrowing } from '../../charts/useGrowing';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { signed } from '../../text/format';
import { nameOf } from './curveWords';

const height = 280;
/** Of more classes than these no names are written beside the dots. */
const MOST_NAMED = 24;
/** Dots drawn at once, and then in each frame. */
const DOTS_A_FRAME = 200;
const MARGINS = { left: 44, right: 12, top: 24, ground: height - 40 };

type StandingChartProps = {
  standings: Standing[];
  /** Flagged classes are filled. */
  flagged: (label: number) => boolean;
  classes: string[];
  chosen: number | null;
  width: number;
};

/**
 * Every class by how it stood before compression, against the model, and how it moved beyond the model;
 * points.
 */
export function StandingChart({ standings, flagged, classes, chosen, width }: StandingChartProps) {
  const format = (tick: number) => signed(tick, Number.isInteger(tick) ? 0 : 1);
  const frame = xyFrame(
    width,
    MARGINS,
    {
      domain: wide(standings.map(({ before }) => before)),
      ticks: Math.max(3, Math.floor(width / 110)),
      format,
      title: 'dense recall minus dense accuracy, points',
    },
    {
      domain: wide(standings.map(({ change }) => change)),
      ticks: 5,
      format,
      title: 'Change beyond the model, points',
    },
  );
  const { x, y, left, right, ground } = frame;
  const isNamed = standings.length <= MOST_NAMED;
  const drawn = useGrowing(standings.length, DOTS_A_FRAME, DOTS_A_FRAME);
  const labels = isNamed ? placed(standings.map(({ before, change }) => [x(before), y(change)])) : [];
  return (
    <Chart {...{ width, height }} label="Standing of every class before compression, and its change">
      <XYFrame frame={frame} guides="none" />
      <Rule className="axis" x={[left, right]} y={y(0)} />
      <Rule className="axis" x={x(0)} y={[20, ground]} />
      {standings.slice(0, drawn).map(({ class: label, before, change }, index) => (
        <ClassDot
          key={label}
          {...{ label, x: x(before), y: y(change), isChosen: label === chosen, isFlagged: flagged(label) }}
          {...(isNamed && { name: nameOf(classes, label), baseline: labels[index] })}
          isLeft={x(before) > right - 90}
        />
      ))}
    </Chart>
  );
}

type ClassDotProps = {
  label: number;
  x: number;
  y: number;
  isFlagged: boolean;
  isChosen: boolean;
  /** Its name, where names are written, on which line, and whether on its left. */
  name?: string;
  baseline?: number;
  isLeft: boolean;
};

/** A class, not drawn again while more of them come. */
const ClassDot = memo(function ClassDot(props: ClassDotProps) {
  const { label, x, y, isFlagged, isChosen, name, baseline, isLeft } = props;
  return (
    <g data-is={`class:${label}`}>
      <Dot className={`change-dot${isFlagged ? ' flagged' : ''}`} x={x} y={y} r={isChosen ? 6.5 : 4.5} />
      {name !== undefined && (
        <Label
          className={isChosen ? 'strong' : 'soft'}
          x={x + (isLeft ? -9 : 9)}
          y={baseline ?? y}
          textAnchor={isLeft ? 'end' : 'start'}
          text={name}
        />
      )}
    </g>
  );
});

function wide(values: number[]): [number, number] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const room = Math.max(0.5, 0.06 * (high - low));
  return [low - room, high + room];
}

/** Baselines of the labels beside the dots, moved down where they would cover one placed before. */
function placed(dots: [number, number][]): number[] {
  const done: [number, number][] = [];
  const order = dots.map((_, index) => index).sort((a, b) => dots[a][1] - dots[b][1]);
  const lines = new Array<number>(dots.length).fill(0);
  for (const index of order) {
    const [x, y] = dots[index];
    const above = done.filter(([other, line]) => Math.abs(other - x) < 95 && line > y + 4 - 13);
    lines[index] = Math.max(y + 4, ...above.map(([, line]) => line + 13));
    done.push([x, lines[index]]);
  }
  return lines;
}
