import { PIXEL, atLeast, madd } from './lanes.as';

// Winograd's F(2x2, 3x3): Lavin and Gray, "Fast algorithms for convolutional neural networks", arXiv
// 1509.09308. A tile is 4 x 4 input pixels that give 2 x 2 output pixels; between the two transforms each of
// the 16 places is a convolution of one tap (convolution.as.ts).

/** `tiles` tiles side by side, the first at `source`, of each channel to 16 places `placeBytes` apart. */
export function winogradInput(
  source: usize, row: usize, sourceChannel: usize,
  target: usize, placeBytes: usize, targetChannel: usize,
  channels: i32, tiles: i32,
): void {
  const rowBytes = <usize>tiles * PIXEL;
  for (let channel = 0; channel < channels; channel++) {
    for (let at: usize = 0; at < rowBytes; at += 16) {
      // Vectors of one tile are 64 bytes, tiles two pixels apart.
      const tile = at / PIXEL;
      const from = source + tile * (2 * PIXEL) + at % PIXEL;
      let to = target + at;
      for (let i = 0; i < 4; i++) {
        let r0: v128, r1: v128, r2: v128, r3: v128;
        const a = from + row * (i == 0 ? 0 : i == 2 ? 2 : 1);
        const b = from + row * (i == 0 ? 2 : i == 1 ? 2 : i == 2 ? 1 : 3);
        if (i == 1) {
          r0 = f32x4.add(v128.load(a), v128.load(b));
          r1 = f32x4.add(v128.load(a, 64), v128.load(b, 64));
          r2 = f32x4.add(v128.load(a, 128), v128.load(b, 128));
          r3 = f32x4.add(v128.load(a, 192), v128.load(b, 192));
        } else {
          r0 = f32x4.sub(v128.load(a), v128.load(b));
          r1 = f32x4.sub(v128.load(a, 64), v128.load(b, 64));
          r2 = f32x4.sub(v128.load(a, 128), v128.load(b, 128));
          r3 = f32x4.sub(v128.load(a, 192), v128.load(b, 192));
        }
        v128.store(to, f32x4.sub(r0, r2));
        v128.store(to + placeBytes, f32x4.add(r1, r2));
        v128.store(to + 2 * placeBytes, f32x4.sub(r2, r1));
        v128.store(to + 3 * placeBytes, f32x4.sub(r1, r3));
        to += 4 * placeBytes;
      }
    }
    source += sourceChannel;
    target += targetChannel;
  }
}

// @ts-ignore: decorator
@inline
function column(at: usize, step: usize, odd: bool): v128 {
  const middle = v128.load(at + step);
  const third = v128.load(at + 2 * step);
  if (odd) return f32x4.sub(f32x4.sub(middle, third), v128.load(at + 3 * step));
  return f32x4.add(f32x4.add(v128.load(at), middle), third);
}

/**
 * The 16 places of `tiles` tiles to rows of two pixels a tile at `target`, scaled and shifted: max(scale x +
 * shift, floor).
 */
export function winogradOutput(
  source: usize, placeBytes: usize, sourceChannel: usize,
  target: usize, row: usize, targetChannel: usize,
  channels: i32, tiles: i32, affine: usize, floor: f32,
): void {
  const least = f32x4.splat(floor);
  const rowBytes = <usize>tiles * PIXEL;
  const down = 4 * placeBytes;
  for (let channel = 0; channel < channels; channel++) {
    const scale = v128.load32_splat(affine + (<usize>channel << 3));
    const shift = v128.load32_splat(affine + (<usize>channel << 3), 4);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const from = source + at;
      let to = target + (at / PIXEL) * (2 * PIXEL) + at % PIXEL;
      for (let odd = 0; odd < 2; odd++) {
        const c0 = column(from, down, odd == 1);
        const c1 = column(from + placeBytes, down, odd == 1);
        const c2 = column(from + 2 * placeBytes, down, odd == 1);
        const c3 = column(from + 3 * placeBytes, down, odd == 1);
        const left = f32x4.add(f32x4.add(c0, c1), c2);
        const right = f32x4.sub(f32x4.sub(c1, c2), c3);
        v128.store(to, atLeast(madd(left, scale, shift), least));
        v128.store(to, atLeast(madd(right, scale, shift), least), 64);
        to += row;
      }
    }
    source += sourceChannel;
    target += targetChannel;
  }
}
