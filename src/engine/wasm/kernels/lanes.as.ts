// Activations are [channel][row][column][16 images] of float32: a pixel is four vectors, 64 bytes.
export const LANES: i32 = 16;
export const PIXEL: usize = 64;

/** a * b + c, in one rounding where the module is built with relaxed SIMD. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** max(x, floor) that keeps NaN in x. */
// @ts-ignore: decorator
@inline
export function atLeast(x: v128, floor: v128): v128 {
  return f32x4.pmax(x, floor);
}

/** All bits set in those of four lanes from `first` that are below `count`. */
// @ts-ignore: decorator
@inline
export function laneMask(first: i32, count: i32): v128 {
  return i32x4.lt_s(i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3)), i32x4.splat(count));
}

/** The address of row `y` of a channel, from that of the first row of the first channel. */
// @ts-ignore: decorator
@inline
export function rowAt(first: usize, channel: i32, channelBytes: usize, y: i32, rowBytes: usize): usize {
  return first + <usize>channel * channelBytes + <usize>y * rowBytes;
}

/** How many steps a value is from 0, to the nearest whole one, ties to even, from `low` to `high`. */
// @ts-ignore: decorator
@inline
export function nearestStep(x: v128, step: v128, low: v128, high: v128): v128 {
  return f32x4.min(f32x4.max(f32x4.nearest(f32x4.div(x, step)), low), high);
}
