import { along } from './along';
import { Bar, Dot, Rule } from './marks';
import './marks.css';

const height = 24;

export type BarWithDotProps = {
  /** Length of the bar, in the scale's unit; null: no bar. */
  bar: number | null;
  /** Position of the dot; null: no dot. */
  dot: number | null;
  /** 95% interval of the dot. */
  interval: [number, number] | null;
  flagged: boolean;
  domain: [number, number];
  width: number;
};

/**
 * One row of a diverging bar chart: a bar from zero (the change), a dot (what is beyond the model) with its
 * interval. Filled when flagged.
 */
export function BarWithDot({ bar, dot, interval, flagged, domain, width }: BarWithDotProps) {
  const x = along({ domain, clamp: true }, 8, width - 8);
  const middle = height / 2;
  return (
    <svg className="chart" width={width} height={height} aria-hidden="true">
      <Rule className="axis" x={x(0)} y={[0, height]} />
      {bar !== null && (
        <Bar
          className={flagged ? 'bar-flagged' : 'bar-plain'}
          x={[x(0), x(bar)]}
          y={[middle - 6, middle + 6]}
        />
      )}
      {interval && <Rule className="axis" x={interval.map(x)} y={middle} />}
      {dot !== null && (
        <Dot className={`change-dot${flagged ? ' flagged' : ''}`} x={x(dot)} y={middle} r={5} />
      )}
    </svg>
  );
}
