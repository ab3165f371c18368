import { memo } from 'react';
import type { Intersection } from '../../audit/levels/persistence';
import { along } from '../../charts/along';
import { Chart } from '../../charts/Chart';
import { Bar, Dot, Label, move, Rule } from '../../charts/marks';
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
  const most = Math.max(1, ...columns.map((one) => one.count));
  const y = along({ domain: [0, most], kind: 'sqrt' }, 0, BARS - 22);
  const height = BARS + levels.length * ROW + 8;
  return (
    <Chart {...{ width, height }} label="Images that are PIEs of exactly the marked sets">
      {levels.map((level, row) => (
        <g key={level.id} transform={move(0, BARS + row * ROW)}>
          <Rule className="guide" x={[left, width]} y={ROW / 2} />
          <Label y={ROW / 2 + 4} text={level.short} />
          <Label
            className="soft"
            x={left - 8}
            y={ROW / 2 + 4}
            textAnchor="end"
            text={count(level.pies.length)}
          />
        </g>
      ))}
      {columns.map(({ members, count: images }, column) => {
        const middle = left + (column + 0.5) * step;
        const center = (row: number) => BARS + (row + 0.5) * ROW;
        const bar = y(images);
        return (
          <g key={members.join(' ')}>
            <Bar className="fill-forgotten" x={[middle - 6, middle + 6]} y={[BARS - 6 - bar, BARS - 6]} />
            <Label x={middle} y={BARS - 11 - bar} textAnchor="middle" text={count(images)} />
            <Rule
              className="set-link"
              x={middle}
              y={[center(members[0]), center(members[members.length - 1])]}
            />
            {members.map((row) => (
              <Dot key={levels[row].id} className="set-dot" x={middle} y={center(row)} r={5} />
            ))}
          </g>
        );
      })}
    </Chart>
  );
});
