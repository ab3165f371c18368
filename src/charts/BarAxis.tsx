import { scaleLinear } from 'd3';
import { signed } from '../text/format';
import './marks.css';

/**
 * Labels over a column of `BarWithDot` rows of the same domain and width: zero, and a round change to either
 * side where there is room.
 */
export function BarAxis({ domain, width, unit }: { domain: [number, number]; width: number; unit: string }) {
  const x = scaleLinear(domain, [8, width - 8]);
  const zero = x(0);
  const ticks = x.ticks(6).filter((tick) => tick !== 0 && Math.abs(x(tick) - zero) > 62);
  const sides = [ticks.find((tick) => tick < 0), ticks.findLast((tick) => tick > 0)];
  return (
    <svg className="chart" width={width} height={18} aria-hidden="true">
      <text
        className="soft"
        x={Math.min(width - 32, Math.max(32, zero)).toFixed(1)}
        y={12}
        textAnchor="middle"
      >
        no change
      </text>
      {sides.map((tick) =>
        tick === undefined ? null : (
          <text key={tick} className="soft" x={x(tick).toFixed(1)} y={12} textAnchor="middle">
            {signed(tick, Number.isInteger(tick) ? 0 : 1)} {unit}
          </text>
        ),
      )}
    </svg>
  );
}
