/** How an image of a shard is drawn: its scale, its colours, whether it is ink on paper. */
import type { Shard } from '../../model/shard';

/** An image this many times larger than its place is drawn smaller; below, a pixel a pixel. */
const MOST_OVER = 1.5;

/**
 * Screen pixels a side for each image pixel, so that the image stays within `limit` pixels. It is the largest
 * whole number, or 1 where the image is a little larger than that. For one much larger it is below 1, so that
 * it fits.
 */
export function pixelScale(width: number, height: number, limit: number): number {
  const side = Math.max(width, height);
  return side > MOST_OVER * limit ? limit / side : Math.max(1, Math.floor(limit / side));
}

/**
 * One image of a shard as RGBA bytes, row-major. One channel is grey, three are red, green and blue; others
 * show their first as grey.
 */
export function toRgba(shard: Shard, image: number): Uint8ClampedArray<ArrayBuffer> {
  const { width, height, channels, images } = shard;
  const pixels = width * height;
  const start = image * pixels * channels;
  const green = channels === 3 ? 1 : 0;
  const blue = channels === 3 ? 2 : 0;
  const rgba = new Uint8ClampedArray(pixels * 4);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const source = start + pixel * channels;
    rgba[pixel * 4] = images[source];
    rgba[pixel * 4 + 1] = images[source + green];
    rgba[pixel * 4 + 2] = images[source + blue];
    rgba[pixel * 4 + 3] = 255;
  }
  return rgba;
}

/**
 * Whether images are light on a dark ground, so that a light page may show them inverted, as ink. They have
 * one channel, and a dark edge on average (over the first 50).
 */
export function isInk(shard: Shard): boolean {
  if (shard.channels !== 1) return false;
  const { width, height, images } = shard;
  let sum = 0;
  let count = 0;
  for (let image = 0; image < Math.min(50, shard.count); image += 1) {
    for (let row = 0; row < height; row += 1) {
      for (const column of [0, width - 1]) {
        sum += images[(image * height + row) * width + column];
        count += 1;
      }
    }
  }
  return count > 0 && sum / count < 64;
}
