import type { Standing } from '../../audit/classes/classCurves';
import { Chart } from '../../charts/Chart';
import { Dot, Label, Rule } from '../../charts/marks';
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
  const labels = isNamed ? placed(standings.map(({ before, change }) => [x(before), y(change)])) : [];
  return (
    <Chart {...{ width, height }} label="Standing of every class before compression, and its change">
      <XYFrame frame={frame} guides="none" />
      <Rule className="axis" x={[left, right]} y={y(0)} />
      <Rule className="axis" x={x(0)} y={[20, ground]} />
      {standings.map(({ class: label, before, change }, index) => {
        const isLeft = x(before) > right - 90;
        return (
          <g key={label} data-is={`class:${label}`}>
            <Dot
              className={`change-dot${flagged(label) ? ' flagged' : ''}`}
              x={x(before)}
              y={y(change)}
              r={label === chosen ? 6.5 : 4.5}
            />
            {isNamed && (
              <Label
                className={label === chosen ? 'strong' : 'soft'}
                x={x(before) + (isLeft ? -9 : 9)}
                y={labels[index]}
                textAnchor={isLeft ? 'end' : 'start'}
                text={nameOf(classes, label)}
              />
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
