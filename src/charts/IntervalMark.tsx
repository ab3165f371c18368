import './marks.css';

export type IntervalMarkProps = {
  /** The mean, px along the axis. */
  mean: number;
  /** Both ends of the interval, px along the axis; null where none is possible: only the mean is drawn. */
  ends: [number, number] | null;
  across: number;
  horizontal?: boolean;
  /** Half the length of the stroke that marks the mean, px. */
  reach?: number;
};

/** A mean as a stroke with its 95% interval as a line through it. */
export function IntervalMark({ mean, ends, across, horizontal = false, reach = 4 }: IntervalMarkProps) {
  const line = (from: [number, number], to: [number, number]) => {
    const [a, b] = horizontal ? [from, to] : [flip(from), flip(to)];
    return <line x1={px(a[0])} y1={px(a[1])} x2={px(b[0])} y2={px(b[1])} />;
  };
  return (
    <g className="interval-mark">
      {ends && line([ends[0], across], [ends[1], across])}
      {line([mean, across - reach], [mean, across + reach])}
    </g>
  );
}

function flip([along, across]: [number, number]): [number, number] {
  return [across, along];
}

function px(value: number): string {
  return value.toFixed(1);
}
