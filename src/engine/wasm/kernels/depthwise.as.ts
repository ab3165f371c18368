import { finish } from './convolution.as';
import { PIXEL, madd } from './lanes.as';

// Depthwise convolutions, whose channels share no inputs. What can be shared is a loaded pixel, among output
// pixels side by side: four of them, of half the images, stay in registers. Eight sums hide each other's
// latency, and three weights and a pixel fit beside them.

/** Output pixels side by side that are summed at once: a row has as many at least. */
const COLUMNS: i32 = 4;

/** One channel, with `across` pixels from one output pixel's window to the next one's. */
// @ts-ignore: decorator
@inline
function convolveChannel(
  source: usize, sourceRow: usize, down: usize, across: usize,
  target: usize, targetRow: usize, height: i32, width: i32,
  weights: usize, kernelHeight: i32, kernelWidth: i32, affine: usize, least: v128,
): void {
  for (let y = 0; y < height; y++) {
    for (let first = 0; first < width; first += COLUMNS) {
      // The last ones of a row may be some of those before again.
      const column = <usize>min(first, width - COLUMNS);
      for (let half: usize = 0; half < PIXEL; half += 32) {
        let line = source + column * across * PIXEL + half;
        let weight = weights;
        let a0 = f32x4.splat(0);
        let a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0, x = a0;
        for (let row = 0; row < kernelHeight; row++) {
          let at = line;
          let left = kernelWidth;
          for (; left >= 3; left -= 3) {
            const p = v128.load32_splat(weight);
            const q = v128.load32_splat(weight, 4);
            const r = v128.load32_splat(weight, 8);
            if (across == 1) {
              a0 = madd(v128.load(at), p, a0);
              a1 = madd(v128.load(at, 16), p, a1);
              x = v128.load(at, 64);
              a0 = madd(x, q, a0);
              b0 = madd(x, p, b0);
              x = v128.load(at, 80);
              a1 = madd(x, q, a1);
              b1 = madd(x, p, b1);
              x = v128.load(at, 128);
              a0 = madd(x, r, a0);
              b0 = madd(x, q, b0);
              c0 = madd(x, p, c0);
              x = v128.load(at, 144);
              a1 = madd(x, r, a1);
              b1 = madd(x, q, b1);
              c1 = madd(x, p, c1);
              x = v128.load(at, 192);
              b0 = madd(x, r, b0);
              c0 = madd(x, q, c0);
              d0 = madd(x, p, d0);
              x = v128.load(at, 208);
              b1 = madd(x, r, b1);
              c1 = madd(x, q, c1);
              d1 = madd(x, p, d1);
              x = v128.load(at, 256);
              c0 = madd(x, r, c0);
              d0 = madd(x, q, d0);
              x = v128.load(at, 272);
              c1 = madd(x, r, c1);
              d1 = madd(x, q, d1);
              d0 = madd(v128.load(at, 320), r, d0);
              d1 = madd(v128.load(at, 336), r, d1);
            } else {
              a0 = madd(v128.load(at), p, a0);
              a1 = madd(v128.load(at, 16), p, a1);
              a0 = madd(v128.load(at, 64), q, a0);
              a1 = madd(v128.load(at, 80), q, a1);
              x = v128.load(at, 128);
              a0 = madd(x, r, a0);
              b0 = madd(x, p, b0);
              x = v128.load(at, 144);
              a1 = madd(x, r, a1);
              b1 = madd(x, p, b1);
              b0 = madd(v128.load(at, 192), q, b0);
              b1 = madd(v128.load(at, 208), q, b1);
              x = v128.load(at, 256);
              b0 = madd(x, r, b0);
              c0 = madd(x, p, c0);
              x = v128.load(at, 272);
              b1 = madd(x, r, b1);
              c1 = madd(x, p, c1);
              c0 = madd(v128.load(at, 320), q, c0);
              c1 = madd(v128.load(at, 336), q, c1);
              x = v128.load(at, 384);
              c0 = madd(x, r, c0);
              d0 = madd(x, p, d0);
              x = v128.load(at, 400);
              c1 = madd(x, r, c1);
              d1 = madd(x, p, d1);
              d0 = madd(v128.load(at, 448), q, d0);
              d1 = madd(v128.load(at, 464), q, d1);
              d0 = madd(v128.load(at, 512), r, d0);
              d1 = madd(v128.load(at, 528), r, d1);
            }
            weight += 12;
            at += 3 * PIXEL;
          }
          for (; left > 0; left--) {
            const p = v128.load32_splat(weight);
            const step = across * PIXEL;
            a0 = madd(v128.load(at), p, a0);
            a1 = madd(v128.load(at, 16), p, a1);
            const y = at + step;
            b0 = madd(v128.load(y), p, b0);
            b1 = madd(v128.load(y, 16), p, b1);
            const z = at + 2 * step;
            c0 = madd(v128.load(z), p, c0);
            c1 = madd(v128.load(z, 16), p, c1);
            const w = at + 3 * step;
            d0 = madd(v128.load(w), p, d0);
            d1 = madd(v128.load(w, 16), p, d1);
            weight += 4;
            at += PIXEL;
          }
          line += sourceRow;
        }
        const to = target + column * PIXEL + half;
        finish(to, 0, 0, affine, least, a0, a1);
        finish(to + PIXEL, 0, 0, affine, least, b0, b1);
        finish(to + 2 * PIXEL, 0, 0, affine, least, c0, c1);
        finish(to + 3 * PIXEL, 0, 0, affine, least, d0, d1);
      }
    }
    source += down;
    target += targetRow;
  }
}

/**
 * Depthwise channels. `table` has (output channel, byte offset of its input channel, weights) for each of
 * `count`. Windows are `strideRows` rows and `strideColumns` columns apart, one or two, and the first begins
 * at `source`. `width` is at least four. `affine` holds (scale, shift) per output channel.
 */
export function convolveDepthwise(
  source: usize, sourceRow: usize, strideRows: i32, strideColumns: i32,
  target: usize, targetRow: usize, targetChannel: usize, height: i32, width: i32,
  table: usize, count: i32, kernelHeight: i32, kernelWidth: i32, affine: usize, floor: f32,
): void {
  const least = f32x4.splat(floor);
  const down = <usize>strideRows * sourceRow;
  const taps = <usize>(kernelHeight * kernelWidth);
  for (let index = 0; index < count; index++) {
    const channel = <usize>load<u32>(table);
    const from = source + load<u32>(table, 4);
    const to = target + channel * targetChannel;
    const weights = table + 8;
    const scaling = affine + (channel << 3);
    if (strideColumns == 1) {
      convolveChannel(
        from, sourceRow, down, 1, to, targetRow, height, width,
        weights, kernelHeight, kernelWidth, scaling, least,
      );
    } else {
      convolveChannel(
        from, sourceRow, down, 2, to, targetRow, height, width,
        weights, kernelHeight, kernelWidth, scaling, least,
      );
    }
    table = weights + (taps << 2);
  }
}
