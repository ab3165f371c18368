import type { At } from '../../charts/along';
import type { Ink } from '../../charts/DotStrip';
import { Label } from '../../charts/marks';
import type { Point } from './levels';

const NAMES = { sparse: 'trained sparse', pruned: 'pruned in one shot', tuned: 'fine-tuned' } as const;

/** Half the width of a name, and of the marks of a level with their gap, px. */
const HALF = 42;
const MARK = 18;
/** From the middle of a mark to a name left of it, px. */
const BESIDE = 14;

type Props = {
  /** Of one series, ascending. */
  points: Point[];
  /** Px across; px down, null where a point has none. */
  x: (point: Point) => number;
  y: (point: Point) => number | null;
  ink: Ink;
  /** Under or above the first level that `line` leaves free; left of the last one otherwise. */
  at?: 'below first' | 'above first' | 'last';
  /** Px down of what else is written left of the last level. */
  taken?: readonly number[];
  /** A line, px, that would run through a name and may be another series'. */
  line?: Line;
};

/** Points [x, y] in px, from left to right. */
type Line = readonly (readonly [number, number])[];

/** Px from one line of writing to the next that keep them apart. */
const LINE = 14;

/**
 * Px down of a name left of a mark: beside it, or where nothing is written and `isFree` says that no line runs,
 * first on the side of its label.
 */
export function nameBeside(
  down: number,
  ink: Ink,
  taken: readonly number[] = [],
  isFree = (_down: number) => true,
): number {
  const away = ink === 'forgotten' ? -1 : 1;
  const places = [0, away * 2 * LINE, -away * LINE, away * 3 * LINE].map((step) => down + 4 + step);
  const free = places.filter((place) => taken.every((other) => Math.abs(other - place) >= LINE));
  return free.find(isFree) ?? free[0] ?? places[0];
}

/** Px of a name above and below the foot of its letters, with room. */
const RISE = 14;
const FALL = 7;

/** Whether a line runs through a name whose middle stands `across`, and its letters on `down`, px. */
export function runsThrough(line: Line, across: number, down: number): boolean {
  const [from, to] = [across - HALF, across + HALF];
  return line.slice(1).some(([x1, y1], index) => {
    const [x0, y0] = line[index];
    if (x1 <= from || x0 >= to) return false;
    const at = (x: number) => y0 + ((y1 - y0) * (Math.min(Math.max(x, x0), x1) - x0)) / (x1 - x0);
    return Math.max(at(from), at(to)) > down - RISE && Math.min(at(from), at(to)) < down + FALL;
  });
}

/** The name of a series on its data; none of a single level, which its mark explains. */
export function SeriesName({ points, x, y, ink, at = 'last', taken, line = [] }: Props) {
  const off = at === 'below first' ? 20 : -11;
  /** Where a name at a level ends at the latest: the marks of the next one begin there. */
  const endOf = (at: number) => (points[at + 1] ? x(points[at + 1]) - MARK : Infinity);
  const isFree = (each: Point, at: number) =>
    !runsThrough(line, Math.min(x(each), endOf(at) - HALF), (y(each) ?? 0) + off);
  const place = at === 'last' ? points.length - 1 : Math.max(0, points.findIndex(isFree));
  const point = points.at(place);
  const down = point ? y(point) : null;
  if (!point || points.length < 2 || down === null) return null;
  const before = point.series === 'sparse' && point.when === 'before';
  const free = endOf(place);
  const across = x(point);
  const isFreeBeside = (at: number) => !runsThrough(line, across - BESIDE - HALF, at);
  return (
    <Label
      className={`topline-series topline-of-${ink}`}
      {...(at === 'last'
        ? { x: across - BESIDE, y: nameBeside(down, ink, taken, isFreeBeside), textAnchor: 'end' }
        : {
            ...(across + HALF > free ? { x: free, textAnchor: 'end' } : { x: across, textAnchor: 'middle' }),
            y: down + off,
          })}
      text={before ? 'compressed before' : NAMES[point.series as keyof typeof NAMES]}
    />
  );
}

/** Px down of the lowest mark of a level. */
export function lowestOf({ top1 }: Point, y: At): number {
  return Math.max(...top1.perMember.map(y), y(top1.mean.value));
}
