// The backward kernels. Input gradients need none of their own: they are convolutions by the transposed
// kernel, in convolution.as.ts. Here are gradients of kernels, and those of what follows a convolution.
import { PIXEL, laneMask, madd, rowAt } from './lanes.as';

// @ts-ignore: decorator
@inline
function total(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) +
    (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  );
}

/** Adds the totals of four sums to floats side by side, of those below `count`; all four are written. */
// @ts-ignore: decorator
@inline
function addFour(at: usize, count: i32, a: v128, b: v128, c: v128, d: v128): void {
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  const first = f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  const second = f32x4.add(v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5), v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7));
  const totals = v128.and(f32x4.add(first, second), laneMask(0, count));
  v128.store(at, f32x4.add(v128.load(at), totals));
}

/**
 * Adds to the gradient of a dense kernel, f32 [channels][taps], what one group of images gives. These are
 * sums over pixels and images of (gradient of the output) x (input at the tap). `pixels` has (input byte
 * offset, output byte offset) a pixel, `offsets` the taps' byte offsets; the target has room for three floats
 * more. Four channels and three taps at a time: twelve sums in registers.
 */
export function kernelGradient(
  source: usize, gradient: usize, channelBytes: usize,
  pixels: usize, pixelCount: i32,
  offsets: usize, taps: i32, channels: i32, target: usize,
): void {
  const pixelsEnd = pixels + (<usize>pixelCount << 3);
  const row = <usize>taps << 2;
  const none = f32x4.splat(0);
  for (let channel = 0; channel < channels; channel += 4) {
    const rest = channels - channel;
    const g0 = gradient + <usize>channel * channelBytes;
    const g1 = gradient + <usize>min(channel + 1, channels - 1) * channelBytes;
    const g2 = gradient + <usize>min(channel + 2, channels - 1) * channelBytes;
    const g3 = gradient + <usize>min(channel + 3, channels - 1) * channelBytes;
    for (let tap = 0; tap < taps; tap += 3) {
      const s0 = source + load<u32>(offsets + (<usize>tap << 2));
      const s1 = source + load<u32>(offsets + (<usize>min(tap + 1, taps - 1) << 2));
      const s2 = source + load<u32>(offsets + (<usize>min(tap + 2, taps - 1) << 2));
      let a0 = none, a1 = none, a2 = none, b0 = none, b1 = none, b2 = none;
      let c0 = none, c1 = none, c2 = none, d0 = none, d1 = none, d2 = none;
      for (let pixel = pixels; pixel < pixelsEnd; pixel += 8) {
        const from = <usize>load<u32>(pixel);
        const to = <usize>load<u32>(pixel, 4);
        for (let quad: usize = 0; quad < PIXEL; quad += 16) {
          const x0 = v128.load(s0 + from + quad);
          const x1 = v128.load(s1 + from + quad);
          const x2 = v128.load(s2 + from + quad);
          const a = v128.load(g0 + to + quad);
          a0 = madd(a, x0, a0);
          a1 = madd(a, x1, a1);
          a2 = madd(a, x2, a2);
          const b = v128.load(g1 + to + quad);
          b0 = madd(b, x0, b0);
          b1 = madd(b, x1, b1);
          b2 = madd(b, x2, b2);
          const c = v128.load(g2 + to + quad);
          c0 = madd(c, x0, c0);
          c1 = madd(c, x1, c1);
          c2 = madd(c, x2, c2);
          const d = v128.load(g3 + to + quad);
          d0 = madd(d, x0, d0);
          d1 = madd(d, x1, d1);
          d2 = madd(d, x2, d2);
        }
      }
      const at = target + <usize>channel * row + (<usize>tap << 2);
      const count = min(taps - tap, 3);
      addFour(at, count, a0, a1, a2, none);
      if (rest > 1) addFour(at + row, count, b0, b1, b2, none);
      if (rest > 2) addFour(at + 2 * row, count, c0, c1, c2, none);
      if (rest > 3) addFour(at + 3 * row, count, d0, d1, d2, none);
    }
  }
}

/**
 * The same for the weights that are left of a sparse kernel. A row is (first entry, entries, output channel),
 * an entry a tap's byte offset; the sums go to f32 `target`, parallel to the entries, with room for seven
 * more. Eight taps at a time share each load of the output's gradient.
 */
export function rowGradient(
  source: usize, gradient: usize, channelBytes: usize,
  pixels: usize, pixelCount: i32,
  rows: usize, rowCount: i32, entries: usize, target: usize,
): void {
  const pixelsEnd = pixels + (<usize>pixelCount << 3);
  const rowsEnd = rows + <usize>rowCount * 12;
  for (let row = rows; row < rowsEnd; row += 12) {
    const first = <i32>load<u32>(row);
    const count = <i32>load<u32>(row, 4);
    const g = gradient + <usize>load<u32>(row, 8) * channelBytes;
    for (let done = 0; done < count; done += 8) {
      const base = entries + (<usize>(first + done) << 2);
      const left = count - done;
      const last = left - 1;
      const s0 = source + load<u32>(base);
      const s1 = source + load<u32>(base + (<usize>min(1, last) << 2));
      const s2 = source + load<u32>(base + (<usize>min(2, last) << 2));
      const s3 = source + load<u32>(base + (<usize>min(3, last) << 2));
      const s4 = source + load<u32>(base + (<usize>min(4, last) << 2));
      const s5 = source + load<u32>(base + (<usize>min(5, last) << 2));
      const s6 = source + load<u32>(base + (<usize>min(6, last) << 2));
      const s7 = source + load<u32>(base + (<usize>min(7, last) << 2));
      let a0 = f32x4.splat(0);
      let a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
      for (let pixel = pixels; pixel < pixelsEnd; pixel += 8) {
        for (let half: usize = 0; half < PIXEL; half += 32) {
          const from = <usize>load<u32>(pixel) + half;
          const to = g + <usize>load<u32>(pixel, 4) + half;
          const c = v128.load(to);
          const d = v128.load(to, 16);
          a0 = madd(v128.load(s0 + from), c, a0);
          a1 = madd(v128.load(s1 + from), c, a1);
          a2 = madd(v128.load(s2 + from), c, a2);
          a3 = madd(v128.load(s3 + from), c, a3);
          a4 = madd(v128.load(s4 + from), c, a4);
          a5 = madd(v128.load(s5 + from), c, a5);
          a6 = madd(v128.load(s6 + from), c, a6);
          a7 = madd(v128.load(s7 + from), c, a7);
          a0 = madd(v128.load(s0 + from, 16), d, a0);
          a1 = madd(v128.load(s1 + from, 16), d, a1);
          a2 = madd(v128.load(s2 + from, 16), d, a2);
          a3 = madd(v128.load(s3 + from, 16), d, a3);
          a4 = madd(v128.load(s4 + from, 16), d, a4);
          a5 = madd(v128.load(s5 + from, 16), d, a5);
          a6 = madd(v128.load(s6 + from, 16), d, a6);
          a7 = madd(v128.load(s7 + from, 16), d, a7);
        }
      }
      const at = target + (<usize>(first + done) << 2);
      addFour(at, left, a0, a1, a2, a3);
      addFour(at + 16, left - 4, a4, a5, a6, a7);
    }
  }
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
      for (; x < end; x += 16, g += 16, to += 16) {
        const v = v128.load(x);
        const passing = passed(v, scale, shift, relu, v128.load(g));
        v128.store(to, madd(a, passing, madd(b, f32x4.sub(v, centre), c)));
      }
    }
  }
}

/**
 * Adds one pixel a channel, times `factor`, to every pixel of the channel: the gradient of a global average.
 */
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
        v128.store(to, f32x4.add(v128.load(to), a));
        v128.store(to, f32x4.add(v128.load(to, 16), b), 16);
        v128.store(to, f32x4.add(v128.load(to, 32), c), 32);
        v128.store(to, f32x4.add(v128.load(to, 48), d), 48);
      }
    }
  }
}
