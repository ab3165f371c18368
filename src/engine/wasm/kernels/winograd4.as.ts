import { PIXEL, atLeast, madd } from './lanes.as';

// Winograd's F(4x4, 3x3), as winograd.as.ts has F(2x2, 3x3): 6 x 6 input pixels give 4 x 4 output pixels, by
// 36 places. The points of its interpolation are 0, 1, -1, 2, -2 and infinity.

/** A tile of vectors between its two transforms: six rows of six. */
const lines = memory.data(36 * 16, 16);

// @ts-ignore: decorator
@inline
function inward(to: usize, step: usize, x0: v128, x1: v128, x2: v128, x3: v128, x4: v128, x5: v128): void {
  const four = f32x4.splat(4);
  const lessFour = f32x4.splat(-4);
  const lessFive = f32x4.splat(-5);
  v128.store(to, madd(x0, four, madd(x2, lessFive, x4)));
  const even = madd(x2, lessFour, x4);
  const odd = madd(x1, lessFour, x3);
  v128.store(to + step, f32x4.add(even, odd));
  v128.store(to + 2 * step, f32x4.sub(even, odd));
  const left = f32x4.sub(x4, x2);
  const right = f32x4.sub(x3, x1);
  v128.store(to + 3 * step, madd(right, f32x4.splat(2), left));
  v128.store(to + 4 * step, madd(right, f32x4.splat(-2), left));
  v128.store(to + 5 * step, madd(x1, four, madd(x3, lessFive, x5)));
}

/** `tiles` tiles side by side, the first at `source`, of each channel to 36 places `placeBytes` apart. */
export function winogradInput4(
  source: usize, row: usize, sourceChannel: usize,
  target: usize, placeBytes: usize, targetChannel: usize,
  channels: i32, tiles: i32,
): void {
  const rowBytes = <usize>tiles * PIXEL;
  for (let channel = 0; channel < channels; channel++) {
    for (let at: usize = 0; at < rowBytes; at += 16) {
      // Vectors of one tile are 64 bytes, tiles four pixels apart.
      let from = source + (at / PIXEL) * (4 * PIXEL) + at % PIXEL;
      for (let line = lines; line < lines + 96; line += 16) {
        inward(
          line, 96,
          v128.load(from), v128.load(from + row), v128.load(from + 2 * row),
          v128.load(from + 3 * row), v128.load(from + 4 * row), v128.load(from + 5 * row),
        );
        from += PIXEL;
      }
      let to = target + at;
      for (let line = lines; line < lines + 576; line += 96) {
        inward(
          to, placeBytes,
          v128.load(line), v128.load(line, 16), v128.load(line, 32),
          v128.load(line, 48), v128.load(line, 64), v128.load(line, 80),
        );
        to += 6 * placeBytes;
      }
    }
    source += sourceChannel;
    target += targetChannel;
  }
}

// @ts-ignore: decorator
@inline
function finish(to: usize, x: v128, scale: v128, shift: v128, least: v128): void {
  v128.store(to, atLeast(madd(x, scale, shift), least));
}

/** The 36 places of `tiles` tiles to rows of four pixels a tile at `target`: max(scale x + shift, floor). */
export function winogradOutput4(
  source: usize, placeBytes: usize, sourceChannel: usize,
  target: usize, row: usize, targetChannel: usize,
  channels: i32, tiles: i32, affine: usize, floor: f32,
): void {
  const least = f32x4.splat(floor);
  const two = f32x4.splat(2);
  const four = f32x4.splat(4);
  const eight = f32x4.splat(8);
  const rowBytes = <usize>tiles * PIXEL;
  const down = 6 * placeBytes;
  for (let channel = 0; channel < channels; channel++) {
    const scale = v128.load32_splat(affine + (<usize>channel << 3));
    const shift = v128.load32_splat(affine + (<usize>channel << 3), 4);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      let from = source + at;
      for (let line = lines; line < lines + 96; line += 16) {
        const m1 = v128.load(from + down), m2 = v128.load(from + 2 * down);
        const m3 = v128.load(from + 3 * down), m4 = v128.load(from + 4 * down);
        const near = f32x4.add(m1, m2), nearLess = f32x4.sub(m1, m2);
        const far = f32x4.add(m3, m4), farLess = f32x4.sub(m3, m4);
        v128.store(line, f32x4.add(f32x4.add(v128.load(from), near), far));
        v128.store(line, madd(farLess, two, nearLess), 96);
        v128.store(line, madd(far, four, near), 192);
        v128.store(line, f32x4.add(madd(farLess, eight, nearLess), v128.load(from + 5 * down)), 288);
        from += placeBytes;
      }
      let to = target + (at / PIXEL) * (4 * PIXEL) + at % PIXEL;
      for (let line = lines; line < lines + 384; line += 96) {
        const m1 = v128.load(line, 16), m2 = v128.load(line, 32);
        const m3 = v128.load(line, 48), m4 = v128.load(line, 64);
        const near = f32x4.add(m1, m2), nearLess = f32x4.sub(m1, m2);
        const far = f32x4.add(m3, m4), farLess = f32x4.sub(m3, m4);
        finish(to, f32x4.add(f32x4.add(v128.load(line), near), far), scale, shift, least);
        finish(to + PIXEL, madd(farLess, two, nearLess), scale, shift, least);
        finish(to + 2 * PIXEL, madd(far, four, near), scale, shift, least);
        const last = f32x4.add(madd(farLess, eight, nearLess), v128.load(line, 80));
        finish(to + 3 * PIXEL, last, scale, shift, least);
        to += row;
      }
    }
    source += sourceChannel;
    target += targetChannel;
  }
}
