import type { DeviceChoice } from './experiment';
import { fitLine, type Spread } from './measurements';

/** A device by its name in an address. */
type MachineDevice = Exclude<DeviceChoice, 'auto'>;

/**
 * Whether a device is to be had on this machine: its name for people, why it is or is not, and whether it is
 * there to be right, not fast.
 */
export type DeviceOffer = {
  name: MachineDevice;
  title: string;
  available: boolean;
  slow: boolean;
  note: string;
};

/** One population timed round by round. */
export type LevelFigures = {
  /** Share of weights removed, 0..1; 0 for the dense population. */
  removed: number;
  /** Images a second through one network. */
  imagesPerSecond: Spread;
  /** Speed over that of the dense population in the same round; null for the dense population itself. */
  ratio: Spread | null;
  /** Labels that differ from the shipped ones, of those compared. */
  differing: number;
  compared: number;
};

/** Milliseconds that one operation on `members` networks took. */
type OperationFigures = { members: number; ms: Spread };

/** What one device of the reader's machine was measured to do. */
export type DeviceFigures = {
  name: MachineDevice;
  description: string;
  /** Networks and images of each timed run. */
  members: number;
  images: number;
  /** Dense first, then by weights removed. */
  levels: LevelFigures[];
  /** Pruning every network to a new level. */
  prune: OperationFigures | null;
  /** From a new level to findings, by `sliderImages` images: pruning, BatchNorm, running, auditing. */
  slider: OperationFigures | null;
  sliderImages: number;
  /** Why something was not measured; null when all was. */
  problem: string | null;
};

/**
 * The share of weights left, 0..1, below which a population that is run compressed takes less time than the
 * dense one. There the line through the sparse populations' times meets the dense time. 1 where they are
 * faster at any level; null where that cannot be told: fewer than two sparse levels, or a time that does not
 * fall with the weights.
 */
export function crossover(levels: readonly LevelFigures[]): number | null {
  const time = ({ imagesPerSecond }: LevelFigures) => 1 / imagesPerSecond.median;
  const dense = levels.find(({ removed }) => removed === 0);
  const sparse = levels.filter(({ removed }) => removed > 0);
  if (!dense || sparse.length < 2) return null;
  const { slope, intercept } = fitLine(sparse.map((level) => ({ x: 1 - level.removed, y: time(level) })));
  const left = (time(dense) - intercept) / slope;
  return slope > 0 && left > 0 ? Math.min(1, left) : null;
}
