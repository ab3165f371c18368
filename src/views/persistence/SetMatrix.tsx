import { scaleSqrt } from 'd3';
import { memo } from 'react';
import type { Intersection } from '../../audit/levels/persistence';
import { Chart } from '../../charts/Chart';
import { count } from '../../text/format';
import type { PieLevel } from './persistenceWords';

const ROW = 24;
const BARS = 110;

/** How many intersections fit: the largest ones. */
function columnsOf(width: number, left: number): number {
  return Math.max(3, Math.min(16, Math.floor((width - left) / 30)));
}

/** px that the names of sets take. */
function namesWidth(levels: PieLevel[]): number {
  return 56 + 7.2 * Math.max(...levels.map(({ short }) => short.length));
}

type SetMatrixProps = { levels: PieLevel[]; intersections: Intersection[]; width: number };

/**
 * A row a set of PIEs, a column an exclusive intersection: a dot where the set takes part, above it how many
 * images. After Lex et al., UpSet (2014).
 */
export const SetMatrix = memo(function SetMatrix({ levels, intersections, width }: SetMatrixProps) {
  const left = namesWidth(levels);
  const columns = intersections.slice(0, columnsOf(width, left));
  const step = (width - left) / Math.max(1, columns.length);
  const y = scaleSqrt([0, Math.max(1, ...columns.map((one) => one.count))], [0, BARS - 22]);
  const height = BARS + levels.length * ROW + 8;
  return (
    <Chart {...{ width, height }} label="Images that are PIEs of exactly the marked sets">
      {levels.map((level, row) => (
        <g key={level.id} transform={`translate(0,${BARS + row * ROW})`}>
          <line className="guide" x1={left} x2={width} y1={ROW / 2} y2={ROW / 2} />
          <text y={ROW / 2 + 4}>{level.short}</text>
          <text className="soft" x={left - 8} y={ROW / 2 + 4} textAnchor="end">
            {count(level.pies.length)}
          </text>
        </g>
      ))}
      {columns.map(({ members, count: images }, column) => {
        const middle = (left + (column + 0.5) * step).toFixed(1);
        const center = (row: number) => BARS + (row + 0.5) * ROW;
        const bar = y(images);
        return (
          <g key={members.join(' ')}>
            <rect
              className="fill-forgotten"
              x={(Number(middle) - 6).toFixed(1)}
              width={12}
              y={(BARS - 6 - bar).toFixed(1)}
              height={bar.toFixed(1)}
            />
            <text x={middle} y={(BARS - 11 - bar).toFixed(1)} textAnchor="middle">
              {count(images)}
            </text>
            <line
              className="set-link"
              x1={middle}
              x2={middle}
              y1={center(members[0])}
              y2={center(members[members.length - 1])}
            />
            {members.map((row) => (
              <circle key={levels[row].id} className="set-dot" cx={middle} cy={center(row)} r={5} />
            ))}
          </g>
        );
      })}
    </Chart>
  );
});
