import type { At } from './along';
import { Rule } from './marks';

export type IntervalMarkProps = {
  /** Where a value stands along the axis; left out where values are px. */
  at?: At;
  mean: number;
  /** Both ends of the interval; null where none is possible: only the mean is drawn. */
  ends: readonly [number, number] | null;
  across: number;
  horizontal?: boolean;
  /** Half the length of the stroke that marks the mean, px. */
  reach?: number;
};

/** A mean as a stroke with its 95% interval as a line through it. */
export function IntervalMark(props: IntervalMarkProps) {
  const { at = (px) => px, mean, ends, across, horizontal = false, reach = 4 } = props;
  const line = (along: number | number[], across: number | number[]) =>
    horizontal ? <Rule x={along} y={across} /> : <Rule x={across} y={along} />;
  return (
    <g className="interval-mark">
      {ends && line(ends.map(at), across)}
      {line(at(mean), [across - reach, across + reach])}
    </g>
  );
}
