import { PIXEL, nearestStep, rowAt } from './lanes.as';

/**
 * Every value to the nearest of a grid of 256, ties to even; `grid` holds (step, number of the value that is
 * 0).
 */
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
      let from = rowAt(source, channel, sourceChannel, y, sourceRow);
      let to = rowAt(target, channel, targetChannel, y, targetRow);
      const end = from + <usize>width * PIXEL;
      for (; from < end; from += 16) {
        v128.store(to, f32x4.mul(nearestStep(v128.load(from), step, low, high), step));
        to += 16;
      }
    }
  }
}
