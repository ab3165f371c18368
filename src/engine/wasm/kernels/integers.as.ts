import { PIXEL, atLeast, nearestStep, rowAt } from './lanes.as';

// Fixed point in integers. Codes are [pair of channels][row][column][16 images][2] of i16, the number on the
// grid less that of 0. A pixel of two channels takes as many bytes as one of float32, so that layouts,
// offsets and borders are the same.

// @ts-ignore: decorator
@inline
function code(at: usize, step: v128, low: v128, high: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(nearestStep(v128.load(at), step, low, high));
}

/**
 * Every value to its code on a grid of 256, ties to even, two channels to one; `grid` holds (step, number of
 * the value that is 0).
 */
export function roundToCodes(
  source: usize, sourceRow: usize, sourceChannel: usize,
  target: usize, targetRow: usize, targetChannel: usize,
  channels: i32, height: i32, width: i32, grid: usize,
): void {
  const step = v128.load32_splat(grid);
  const zero = v128.load32_splat(grid, 4);
  const low = f32x4.neg(zero);
  const high = f32x4.sub(f32x4.splat(255), zero);
  const lower = i32x4.splat(0xffff);
  for (let channel = 0; channel < channels; channel += 2) {
    const both = channel + 1 < channels;
    for (let y = 0; y < height; y++) {
      let from = rowAt(source, channel, sourceChannel, y, sourceRow);
      let to = rowAt(target, channel >> 1, targetChannel, y, targetRow);
      const end = from + <usize>width * PIXEL;
      if (both) {
        for (; from < end; from += 16) {
          const first = v128.and(code(from, step, low, high), lower);
          v128.store(to, v128.or(first, i32x4.shl(code(from + sourceChannel, step, low, high), 16)));
          to += 16;
        }
      } else {
        for (; from < end; from += 16) {
          v128.store(to, v128.and(code(from, step, low, high), lower));
          to += 16;
        }
      }
    }
  }
}

/** sum + the products of two pairs of codes and weights. */
// @ts-ignore: decorator
@inline
function dot(codes: v128, weights: v128, sum: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(codes, weights));
}

/** In two roundings, on every machine: relaxed multiply-adds would differ. */
// @ts-ignore: decorator
@inline
function finish(sum: v128, scale: v128, shift: v128, least: v128): v128 {
  return atLeast(f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(sum), scale), shift), least);
}

/**
 * A convolution of codes by int8 weights, summed in i32, to float32. A block is (first tap, taps, two output
 * channels); a tap is (byte offset, a pair of weights for each output channel). The same channel may stand in
 * a block twice. `affine` holds (scale, shift) per output channel.
 */
export function convolveCodes(
  source: usize, target: usize, channelBytes: usize,
  pixels: usize, pixelCount: i32,
  program: usize, blocks: usize, blockCount: i32,
  affine: usize, floor: f32,
): void {
  const least = f32x4.splat(floor);
  const blocksEnd = blocks + (<usize>blockCount << 4);
  const pixelsEnd = pixels + (<usize>pixelCount << 3);
  for (let pixel = pixels; pixel < pixelsEnd; pixel += 8) {
    const input = source + load<u32>(pixel);
    const output = target + load<u32>(pixel, 4);
    for (let block = blocks; block < blocksEnd; block += 16) {
      let tap = program + load<u32>(block);
      const end = tap + <usize>load<u32>(block, 4) * 12;
      let a0 = i32x4.splat(0);
      let a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
      for (; tap < end; tap += 12) {
        const at = input + load<u32>(tap);
        const x0 = v128.load(at);
        const x1 = v128.load(at, 16);
        const x2 = v128.load(at, 32);
        const x3 = v128.load(at, 48);
        const wa = v128.load32_splat(tap, 4);
        a0 = dot(x0, wa, a0);
        a1 = dot(x1, wa, a1);
        a2 = dot(x2, wa, a2);
        a3 = dot(x3, wa, a3);
        const wb = v128.load32_splat(tap, 8);
        b0 = dot(x0, wb, b0);
        b1 = dot(x1, wb, b1);
        b2 = dot(x2, wb, b2);
        b3 = dot(x3, wb, b3);
      }
      const first = <usize>load<u32>(block, 8);
      const a = output + first * channelBytes;
      let scale = v128.load32_splat(affine + (first << 3));
      let shift = v128.load32_splat(affine + (first << 3), 4);
      v128.store(a, finish(a0, scale, shift, least));
      v128.store(a, finish(a1, scale, shift, least), 16);
      v128.store(a, finish(a2, scale, shift, least), 32);
      v128.store(a, finish(a3, scale, shift, least), 48);
      const second = <usize>load<u32>(block, 12);
      const b = output + second * channelBytes;
      scale = v128.load32_splat(affine + (second << 3));
      shift = v128.load32_splat(affine + (second << 3), 4);
      v128.store(b, finish(b0, scale, shift, least));
      v128.store(b, finish(b1, scale, shift, least), 16);
      v128.store(b, finish(b2, scale, shift, least), 32);
      v128.store(b, finish(b3, scale, shift, least), 48);
    }
  }
}
