// Gradients of kernels: sums over pixels and images of (gradient of the output) x (input at the tap). A sum
// takes pixel after pixel and quad after quad, so that a weight's has the same bits in either form.
import { PIXEL, laneMask, madd } from './lanes.as';

/** The totals of four sums. */
// @ts-ignore: decorator
@inline
function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  const first = f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  const second = f32x4.add(v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5), v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7));
  return f32x4.add(first, second);
}

/** Adds to four floats side by side. */
// @ts-ignore: decorator
@inline
function addTo(at: usize, added: v128): void {
  v128.store(at, f32x4.add(v128.load(at), added));
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
        const i0 = s0 + from, i1 = s1 + from, i2 = s2 + from;
        const o0 = g0 + to, o1 = g1 + to, o2 = g2 + to, o3 = g3 + to;
        // Quad after quad, written out: a loop would add up each address again.
        let x0 = v128.load(i0), x1 = v128.load(i1), x2 = v128.load(i2);
        let g = v128.load(o0);
        a0 = madd(g, x0, a0);
        a1 = madd(g, x1, a1);
        a2 = madd(g, x2, a2);
        g = v128.load(o1);
        b0 = madd(g, x0, b0);
        b1 = madd(g, x1, b1);
        b2 = madd(g, x2, b2);
        g = v128.load(o2);
        c0 = madd(g, x0, c0);
        c1 = madd(g, x1, c1);
        c2 = madd(g, x2, c2);
        g = v128.load(o3);
        d0 = madd(g, x0, d0);
        d1 = madd(g, x1, d1);
        d2 = madd(g, x2, d2);
        x0 = v128.load(i0, 16); x1 = v128.load(i1, 16); x2 = v128.load(i2, 16);
        g = v128.load(o0, 16);
        a0 = madd(g, x0, a0);
        a1 = madd(g, x1, a1);
        a2 = madd(g, x2, a2);
        g = v128.load(o1, 16);
        b0 = madd(g, x0, b0);
        b1 = madd(g, x1, b1);
        b2 = madd(g, x2, b2);
        g = v128.load(o2, 16);
        c0 = madd(g, x0, c0);
        c1 = madd(g, x1, c1);
        c2 = madd(g, x2, c2);
        g = v128.load(o3, 16);
        d0 = madd(g, x0, d0);
        d1 = madd(g, x1, d1);
        d2 = madd(g, x2, d2);
        x0 = v128.load(i0, 32); x1 = v128.load(i1, 32); x2 = v128.load(i2, 32);
        g = v128.load(o0, 32);
        a0 = madd(g, x0, a0);
        a1 = madd(g, x1, a1);
        a2 = madd(g, x2, a2);
        g = v128.load(o1, 32);
        b0 = madd(g, x0, b0);
        b1 = madd(g, x1, b1);
        b2 = madd(g, x2, b2);
        g = v128.load(o2, 32);
        c0 = madd(g, x0, c0);
        c1 = madd(g, x1, c1);
        c2 = madd(g, x2, c2);
        g = v128.load(o3, 32);
        d0 = madd(g, x0, d0);
        d1 = madd(g, x1, d1);
        d2 = madd(g, x2, d2);
        x0 = v128.load(i0, 48); x1 = v128.load(i1, 48); x2 = v128.load(i2, 48);
        g = v128.load(o0, 48);
        a0 = madd(g, x0, a0);
        a1 = madd(g, x1, a1);
        a2 = madd(g, x2, a2);
        g = v128.load(o1, 48);
        b0 = madd(g, x0, b0);
        b1 = madd(g, x1, b1);
        b2 = madd(g, x2, b2);
        g = v128.load(o2, 48);
        c0 = madd(g, x0, c0);
        c1 = madd(g, x1, c1);
        c2 = madd(g, x2, c2);
        g = v128.load(o3, 48);
        d0 = madd(g, x0, d0);
        d1 = madd(g, x1, d1);
        d2 = madd(g, x2, d2);
      }
      const at = target + <usize>channel * row + (<usize>tap << 2);
      const inside = laneMask(0, min(taps - tap, 3));
      addTo(at, v128.and(totals(a0, a1, a2, none), inside));
      if (rest > 1) addTo(at + row, v128.and(totals(b0, b1, b2, none), inside));
      if (rest > 2) addTo(at + 2 * row, v128.and(totals(c0, c1, c2, none), inside));
      if (rest > 3) addTo(at + 3 * row, v128.and(totals(d0, d1, d2, none), inside));
    }
  }
}

/**
 * The same for the weights that are left of a sparse kernel, eight at a time: of one output channel, or four
 * of each of two. An eight is ten byte offsets, u32: of its two channels in the output's gradient, and of its
 * eight taps, the first four of the first channel. Their sums are added to f32 `target`, parallel to taps.
 */
export function keptGradient(
  source: usize, gradient: usize, pixels: usize, pixelCount: i32, eights: usize, count: i32, target: usize,
): void {
  const pixelsEnd = pixels + (<usize>pixelCount << 3);
  const end = eights + <usize>count * 40;
  for (let eight = eights; eight < end; eight += 40) {
    const g = gradient + load<u32>(eight);
    const h = gradient + load<u32>(eight, 4);
    const s0 = source + load<u32>(eight, 8);
    const s1 = source + load<u32>(eight, 12);
    const s2 = source + load<u32>(eight, 16);
    const s3 = source + load<u32>(eight, 20);
    const s4 = source + load<u32>(eight, 24);
    const s5 = source + load<u32>(eight, 28);
    const s6 = source + load<u32>(eight, 32);
    const s7 = source + load<u32>(eight, 36);
    let a0 = f32x4.splat(0);
    let a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
    if (g == h) {
      for (let pixel = pixels; pixel < pixelsEnd; pixel += 8) {
        for (let half: usize = 0; half < PIXEL; half += 32) {
          const from = <usize>load<u32>(pixel) + half;
          const to = <usize>load<u32>(pixel, 4) + half;
          const c0 = v128.load(g + to);
          const c1 = v128.load(g + to, 16);
          a0 = madd(v128.load(s0 + from), c0, a0);
          a0 = madd(v128.load(s0 + from, 16), c1, a0);
          a1 = madd(v128.load(s1 + from), c0, a1);
          a1 = madd(v128.load(s1 + from, 16), c1, a1);
          a2 = madd(v128.load(s2 + from), c0, a2);
          a2 = madd(v128.load(s2 + from, 16), c1, a2);
          a3 = madd(v128.load(s3 + from), c0, a3);
          a3 = madd(v128.load(s3 + from, 16), c1, a3);
          a4 = madd(v128.load(s4 + from), c0, a4);
          a4 = madd(v128.load(s4 + from, 16), c1, a4);
          a5 = madd(v128.load(s5 + from), c0, a5);
          a5 = madd(v128.load(s5 + from, 16), c1, a5);
          a6 = madd(v128.load(s6 + from), c0, a6);
          a6 = madd(v128.load(s6 + from, 16), c1, a6);
          a7 = madd(v128.load(s7 + from), c0, a7);
          a7 = madd(v128.load(s7 + from, 16), c1, a7);
        }
      }
    } else {
      for (let pixel = pixels; pixel < pixelsEnd; pixel += 8) {
        for (let half: usize = 0; half < PIXEL; half += 32) {
          const from = <usize>load<u32>(pixel) + half;
          const to = <usize>load<u32>(pixel, 4) + half;
          const c0 = v128.load(g + to);
          const c1 = v128.load(g + to, 16);
          const d0 = v128.load(h + to);
          const d1 = v128.load(h + to, 16);
          a0 = madd(v128.load(s0 + from), c0, a0);
          a0 = madd(v128.load(s0 + from, 16), c1, a0);
          a1 = madd(v128.load(s1 + from), c0, a1);
          a1 = madd(v128.load(s1 + from, 16), c1, a1);
          a2 = madd(v128.load(s2 + from), c0, a2);
          a2 = madd(v128.load(s2 + from, 16), c1, a2);
          a3 = madd(v128.load(s3 + from), c0, a3);
          a3 = madd(v128.load(s3 + from, 16), c1, a3);
          a4 = madd(v128.load(s4 + from), d0, a4);
          a4 = madd(v128.load(s4 + from, 16), d1, a4);
          a5 = madd(v128.load(s5 + from), d0, a5);
          a5 = madd(v128.load(s5 + from, 16), d1, a5);
          a6 = madd(v128.load(s6 + from), d0, a6);
          a6 = madd(v128.load(s6 + from, 16), d1, a6);
          a7 = madd(v128.load(s7 + from), d0, a7);
          a7 = madd(v128.load(s7 + from, 16), d1, a7);
        }
      }
    }
    addTo(target, totals(a0, a1, a2, a3));
    addTo(target + 16, totals(a4, a5, a6, a7));
    target += 32;
  }
}
