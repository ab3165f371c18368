import { memo, useContext } from 'react';
import { Chart } from '../../charts/Chart';
import { Compact } from '../../charts/compact';
import { Bar, Label, move, px } from '../../charts/marks';
import { count } from '../../text/format';
import type { PieSeries } from './persistenceWords';

const head = 28;
/** The height of a row, px; on a slide, which has few figures, rows share the room of all. */
const ROW = 30;
const ROOM = 224;
const TALLEST = 64;

type PersistenceBarsProps = { series: PieSeries; title: string; width: number };

/**
 * A bar a level: PIEs already seen at a milder level solid, those first seen there light; beside it how many
 * stay.
 */
export const PersistenceBars = memo(function PersistenceBars({
  series: { levels, persistence },
  title,
  width,
}: PersistenceBarsProps) {
  const isCompact = useContext(Compact);
  const row = isCompact ? Math.min(TALLEST, Math.max(ROW, Math.floor(ROOM / levels.length))) : ROW;
  const middle = row / 2 + 2;
  const bar = [4, row - 8] as const;
  const narrow = width < 560;
  const left = 12 + 7.4 * Math.max(...levels.map(({ short }) => short.length));
  const right = narrow ? 92 : 180;
  const most = Math.max(1, ...persistence.levels.map(({ pies }) => pies));
  const length = (pies: number) => ((width - left - right) * pies) / most;
  const last = levels.length - 1;
  return (
    <Chart width={width} height={head + levels.length * row + 4} label={title}>
      <Label className="soft" y={14} text={title} />
      <Label
        className="soft"
        x={width}
        y={14}
        textAnchor="end"
        text={narrow ? 'stay' : 'stay PIEs to the strongest'}
      />
      {persistence.levels.map(({ pies, first, staying }, level) => {
        const seen = length(pies - first);
        return (
          <g key={levels[level].id} transform={move(0, head + level * row)}>
            <Label y={middle} text={levels[level].short} />
            <Bar className="fill-forgotten" x={[left, left + seen]} y={bar} />
            <Bar className="persistence-first" x={[left + seen, left + seen + length(first)]} y={bar} />
            <text x={px(left + length(pies) + 7)} y={middle}>
              {count(pies)}
              {!narrow && level > 0 && <tspan className="persistence-note"> {count(first)} new</tspan>}
            </text>
            <Label
              className="soft"
              x={width}
              y={middle}
              textAnchor="end"
              text={level === last ? '–' : count(staying)}
            />
          </g>
        );
      })}
    </Chart>
  );
});
