import { PIXEL, atLeast, madd } from './lanes.as';

// Winograd's F(2x2, 3x3): Lavin and Gray, "Fast algorithms for convolutional neural networks", arXiv
// 1509.09308. A tile is 4 x 4 input pixels that give 2 x 2 output pixels. Between the two transforms each of
// the 16 places is a convolution of one tap (convolution.as.ts).

/** Bytes from the places of one channel to the next's: an odd number of pixels. */
const CHANNEL: usize = 17 * PIXEL;

// @ts-ignore: decorator
@inline
function inLine(to: usize, offset: usize, r0: v128, r1: v128, r2: v128, r3: v128): void {
  v128.store(to + offset, f32x4.sub(r0, r2));
  v128.store(to + offset + PIXEL, f32x4.add(r1, r2));
  v128.store(to + offset + 2 * PIXEL, f32x4.sub(r2, r1));
  v128.store(to + offset + 3 * PIXEL, f32x4.sub(r1, r3));
}

// @ts-ignore: decorator
@inline
function inDifference(to: usize, offset: usize, a: usize, b: usize): void {
  inLine(
    to, offset,
    f32x4.sub(v128.load(a), v128.load(b)), f32x4.sub(v128.load(a, 64), v128.load(b, 64)),
    f32x4.sub(v128.load(a, 128), v128.load(b, 128)), f32x4.sub(v128.load(a, 192), v128.load(b, 192)),
  );
}

/** `tiles` tiles side by side, the first at `source`, each to its channels' 16 places. */
export function winogradInput(
  source: usize, row: usize, sourceChannel: usize, target: usize, channels: i32, tiles: i32,
): void {
  for (let tile = 0; tile < tiles; tile++) {
    let from = source;
    for (let channel = 0; channel < channels; channel++) {
      for (let at: usize = 0; at < PIXEL; at += 16) {
        const a = from + at, b = a + row, c = b + row, d = c + row;
        const to = target + at;
        inDifference(to, 0, a, c);
        inLine(
          to, 4 * PIXEL,
          f32x4.add(v128.load(b), v128.load(c)), f32x4.add(v128.load(b, 64), v128.load(c, 64)),
          f32x4.add(v128.load(b, 128), v128.load(c, 128)), f32x4.add(v128.load(b, 192), v128.load(c, 192)),
        );
        inDifference(to, 8 * PIXEL, c, b);
        inDifference(to, 12 * PIXEL, b, d);
      }
      from += sourceChannel;
      target += CHANNEL;
    }
    source += 2 * PIXEL;
  }
}

/** Two kernels' values of one place, in float64, rounded to float32 side by side. */
// @ts-ignore: decorator
@inline
function put(to: usize, pair: v128): void {
  v128.store64_lane(to, f32x4.demote_f64x2_zero(pair), 0);
}

// @ts-ignore: decorator
@inline
function halved(a: v128): v128 {
  return f64x2.mul(a, f64x2.splat(0.5));
}

// @ts-ignore: decorator
@inline
function over(a: v128, divisor: f64): v128 {
  return f64x2.div(a, f64x2.splat(divisor));
}

// @ts-ignore: decorator
@inline
function packLine(to: usize, placeBytes: usize, a: v128, b: v128, c: v128): void {
  const sum = f64x2.add(a, b);
  const difference = f64x2.sub(a, b);
  put(to, a);
  put(to + placeBytes, halved(f64x2.add(sum, c)));
  put(to + 2 * placeBytes, halved(f64x2.add(difference, c)));
  put(to + 3 * placeBytes, c);
}

// @ts-ignore: decorator
@inline
function packLine4(to: usize, placeBytes: usize, a: v128, b: v128, c: v128): void {
  const twice = f64x2.add(b, b);
  const fourfold = f64x2.mul(c, f64x2.splat(4));
  put(to, f64x2.mul(a, f64x2.splat(0.25)));
  put(to + placeBytes, over(f64x2.add(f64x2.add(a, b), c), -6));
  put(to + 2 * placeBytes, over(f64x2.add(f64x2.sub(a, b), c), -6));
  put(to + 3 * placeBytes, over(f64x2.add(f64x2.add(a, twice), fourfold), 24));
  put(to + 4 * placeBytes, over(f64x2.add(f64x2.sub(a, twice), fourfold), 24));
  put(to + 5 * placeBytes, c);
}

/** What a column of three values gives for the third and fourth of the large form's six places. */
// @ts-ignore: decorator
@inline
function far(a: v128, b: v128, c: v128, sign: f64): v128 {
  const outer = f64x2.add(a, f64x2.mul(c, f64x2.splat(4)));
  return over(f64x2.add(outer, f64x2.mul(b, f64x2.splat(2 * sign))), 24);
}

/** What it gives for the first and second places after the column's first: over `divisor`. */
// @ts-ignore: decorator
@inline
function near(a: v128, b: v128, c: v128, sign: f64, divisor: f64): v128 {
  const outer = f64x2.add(a, c);
  return over(f64x2.add(outer, f64x2.mul(b, f64x2.splat(sign))), divisor);
}

// @ts-ignore: decorator
@inline
function pairAt(one: usize, other: usize, offset: usize): v128 {
  return f64x2.promote_low_f32x4(
    v128.load32_lane(other + offset, v128.load32_zero(one + offset), 1),
  );
}

/**
 * Writes a kernel, f32 [outputs][inputs][3][3], for `multiplyPlaces`. It is G g G' of each 3 x 3 kernel g, in
 * float64 and rounded once. It stands once for each place of tiles of `tile` (2 or 4) output pixels a side,
 * `placeBytes` apart. The last block repeats the last channel where its size does not divide what is left.
 */
export function packWinograd(
  kernel: usize, outputs: i32, inputs: i32, target: usize, placeBytes: usize, tile: i32,
): void {
  const line = <usize>(tile + 2) * placeBytes;
  for (let first = 0, size = 6; first < outputs; first += size) {
    if (outputs - first <= 4) size = 2;
    for (let input = 0; input < inputs; input++) {
      for (let channel = 0; channel < size; channel += 2) {
        const g = kernel + <usize>(min(first + channel, outputs - 1) * inputs + input) * 36;
        const h = kernel + <usize>(min(first + channel + 1, outputs - 1) * inputs + input) * 36;
        const a0 = pairAt(g, h, 0), a1 = pairAt(g, h, 4), a2 = pairAt(g, h, 8);
        const b0 = pairAt(g, h, 12), b1 = pairAt(g, h, 16), b2 = pairAt(g, h, 20);
        const c0 = pairAt(g, h, 24), c1 = pairAt(g, h, 28), c2 = pairAt(g, h, 32);
        let to = target + (<usize>channel << 2);
        if (tile == 2) {
          packLine(to, placeBytes, a0, a1, a2);
          for (let sign: f64 = 1; sign >= -1; sign -= 2) {
            to += line;
            packLine(
              to, placeBytes,
              near(a0, b0, c0, sign, 2), near(a1, b1, c1, sign, 2), near(a2, b2, c2, sign, 2),
            );
          }
          packLine(to + line, placeBytes, c0, c1, c2);
        } else {
          const quarter = f64x2.splat(0.25);
          packLine4(to, placeBytes, f64x2.mul(a0, quarter), f64x2.mul(a1, quarter), f64x2.mul(a2, quarter));
          for (let sign: f64 = 1; sign >= -1; sign -= 2) {
            to += line;
            packLine4(
              to, placeBytes,
              near(a0, b0, c0, sign, -6), near(a1, b1, c1, sign, -6), near(a2, b2, c2, sign, -6),
            );
            packLine4(
              to + 2 * line, placeBytes,
              far(a0, b0, c0, sign), far(a1, b1, c1, sign), far(a2, b2, c2, sign),
            );
          }
          packLine4(to + 3 * line, placeBytes, c0, c1, c2);
        }
      }
      target += <usize>size << 2;
    }
  }
}

// @ts-ignore: decorator
@inline
function finish(to: usize, a: v128, b: v128, c: v128, d: v128, scale: v128, shift: v128, least: v128): void {
  const left = f32x4.add(f32x4.add(a, b), c);
  const right = f32x4.sub(f32x4.sub(b, c), d);
  v128.store(to, atLeast(madd(left, scale, shift), least));
  v128.store(to, atLeast(madd(right, scale, shift), least), 64);
}

/**
 * The 16 places of `tiles` tiles to rows of two pixels a tile at `target`, scaled and shifted: max(scale x +
 * shift, floor).
 */
export function winogradOutput(
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
        // Of each column of four places, two rows: of the first three, and of the last three.
        const b0 = v128.load(from, 4 * PIXEL), c0 = v128.load(from, 8 * PIXEL);
        const up0 = f32x4.add(f32x4.add(v128.load(from), b0), c0);
        const low0 = f32x4.sub(f32x4.sub(b0, c0), v128.load(from, 12 * PIXEL));
        const b1 = v128.load(from, 5 * PIXEL), c1 = v128.load(from, 9 * PIXEL);
        const up1 = f32x4.add(f32x4.add(v128.load(from, PIXEL), b1), c1);
        const low1 = f32x4.sub(f32x4.sub(b1, c1), v128.load(from, 13 * PIXEL));
        const b2 = v128.load(from, 6 * PIXEL), c2 = v128.load(from, 10 * PIXEL);
        const up2 = f32x4.add(f32x4.add(v128.load(from, 2 * PIXEL), b2), c2);
        const low2 = f32x4.sub(f32x4.sub(b2, c2), v128.load(from, 14 * PIXEL));
        const b3 = v128.load(from, 7 * PIXEL), c3 = v128.load(from, 11 * PIXEL);
        const up3 = f32x4.add(f32x4.add(v128.load(from, 3 * PIXEL), b3), c3);
        const low3 = f32x4.sub(f32x4.sub(b3, c3), v128.load(from, 15 * PIXEL));
        const to = into + at;
        finish(to, up0, up1, up2, up3, scale, shift, least);
        finish(to + row, low0, low1, low2, low3, scale, shift, least);
      }
      into += targetChannel;
      source += CHANNEL;
    }
    target += 2 * PIXEL;
  }
}
