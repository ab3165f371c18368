import { PIXEL, madd, rowAt } from './lanes.as';

// What graphs need beside convolutions: joins, copies, padding, PReLU and LayerNorm. Buffers as in
// channelwise.as.ts.

/**
 * source + other, or source x other; `otherPixel`, `otherRow` and `otherChannel` are 0 along axes where
 * `other` is repeated.
 */
export function join(
  source: usize, sourceRow: usize, sourceChannel: usize,
  other: usize, otherPixel: usize, otherRow: usize, otherChannel: usize,
  target: usize, targetRow: usize, targetChannel: usize,
  channels: i32, height: i32, width: i32, isProduct: bool,
): void {
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      let a = rowAt(source, channel, sourceChannel, y, sourceRow);
      let b = rowAt(other, channel, otherChannel, y, otherRow);
      let to = rowAt(target, channel, targetChannel, y, targetRow);
      const end = a + <usize>width * PIXEL;
      for (; a < end; a += PIXEL) {
        for (let lane: usize = 0; lane < PIXEL; lane += 16) {
          const x = v128.load(a + lane);
          const y = v128.load(b + lane);
          v128.store(to + lane, isProduct ? f32x4.mul(x, y) : f32x4.add(x, y));
        }
        b += otherPixel;
        to += PIXEL;
      }
    }
  }
}

/** Copies rows of `width` pixels. */
export function copyPlanes(
  source: usize, sourceRow: usize, sourceChannel: usize,
  target: usize, targetRow: usize, targetChannel: usize,
  channels: i32, height: i32, width: i32,
): void {
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      memory.copy(
        rowAt(target, channel, targetChannel, y, targetRow),
        rowAt(source, channel, sourceChannel, y, sourceRow),
        <usize>width * PIXEL,
      );
    }
  }
}

/** Sets every value. */
export function fillPlanes(
  target: usize, row: usize, channel: usize, channels: i32, height: i32, width: i32, value: f32,
): void {
  const all = f32x4.splat(value);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      let at = rowAt(target, c, channel, y, row);
      const end = at + <usize>width * PIXEL;
      for (; at < end; at += 16) v128.store(at, all);
    }
  }
}

/** Values below 0 times a number; `slopes` holds (slope, unused) per channel. */
export function slopeBelow(
  source: usize, sourceRow: usize, sourceChannel: usize,
  target: usize, targetRow: usize, targetChannel: usize,
  channels: i32, height: i32, width: i32, slopes: usize,
): void {
  const zero = f32x4.splat(0);
  for (let channel = 0; channel < channels; channel++) {
    const slope = v128.load32_splat(slopes + (<usize>channel << 3));
    for (let y = 0; y < height; y++) {
      let from = rowAt(source, channel, sourceChannel, y, sourceRow);
      let to = rowAt(target, channel, targetChannel, y, targetRow);
      const end = from + <usize>width * PIXEL;
      for (; from < end; from += 16) {
        const x = v128.load(from);
        v128.store(to, v128.bitselect(f32x4.mul(x, slope), x, f32x4.lt(x, zero)));
        to += 16;
      }
    }
  }
}

/**
 * Over the channels of each pixel: (x - mean) / sqrt(variance + epsilon) * scale + shift; `affine` holds
 * (scale, shift) per channel.
 */
export function normaliseChannels(
  source: usize, sourceRow: usize, sourceChannel: usize,
  target: usize, targetRow: usize, targetChannel: usize,
  channels: i32, height: i32, width: i32, affine: usize, epsilon: f32,
): void {
  const share = f32x4.splat(1 / <f32>channels);
  for (let y = 0; y < height; y++) {
    for (let x: usize = 0; x < (<usize>width * PIXEL); x += 16) {
      const from = source + <usize>y * sourceRow + x;
      const to = target + <usize>y * targetRow + x;
      let sum = f32x4.splat(0);
      for (let c: usize = 0; c < <usize>channels; c++) {
        sum = f32x4.add(sum, v128.load(from + c * sourceChannel));
      }
      const mean = f32x4.mul(sum, share);
      let squares = f32x4.splat(0);
      for (let c: usize = 0; c < <usize>channels; c++) {
        const distance = f32x4.sub(v128.load(from + c * sourceChannel), mean);
        squares = madd(distance, distance, squares);
      }
      const deviation = f32x4.sqrt(f32x4.add(f32x4.mul(squares, share), f32x4.splat(epsilon)));
      const factor = f32x4.div(f32x4.splat(1), deviation);
      for (let c: usize = 0; c < <usize>channels; c++) {
        const value = f32x4.mul(f32x4.sub(v128.load(from + c * sourceChannel), mean), factor);
        const scale = v128.load32_splat(affine + (c << 3));
        const shift = v128.load32_splat(affine + (c << 3), 4);
        v128.store(to + c * targetChannel, madd(value, scale, shift));
      }
    }
  }
}
