import { PIXEL, madd } from './lanes.as';

// The products between Winograd's two transforms: at each place of a tile a matrix of weights, outputs by
// inputs, by a vector of the inputs' values. Values lie as [tile][channel][place][16 images]; weights as
// [place], blocks of output channels, [input][channel of the block].

/**
 * The products of `places` places of `tiles` tiles, each a kernel that takes `inputs` channels to `outputs`,
 * `placeBytes` apart from `weights` on. Blocks have six channels, half a pixel of which stays in registers:
 * twelve sums. What is left comes in blocks of two, of whole pixels, unless it is five.
 */
export function multiplyPlaces(
  source: usize, target: usize, places: i32, tiles: i32,
  inputs: i32, outputs: i32, weights: usize, placeBytes: usize,
): void {
  const channel = <usize>(places | 1) * PIXEL;
  const sourceTile = <usize>inputs * channel;
  const targetTile = <usize>outputs * channel;
  const last = (<usize>outputs - 1) * channel;
  for (let place = 0; place < places; place++) {
    for (let tile: usize = 0; tile < <usize>tiles; tile++) {
      const from = source + tile * sourceTile;
      const to = target + tile * targetTile;
      let next = weights;
      let first = 0;
      for (; outputs - first > 4; first += 6) {
        const into = to + <usize>first * channel;
        const end = next + <usize>inputs * 24;
        for (let half: usize = 0; half < PIXEL; half += 32) {
          let at = from + half;
          let a0 = f32x4.splat(0);
          let a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0, e0 = a0, e1 = a0, f0 = a0, f1 = a0;
          for (let w = next; w < end; w += 24) {
            const x0 = v128.load(at);
            const x1 = v128.load(at, 16);
            const wa = v128.load32_splat(w);
            a0 = madd(x0, wa, a0);
            a1 = madd(x1, wa, a1);
            const wb = v128.load32_splat(w, 4);
            b0 = madd(x0, wb, b0);
            b1 = madd(x1, wb, b1);
            const wc = v128.load32_splat(w, 8);
            c0 = madd(x0, wc, c0);
            c1 = madd(x1, wc, c1);
            const wd = v128.load32_splat(w, 12);
            d0 = madd(x0, wd, d0);
            d1 = madd(x1, wd, d1);
            const we = v128.load32_splat(w, 16);
            e0 = madd(x0, we, e0);
            e1 = madd(x1, we, e1);
            const wf = v128.load32_splat(w, 20);
            f0 = madd(x0, wf, f0);
            f1 = madd(x1, wf, f1);
            at += channel;
          }
          let output = into + half;
          put(output, a0, a1);
          put(output += channel, b0, b1);
          put(output += channel, c0, c1);
          put(output += channel, d0, d1);
          put(output += channel, e0, e1);
          // The sixth of five is the fifth.
          put(min(output + channel, to + last + half), f0, f1);
        }
        next = end;
      }
      for (; first < outputs; first += 2) {
        const end = next + <usize>inputs * 8;
        let at = from;
        let a0 = f32x4.splat(0);
        let a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        for (let w = next; w < end; w += 8) {
          const x0 = v128.load(at), x1 = v128.load(at, 16), x2 = v128.load(at, 32), x3 = v128.load(at, 48);
          const wa = v128.load32_splat(w);
          a0 = madd(x0, wa, a0);
          a1 = madd(x1, wa, a1);
          a2 = madd(x2, wa, a2);
          a3 = madd(x3, wa, a3);
          const wb = v128.load32_splat(w, 4);
          b0 = madd(x0, wb, b0);
          b1 = madd(x1, wb, b1);
          b2 = madd(x2, wb, b2);
          b3 = madd(x3, wb, b3);
          at += channel;
        }
        const output = to + <usize>first * channel;
        put(output, a0, a1);
        put(output + 32, a2, a3);
        const other = min(output + channel, to + last);
        put(other, b0, b1);
        put(other + 32, b2, b3);
        next = end;
      }
    }
    weights += placeBytes;
    source += PIXEL;
    target += PIXEL;
  }
}

// @ts-ignore: decorator
@inline
function put(to: usize, a: v128, b: v128): void {
  v128.store(to, a);
  v128.store(to, b, 16);
}
