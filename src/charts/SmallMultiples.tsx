import type { ReactNode } from 'react';
import { Chart } from './Chart';
import { move } from './marks';

type SmallMultiplesProps = {
  panels: readonly { key: string; draw: (width: number) => ReactNode }[];
  /** Pixels, as are the others: of the whole, from which on panels stand side by side, and between them. */
  width: number;
  wideFrom: number;
  gap: number;
  /** Of one panel. */
  height: number;
  label: string;
};

/** Small charts of one height, side by side where there is room and else below each other. */
export function SmallMultiples({ panels, width, wideFrom, gap, height, label }: SmallMultiplesProps) {
  const wide = width >= wideFrom;
  const panel = wide ? (width - gap * (panels.length - 1)) / panels.length : width;
  return (
    <Chart width={width} height={wide ? height : panels.length * height} label={label}>
      {panels.map(({ key, draw }, place) => (
        <g key={key} transform={wide ? move(place * (panel + gap), 0) : move(0, place * height)}>
          {draw(panel)}
        </g>
      ))}
    </Chart>
  );
}
