import type { At } from '../../charts/along';
import type { Ink } from '../../charts/DotStrip';
import { Label } from '../../charts/marks';
import type { Point } from './levels';

const NAMES = { sparse: 'trained sparse', pruned: 'pruned in one shot', tuned: 'fine-tuned' } as const;

/** Half the width of a name, and of the marks of a level with their gap, px. */
const HALF = 42;
const MARK = 18;

type Props = {
  /** Of one series, ascending. */
  points: Point[];
  /** Px across; px down, null where a point has none. */
  x: (point: Point) => number;
  y: (point: Point) => number | null;
  ink: Ink;
  /** Under or above the first level, where the series stands apart; left of the last one otherwise. */
  at?: 'below first' | 'above first' | 'last';
  /** Px down of what else is written left of the last level. */
  taken?: readonly number[];
};

/** Px from one line of writing to the next that keep them apart. */
const LINE = 14;

/** Px down of a name left of a mark: beside it, or where nothing is written, first on the side of its label. */
export function nameBeside(down: number, ink: Ink, taken: readonly number[] = []): number {
  const away = ink === 'forgotten' ? -1 : 1;
  const free = [0, away * 2 * LINE, -away * LINE, away * 3 * LINE].map((step) => down + 4 + step);
  return free.find((place) => taken.every((other) => Math.abs(other - place) >= LINE)) ?? free[0];
}

/** The name of a series on its data; none of a single level, which its mark explains. */
export function SeriesName({ points, x, y, ink, at = 'last', taken }: Props) {
  const point = points.at(at === 'last' ? -1 : 0);
  const down = point ? y(point) : null;
  if (!point || points.length < 2 || down === null) return null;
  const before = point.series === 'sparse' && point.when === 'before';
  // The marks of the next level begin here.
  const free = at === 'last' ? null : x(points[1]) - MARK;
  const across = x(point);
  return (
    <Label
      className={`topline-series topline-of-${ink}`}
      {...(at === 'last'
        ? { x: x(point) - 14, y: nameBeside(down, ink, taken), textAnchor: 'end' }
        : {
            ...(free !== null && across + HALF > free
              ? { x: free, textAnchor: 'end' }
              : { x: across, textAnchor: 'middle' }),
            y: down + (at === 'below first' ? 20 : -11),
          })}
      text={before ? 'compressed before' : NAMES[point.series as keyof typeof NAMES]}
    />
  );
}

/** Px down of the lowest mark of a level. */
export function lowestOf({ top1 }: Point, y: At): number {
  return Math.max(...top1.perMember.map(y), y(top1.mean.value));
}
