// The backward kernels of what follows a convolution. Its input's gradient needs none of its own: it is a
// convolution by the transposed kernel, in convolution.as.ts; its kernel's is in kernelGradient.as.ts.
import { PIXEL, madd, rowAt } from './lanes.as';

// @ts-ignore: decorator
@inline
function total(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) +
    (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  );
}

// @ts-ignore: decorator
@inline
function passed(value: v128, scale: v128, shift: v128, relu: bool, gradient: v128): v128 {
  if (!relu) return gradient;
  return v128.and(gradient, f32x4.gt(madd(value, scale, shift), f32x4.splat(0)));
}

/**
 * Adds to `sums` what the gradients of a BatchNorm need, f64 pairs a channel. They are the sum of the
 * gradient that passes the ReLU (where scale x value + shift > 0), and that of it times (value - centre).
 * `affine` holds (scale, shift, centre) per channel.
 */
export function normSums(
  value: usize, valueRow: usize, valueChannel: usize,
  gradient: usize, gradientRow: usize, gradientChannel: usize,
  channels: i32, height: i32, width: i32, affine: usize, relu: bool, sums: usize,
): void {
  for (let channel = 0; channel < channels; channel++) {
    const parameters = affine + <usize>channel * 12;
    const scale = v128.load32_splat(parameters);
    const shift = v128.load32_splat(parameters, 4);
    const centre = v128.load32_splat(parameters, 8);
    let first: f64 = 0;
    let second: f64 = 0;
    for (let y = 0; y < height; y++) {
      let x = rowAt(value, channel, valueChannel, y, valueRow);
      let g = rowAt(gradient, channel, gradientChannel, y, gradientRow);
      const end = x + <usize>width * PIXEL;
      let a = f32x4.splat(0);
      let b = a, c = a, d = a;
      for (; x < end; x += 32, g += 32) {
        const x0 = v128.load(x);
        const x1 = v128.load(x, 16);
        const g0 = passed(x0, scale, shift, relu, v128.load(g));
        const g1 = passed(x1, scale, shift, relu, v128.load(g, 16));
        a = f32x4.add(a, g0);
        b = f32x4.add(b, g1);
        c = madd(g0, f32x4.sub(x0, centre), c);
        d = madd(g1, f32x4.sub(x1, centre), d);
      }
      first += <f64>total(f32x4.add(a, b));
      second += <f64>total(f32x4.add(c, d));
    }
    const at = sums + (<usize>channel << 4);
    store<f64>(at, load<f64>(at) + first);
    store<f64>(at, load<f64>(at, 8) + second, 8);
  }
}

/**
 * The gradient before a BatchNorm and its ReLU: a x (gradient that passes) + b x (value - centre) + c;
 * `affine` as in `normSums`, `factors` holds (a, b, c) per channel.
 */
export function normGradient(
  value: usize, valueRow: usize, valueChannel: usize,
  gradient: usize, gradientRow: usize, gradientChannel: usize,
  target: usize, targetRow: usize, targetChannel: usize,
  channels: i32, height: i32, width: i32, affine: usize, relu: bool, factors: usize,
): void {
  for (let channel = 0; channel < channels; channel++) {
    const parameters = affine + <usize>channel * 12;
    const scale = v128.load32_splat(parameters);
    const shift = v128.load32_splat(parameters, 4);
    const centre = v128.load32_splat(parameters, 8);
    const a = v128.load32_splat(factors + <usize>channel * 12);
    const b = v128.load32_splat(factors + <usize>channel * 12, 4);
    const c = v128.load32_splat(factors + <usize>channel * 12, 8);
    for (let y = 0; y < height; y++) {
      let x = rowAt(value, channel, valueChannel, y, valueRow);
      let g = rowAt(gradient, channel, gradientChannel, y, gradientRow);
      let to = rowAt(target, channel, targetChannel, y, targetRow);
      const end = x + <usize>width * PIXEL;
      for (; x < end; x += PIXEL, g += PIXEL, to += PIXEL) {
        const v0 = v128.load(x);
        const p0 = passed(v0, scale, shift, relu, v128.load(g));
        v128.store(to, madd(a, p0, madd(b, f32x4.sub(v0, centre), c)));
        const v1 = v128.load(x, 16);
        const p1 = passed(v1, scale, shift, relu, v128.load(g, 16));
        v128.store(to, madd(a, p1, madd(b, f32x4.sub(v1, centre), c)), 16);
        const v2 = v128.load(x, 32);
        const p2 = passed(v2, scale, shift, relu, v128.load(g, 32));
        v128.store(to, madd(a, p2, madd(b, f32x4.sub(v2, centre), c)), 32);
        const v3 = v128.load(x, 48);
        const p3 = passed(v3, scale, shift, relu, v128.load(g, 48));
        v128.store(to, madd(a, p3, madd(b, f32x4.sub(v3, centre), c)), 48);
      }
    }
  }
}

/** One pixel a channel, times `factor`, into every pixel of the channel: the gradient of a global average. */
export function spreadPixel(
  source: usize, sourceChannel: usize,
  target: usize, targetRow: usize, targetChannel: usize,
  channels: i32, height: i32, width: i32, factor: f32,
): void {
  const times = f32x4.splat(factor);
  for (let channel = 0; channel < channels; channel++) {
    const from = source + <usize>channel * sourceChannel;
    const a = f32x4.mul(v128.load(from), times);
    const b = f32x4.mul(v128.load(from, 16), times);
    const c = f32x4.mul(v128.load(from, 32), times);
    const d = f32x4.mul(v128.load(from, 48), times);
    for (let y = 0; y < height; y++) {
      let to = rowAt(target, channel, targetChannel, y, targetRow);
      for (let x = 0; x < width; x++, to += PIXEL) {
        v128.store(to, a);
        v128.store(to, b, 16);
        v128.store(to, c, 32);
        v128.store(to, d, 48);
      }
    }
  }
}
