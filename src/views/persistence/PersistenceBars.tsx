import { memo } from 'react';
import { Chart } from '../../charts/Chart';
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
      <text className="soft" x={0} y={14}>
        {title}
      </text>
      <text className="soft" x={width} y={14} textAnchor="end">
        {narrow ? 'stay' : 'stay PIEs to the strongest'}
      </text>
      {persistence.levels.map(({ pies, first, staying }, level) => {
        const seen = length(pies - first);
        return (
          <g key={levels[level].id} transform={`translate(0,${head + level * row})`}>
            <text y={17}>{levels[level].short}</text>
            <rect className="fill-forgotten" x={left} y={4} width={seen.toFixed(1)} height={18} />
            <rect
              className="persistence-first"
              x={(left + seen).toFixed(1)}
              y={4}
              width={length(first).toFixed(1)}
              height={18}
            />
            <text x={(left + length(pies) + 7).toFixed(1)} y={17}>
              {count(pies)}
              {!narrow && level > 0 && <tspan className="persistence-note"> {count(first)} new</tspan>}
            </text>
            <text className="soft" x={width} y={17} textAnchor="end">
              {level === last ? '–' : count(staying)}
            </text>
          </g>
        );
      })}
    </Chart>
  );
});
