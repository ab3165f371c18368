import { PIXEL, atLeast, laneMask, madd, rowAt } from './lanes.as';

// Steps that treat every channel alike. Buffers are given by the address of their first inner pixel and by
// the bytes from one row and one channel to the next, borders included.

// @ts-ignore: decorator
@inline
function combine(isMax: bool, a: v128, b: v128): v128 {
  return isMax ? f32x4.max(a, b) : f32x4.add(a, b);
}

/**
 * Maximum (mode 0) or mean (1, 2) over windows. What lies beyond the input never counts for a maximum; mode 2
 * counts the padding in a mean's number of values, but nothing beyond it.
 */
export function pool(
  source: usize, sourceRow: usize, sourceChannel: usize,
  target: usize, targetRow: usize, targetChannel: usize,
  channels: i32, height: i32, width: i32, inputHeight: i32, inputWidth: i32,
  rows: i32, columns: i32, down: i32, across: i32,
  top: i32, left: i32, bottom: i32, right: i32, mode: i32,
): void {
  const isMax = mode == 0;
  const start = f32x4.splat(isMax ? -Infinity : 0);
  for (let channel = 0; channel < channels; channel++) {
    const plane = source + <usize>channel * sourceChannel;
    for (let y = 0; y < height; y++) {
      const firstRow = y * down - top;
      const fromRow = max(firstRow, 0);
      const toRow = min(firstRow + rows, inputHeight);
      const countRows = mode == 2 ? min(firstRow + rows, inputHeight + bottom) - firstRow : toRow - fromRow;
      for (let x = 0; x < width; x++) {
        const firstColumn = x * across - left;
        const fromColumn = max(firstColumn, 0);
        const toColumn = min(firstColumn + columns, inputWidth);
        let a = start, b = start, c = start, d = start;
        for (let i = fromRow; i < toRow; i++) {
          let at = plane + <usize>i * sourceRow + <usize>fromColumn * PIXEL;
          const end = plane + <usize>i * sourceRow + <usize>toColumn * PIXEL;
          for (; at < end; at += PIXEL) {
            a = combine(isMax, a, v128.load(at));
            b = combine(isMax, b, v128.load(at, 16));
            c = combine(isMax, c, v128.load(at, 32));
            d = combine(isMax, d, v128.load(at, 48));
          }
        }
        const countColumns = mode == 2
          ? min(firstColumn + columns, inputWidth + right) - firstColumn
          : toColumn - fromColumn;
        const share = f32x4.splat(isMax ? 1 : 1 / <f32>(countRows * countColumns));
        const at = rowAt(target, channel, targetChannel, y, targetRow) + <usize>x * PIXEL;
        v128.store(at, f32x4.mul(a, share));
        v128.store(at, f32x4.mul(b, share), 16);
        v128.store(at, f32x4.mul(c, share), 32);
        v128.store(at, f32x4.mul(d, share), 48);
      }
    }
  }
}

/** The mean over all rows and columns of each channel. */
export function globalAverage(
  source: usize, sourceRow: usize, sourceChannel: usize,
  target: usize, targetChannel: usize,
  channels: i32, height: i32, width: i32,
): void {
  const share = f32x4.splat(1 / <f32>(height * width));
  for (let channel = 0; channel < channels; channel++) {
    let a = f32x4.splat(0);
    let b = a, c = a, d = a;
    for (let y = 0; y < height; y++) {
      let at = rowAt(source, channel, sourceChannel, y, sourceRow);
      for (let x = 0; x < width; x++) {
        a = f32x4.add(a, v128.load(at));
        b = f32x4.add(b, v128.load(at, 16));
        c = f32x4.add(c, v128.load(at, 32));
        d = f32x4.add(d, v128.load(at, 48));
        at += PIXEL;
      }
    }
    const at = target + <usize>channel * targetChannel;
    v128.store(at, f32x4.mul(a, share));
    v128.store(at, f32x4.mul(b, share), 16);
    v128.store(at, f32x4.mul(c, share), 32);
    v128.store(at, f32x4.mul(d, share), 48);
  }
}

/** max(scale * source + shift, floor); `affine` holds (scale, shift) per channel. */
export function scaleShift(
  source: usize, sourceRow: usize, sourceChannel: usize,
  target: usize, targetRow: usize, targetChannel: usize,
  channels: i32, height: i32, width: i32, affine: usize, floor: f32,
): void {
  const least = f32x4.splat(floor);
  for (let channel = 0; channel < channels; channel++) {
    const scale = v128.load32_splat(affine + (<usize>channel << 3));
    const shift = v128.load32_splat(affine + (<usize>channel << 3), 4);
    for (let y = 0; y < height; y++) {
      let from = rowAt(source, channel, sourceChannel, y, sourceRow);
      let to = rowAt(target, channel, targetChannel, y, targetRow);
      const end = from + <usize>width * PIXEL;
      for (; from < end; from += PIXEL) {
        v128.store(to, atLeast(madd(v128.load(from), scale, shift), least));
        v128.store(to, atLeast(madd(v128.load(from, 16), scale, shift), least), 16);
        v128.store(to, atLeast(madd(v128.load(from, 32), scale, shift), least), 32);
        v128.store(to, atLeast(madd(v128.load(from, 48), scale, shift), least), 48);
        to += PIXEL;
      }
    }
  }
}

/** max(source + other, floor). */
export function add(
  source: usize, sourceRow: usize, sourceChannel: usize,
  other: usize, otherRow: usize, otherChannel: usize,
  target: usize, targetRow: usize, targetChannel: usize,
  channels: i32, height: i32, width: i32, floor: f32,
): void {
  const least = f32x4.splat(floor);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      let a = rowAt(source, channel, sourceChannel, y, sourceRow);
      let b = rowAt(other, channel, otherChannel, y, otherRow);
      let to = rowAt(target, channel, targetChannel, y, targetRow);
      const end = a + <usize>width * PIXEL;
      for (; a < end; a += 16) {
        v128.store(to, atLeast(f32x4.add(v128.load(a), v128.load(b)), least));
        b += 16;
        to += 16;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function total(v: v128): f64 {
  return (
    <f64>f32x4.extract_lane(v, 0) + <f64>f32x4.extract_lane(v, 1) +
    (<f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3))
  );
}

/** What `sumPlane` found: the sums of the deviations and of their squares. */
let deviations: f64 = 0;
let squaredDeviations: f64 = 0;

/** Sums (value - centre) and its square over a plane, for the first `images` lanes. */
function sumPlane(plane: usize, row: usize, height: i32, width: i32, images: i32, centre: f32): void {
  const middle = f32x4.splat(centre);
  const inA = laneMask(0, images);
  const inB = laneMask(4, images);
  const inC = laneMask(8, images);
  const inD = laneMask(12, images);
  let first: f64 = 0;
  let second: f64 = 0;
  for (let y = 0; y < height; y++) {
    let a = f32x4.splat(0);
    let b = a, c = a, d = a, a2 = a, b2 = a, c2 = a, d2 = a;
    let at = plane + <usize>y * row;
    const end = at + <usize>width * PIXEL;
    for (; at < end; at += PIXEL) {
      const deviationA = v128.and(f32x4.sub(v128.load(at), middle), inA);
      a = f32x4.add(a, deviationA);
      a2 = madd(deviationA, deviationA, a2);
      const deviationB = v128.and(f32x4.sub(v128.load(at, 16), middle), inB);
      b = f32x4.add(b, deviationB);
      b2 = madd(deviationB, deviationB, b2);
      const deviationC = v128.and(f32x4.sub(v128.load(at, 32), middle), inC);
      c = f32x4.add(c, deviationC);
      c2 = madd(deviationC, deviationC, c2);
      const deviationD = v128.and(f32x4.sub(v128.load(at, 48), middle), inD);
      d = f32x4.add(d, deviationD);
      d2 = madd(deviationD, deviationD, d2);
    }
    first += total(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
    second += total(f32x4.add(f32x4.add(a2, b2), f32x4.add(c2, d2)));
  }
  deviations = first;
  squaredDeviations = second;
}

/**
 * Adds the values of the first `images` lanes to running statistics, (count, mean, sum of squared deviations)
 * of float64 per channel. Deviations are taken from the running mean; for the first group from its own, found
 * in a pass of its own. They are merged as in Chan, Golub and LeVeque, "Updating formulae and a pairwise
 * algorithm for computing sample variances" (1979).
 */
export function accumulateMoments(
  source: usize, sourceRow: usize, sourceChannel: usize,
  channels: i32, height: i32, width: i32, images: i32, moments: usize,
): void {
  const count = <f64>height * <f64>width * <f64>images;
  for (let channel = 0; channel < channels; channel++) {
    const plane = source + <usize>channel * sourceChannel;
    const moment = moments + <usize>channel * 24;
    const before = load<f64>(moment);
    let centre = <f32>load<f64>(moment, 8);
    if (before == 0) {
      sumPlane(plane, sourceRow, height, width, images, 0);
      centre = <f32>(deviations / count);
    }
    sumPlane(plane, sourceRow, height, width, images, centre);
    const shift = deviations / count;
    const mean = <f64>centre + shift;
    const squares = max(0, squaredDeviations - shift * deviations);
    const all = before + count;
    const difference = before == 0 ? mean : mean - load<f64>(moment, 8);
    store<f64>(moment, all);
    store<f64>(moment, load<f64>(moment, 8) + (difference * count) / all, 8);
    const between = (difference * difference * before * count) / all;
    store<f64>(moment, load<f64>(moment, 16) + squares + between, 16);
  }
}
