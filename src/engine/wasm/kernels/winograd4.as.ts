import { PIXEL, atLeast, madd } from './lanes.as';

// Winograd's F(4x4, 3x3), as winograd.as.ts has F(2x2, 3x3): 6 x 6 input pixels give 4 x 4 output pixels, by
// 36 places. The points of its interpolation are 0, 1, -1, 2, -2 and infinity.

/** Bytes from the places of one channel to the next's: an odd number of pixels. */
const CHANNEL: usize = 37 * PIXEL;

/** A tile of vectors between its two transforms: six rows of six. */
const lines = memory.data(36 * 16, 16);

/** Six values to six, `step` bytes apart; offsets in instructions, since sums of addresses cost as much. */
// @ts-ignore: decorator
@inline
function inward(
  to: usize, first: usize, step: usize, x0: v128, x1: v128, x2: v128, x3: v128, x4: v128, x5: v128,
): void {
  const four = f32x4.splat(4);
  const lessFour = f32x4.splat(-4);
  const lessFive = f32x4.splat(-5);
  v128.store(to + first, madd(x0, four, madd(x2, lessFive, x4)));
  const even = madd(x2, lessFour, x4);
  const odd = madd(x1, lessFour, x3);
  v128.store(to + first + step, f32x4.add(even, odd));
  v128.store(to + first + 2 * step, f32x4.sub(even, odd));
  const left = f32x4.sub(x4, x2);
  const right = f32x4.sub(x3, x1);
  v128.store(to + first + 3 * step, madd(right, f32x4.splat(2), left));
  v128.store(to + first + 4 * step, madd(right, f32x4.splat(-2), left));
  v128.store(to + first + 5 * step, madd(x1, four, madd(x3, lessFive, x5)));
}

// @ts-ignore: decorator
@inline
function column(
  line: usize, k: usize, r0: usize, r1: usize, r2: usize, r3: usize, r4: usize, r5: usize,
): void {
  inward(
    line, k * 16, 96,
    v128.load(r0 + k * PIXEL), v128.load(r1 + k * PIXEL), v128.load(r2 + k * PIXEL),
    v128.load(r3 + k * PIXEL), v128.load(r4 + k * PIXEL), v128.load(r5 + k * PIXEL),
  );
}

// @ts-ignore: decorator
@inline
function inLine(line: usize, k: usize, to: usize): void {
  inward(
    to, k * 6 * PIXEL, PIXEL,
    v128.load(line + k * 96), v128.load(line + k * 96 + 16), v128.load(line + k * 96 + 32),
    v128.load(line + k * 96 + 48), v128.load(line + k * 96 + 64), v128.load(line + k * 96 + 80),
  );
}

/** `tiles` tiles side by side, the first at `source`, each to its channels' 36 places. */
export function winogradInput4(
  source: usize, row: usize, sourceChannel: usize, target: usize, channels: i32, tiles: i32,
): void {
  for (let tile = 0; tile < tiles; tile++) {
    let from = source;
    for (let channel = 0; channel < channels; channel++) {
      for (let at: usize = 0; at < PIXEL; at += 16) {
        const r0 = from + at;
        const r1 = r0 + row, r2 = r1 + row, r3 = r2 + row, r4 = r3 + row, r5 = r4 + row;
        column(lines, 0, r0, r1, r2, r3, r4, r5);
        column(lines, 1, r0, r1, r2, r3, r4, r5);
        column(lines, 2, r0, r1, r2, r3, r4, r5);
        column(lines, 3, r0, r1, r2, r3, r4, r5);
        column(lines, 4, r0, r1, r2, r3, r4, r5);
        column(lines, 5, r0, r1, r2, r3, r4, r5);
        const to = target + at;
        inLine(lines, 0, to);
        inLine(lines, 1, to);
        inLine(lines, 2, to);
        inLine(lines, 3, to);
        inLine(lines, 4, to);
        inLine(lines, 5, to);
      }
      from += sourceChannel;
      target += CHANNEL;
    }
    source += 4 * PIXEL;
  }
}

// @ts-ignore: decorator
@inline
function finish(to: usize, x: v128, scale: v128, shift: v128, least: v128): void {
  v128.store(to, atLeast(madd(x, scale, shift), least));
}

// @ts-ignore: decorator
@inline
function outColumn(from: usize, line: usize, k: usize): void {
  const m0 = v128.load(from + k * PIXEL), m1 = v128.load(from + (k + 6) * PIXEL);
  const m2 = v128.load(from + (k + 12) * PIXEL), m3 = v128.load(from + (k + 18) * PIXEL);
  const m4 = v128.load(from + (k + 24) * PIXEL), m5 = v128.load(from + (k + 30) * PIXEL);
  const near = f32x4.add(m1, m2), nearLess = f32x4.sub(m1, m2);
  const far = f32x4.add(m3, m4), farLess = f32x4.sub(m3, m4);
  v128.store(line + k * 16, f32x4.add(f32x4.add(m0, near), far));
  v128.store(line + k * 16 + 96, madd(farLess, f32x4.splat(2), nearLess));
  v128.store(line + k * 16 + 192, madd(far, f32x4.splat(4), near));
  v128.store(line + k * 16 + 288, f32x4.add(madd(farLess, f32x4.splat(8), nearLess), m5));
}

// @ts-ignore: decorator
@inline
function outLine(line: usize, k: usize, to: usize, scale: v128, shift: v128, least: v128): void {
  const m1 = v128.load(line + k * 96 + 16), m2 = v128.load(line + k * 96 + 32);
  const m3 = v128.load(line + k * 96 + 48), m4 = v128.load(line + k * 96 + 64);
  const near = f32x4.add(m1, m2), nearLess = f32x4.sub(m1, m2);
  const far = f32x4.add(m3, m4), farLess = f32x4.sub(m3, m4);
  finish(to, f32x4.add(f32x4.add(v128.load(line + k * 96), near), far), scale, shift, least);
  finish(to + PIXEL, madd(farLess, f32x4.splat(2), nearLess), scale, shift, least);
  finish(to + 2 * PIXEL, madd(far, f32x4.splat(4), near), scale, shift, least);
  const last = f32x4.add(madd(farLess, f32x4.splat(8), nearLess), v128.load(line + k * 96 + 80));
  finish(to + 3 * PIXEL, last, scale, shift, least);
}

/** The 36 places of `tiles` tiles to rows of four pixels a tile at `target`: max(scale x + shift, floor). */
export function winogradOutput4(
  source: usize, target: usize, row: usize, targetChannel: usize,
  channels: i32, tiles: i32, affine: usize, floor: f32,
): void {
  const least = f32x4.splat(floor);
  for (let tile = 0; tile < tiles; tile++) {
    let into = target;
    for (let channel = 0; channel < channels; channel++) {
      const scale = v128.load32_splat(affine + (<usize>channel << 3));
      const shift = v128.load32_splat(affine + (<usize>channel << 3), 4);
      for (let at: usize = 0; at < PIXEL; at += 16) {
        const from = source + at;
        outColumn(from, lines, 0);
        outColumn(from, lines, 1);
        outColumn(from, lines, 2);
        outColumn(from, lines, 3);
        outColumn(from, lines, 4);
        outColumn(from, lines, 5);
        const to = into + at;
        outLine(lines, 0, to, scale, shift, least);
        outLine(lines, 1, to + row, scale, shift, least);
        outLine(lines, 2, to + 2 * row, scale, shift, least);
        outLine(lines, 3, to + 3 * row, scale, shift, least);
      }
      into += targetChannel;
      source += CHANNEL;
    }
    target += 4 * PIXEL;
  }
}
