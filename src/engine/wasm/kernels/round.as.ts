import { PIXEL } from './lanes.as';

// @ts-ignore: decorator
@inline
function onGrid(x: v128, step: v128, low: v128, high: v128): v128 {
  const code = f32x4.nearest(f32x4.div(x, step));
  return f32x4.mul(f32x4.min(f32x4.max(code, low), high), step);
}

/** Every value to the nearest of a grid of 256, ties to even; `grid` holds (step, number of the value that is 0). */
export function roundToGrid(
  source: usize, sourceRow: usize, sourceChannel: usize,
  target: usize, targetRow: usize, targetChannel: usize,
  channels: i32, height: i32, width: i32, grid: usize,
): void {
  const step = v128.load32_splat(grid);
  const zero = v128.load32_splat(grid, 4);
  const low = f32x4.neg(zero);
  const high = f32x4.sub(f32x4.splat(255), zero);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      let from = source + <usize>channel * sourceChannel + <usize>y * sourceRow;
      let to = target + <usize>channel * targetChannel + <usize>y * targetRow;
      const end = from + <usize>width * PIXEL;
      for (; from < end; from += 16) {
        v128.store(to, onGrid(v128.load(from), step, low, high));
        to += 16;
      }
    }
  }
}
