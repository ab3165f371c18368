import { scaleLinear } from 'd3';
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
  const x = scaleLinear(domain, [8, width - 8]).clamp(true);
  const middle = height / 2;
  const px = (value: number) => x(value).toFixed(1);
  return (
    <svg className="chart" width={width} height={height} aria-hidden="true">
      <line className="axis" x1={px(0)} x2={px(0)} y1={0} y2={height} />
      {bar !== null && (
        <rect
          className={flagged ? 'bar-flagged' : 'bar-plain'}
          x={px(Math.min(0, bar))}
          y={middle - 6}
          width={Math.abs(x(bar) - x(0)).toFixed(1)}
          height={12}
        />
      )}
      {interval && (
        <line className="axis" x1={px(interval[0])} x2={px(interval[1])} y1={middle} y2={middle} />
      )}
      {dot !== null && (
        <circle className={`change-dot${flagged ? ' flagged' : ''}`} cx={px(dot)} cy={middle} r={5} />
      )}
    </svg>
  );
}
