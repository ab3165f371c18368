import { memo } from 'react';
import { Chart } from '../../charts/Chart';
import { Bar, Label, move, px } from '../../charts/marks';
import { count } from '../../text/format';
import type { PieSeries } from './persistenceWords';

const row = 30;
const head = 28;

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
            <Label y={17} text={levels[level].short} />
            <Bar className="fill-forgotten" x={[left, left + seen]} y={[4, 22]} />
            <Bar className="persistence-first" x={[left + seen, left + seen + length(first)]} y={[4, 22]} />
            <text x={px(left + length(pies) + 7)} y={17}>
              {count(pies)}
              {!narrow && level > 0 && <tspan className="persistence-note"> {count(first)} new</tspan>}
            </text>
            <Label
              className="soft"
              x={width}
              y={17}
              textAnchor="end"
              text={level === last ? '–' : count(staying)}
            />
          </g>
        );
      })}
    </Chart>
  );
});
