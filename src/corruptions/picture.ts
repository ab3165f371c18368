import type { Random } from './random';

/**
 * One image as corruptions see it: values 0 (black) to 1, row-major [height, width, channels]; they may leave
 * that range.
 */
export type Picture = { height: number; width: number; channels: number; values: Float64Array };

/** How strong a corruption is. */
export type Severity = 1 | 2 | 3 | 4 | 5;

/** A corruption of one image; of `random` it takes what its own description says. */
export type Corruption = (picture: Picture, severity: Severity, random: Random) => Picture;

/** A picture of the same shape, each value a function of the place in the list. */
export function withValues(picture: Picture, value: (index: number) => number): Picture {
  const values = new Float64Array(picture.values.length);
  for (let index = 0; index < values.length; index++) values[index] = value(index);
  return { ...picture, values };
}

/** A value 0..1 as a byte: held within 0..1, times 255, to the nearest whole number, halves up. */
export function toByte(value: number): number {
  return Math.floor(255 * Math.min(1, Math.max(0, value)) + 0.5);
}

/** Which place of n (0 to n - 1) stands for one that may lie outside. */
export type Edge = (place: number, n: number) => number;

/** a a | a b c d | d d: the edge goes on. */
export const nearest: Edge = (place, n) => Math.min(n - 1, Math.max(0, place));

/** b a | a b c d | d c: mirrored at the edge of the outer pixel. */
export const reflect: Edge = (place, n) => {
  const within = ((place % (2 * n)) + 2 * n) % (2 * n);
  return within < n ? within : 2 * n - 1 - within;
};

/** c b | a b c d | c b: mirrored at the middle of the outer pixel. */
export const mirror: Edge = (place, n) => {
  if (n === 1) return 0;
  const period = 2 * n - 2;
  const within = ((place % period) + period) % period;
  return within < n ? within : period - within;
};

/**
 * The value at a place between pixels, linear along rows and columns; what lies outside is told by `edge`.
 */
export function between(picture: Picture, y: number, x: number, channel: number, edge: Edge): number {
  const { height, width, channels, values } = picture;
  const top = Math.floor(y);
  const left = Math.floor(x);
  const at = (row: number, column: number) =>
    values[(edge(row, height) * width + edge(column, width)) * channels + channel];
  const down = y - top;
  const right = x - left;
  const above = at(top, left) * (1 - right) + at(top, left + 1) * right;
  const below = at(top + 1, left) * (1 - right) + at(top + 1, left + 1) * right;
  return above * (1 - down) + below * down;
}
