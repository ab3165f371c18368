import { scaleLinear } from 'd3';
import type { Standing } from '../../audit/classes/classCurves';
import { Chart } from '../../charts/Chart';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { signed } from '../../text/format';
import { nameOf } from './curveWords';

const height = 280;
/** Of more classes than these no names are written beside the dots. */
const MOST_NAMED = 24;
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
  const frame = xyFrame(
    width,
    MARGINS,
    scaleLinear().domain(wide(standings.map(({ before }) => before))),
    scaleLinear().domain(wide(standings.map(({ change }) => change))),
  );
  const { x, y, left, right, ground } = frame;
  const format = (tick: number) => signed(tick, Number.isInteger(tick) ? 0 : 1);
  const isNamed = standings.length <= MOST_NAMED;
  const labels = isNamed ? placed(standings.map(({ before, change }) => [x(before), y(change)])) : [];
  return (
    <Chart {...{ width, height }} label="Standing of every class before compression, and its change">
      <XYFrame
        frame={frame}
        x={{
          ticks: x.ticks(Math.max(3, Math.floor(width / 110))),
          format,
          title: 'dense recall minus dense accuracy, points',
        }}
        y={{ ticks: y.ticks(5), format, title: 'Change beyond the model, points' }}
        guides="none"
      />
      <line className="axis" x1={left} x2={right} y1={y(0).toFixed(1)} y2={y(0).toFixed(1)} />
      <line className="axis" x1={x(0).toFixed(1)} x2={x(0).toFixed(1)} y1={20} y2={ground} />
      {standings.map(({ class: label, before, change }, index) => {
        const isLeft = x(before) > right - 90;
        return (
          <g key={label} data-is={`class:${label}`}>
            <circle
              className={`change-dot${flagged(label) ? ' flagged' : ''}`}
              cx={x(before).toFixed(1)}
              cy={y(change).toFixed(1)}
              r={label === chosen ? 6.5 : 4.5}
            />
            {isNamed && (
              <text
                className={label === chosen ? 'strong' : 'soft'}
                x={(x(before) + (isLeft ? -9 : 9)).toFixed(1)}
                y={labels[index].toFixed(1)}
                textAnchor={isLeft ? 'end' : 'start'}
              >
                {nameOf(classes, label)}
              </text>
            )}
          </g>
        );
      })}
    </Chart>
  );
}

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
