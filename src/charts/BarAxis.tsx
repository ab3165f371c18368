import { signed } from '../text/format';
import { along } from './along';
import { Label } from './marks';
import './marks.css';

/**
 * Labels over a column of `BarWithDot` rows of the same domain and width: zero, and a round change to either
 * side where there is room.
 */
export function BarAxis({ domain, width, unit }: { domain: [number, number]; width: number; unit: string }) {
  const x = along({ domain }, 8, width - 8);
  const zero = x(0);
  const ticks = x.ticks(6).filter((tick) => tick !== 0 && Math.abs(x(tick) - zero) > 62);
  const sides = [ticks.find((tick) => tick < 0), ticks.findLast((tick) => tick > 0)];
  return (
    <svg className="chart" width={width} height={18} aria-hidden="true">
      <Label
        className="soft"
        x={Math.min(width - 32, Math.max(32, zero))}
        y={12}
        textAnchor="middle"
        text="no change"
      />
      {sides.map((tick) =>
        tick === undefined ? null : (
          <Label
            key={tick}
            className="soft"
            x={x(tick)}
            y={12}
            textAnchor="middle"
            text={`${signed(tick, Number.isInteger(tick) ? 0 : 1)} ${unit}`}
          />
        ),
      )}
    </svg>
  );
}
