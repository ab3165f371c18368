import type { Device, PredictionBatch } from '../engine/device';
import type { InputShape } from '../model/architecture';
import type { Population } from '../model/population';
import { imageRange, type Shard } from '../model/shard';

/** Bytes of images that each core is given at once: it keeps a copy. */
const AT_ONCE = 2 ** 26;

/** How many images each core is given at once, whole groups of what kernels take. */
export function imagesAtOnce({
  channels,
  height,
  width,
}: Pick<InputShape, 'channels' | 'height' | 'width'>): number {
  return 16 * Math.max(1, Math.floor(AT_ONCE / (16 * channels * height * width)));
}

/**
 * Runs a population over a shard part by part, so that no core holds more images than it is given at once.
 */
export async function* runInParts(
  device: Pick<Device, 'run'>,
  population: Population,
  shard: Shard,
  atOnce = imagesAtOnce(shard),
): AsyncGenerator<PredictionBatch> {
  for (let start = 0; start < shard.count; start += atOnce) {
    const part = imageRange(shard, start, Math.min(shard.count, start + atOnce));
    for await (const batch of device.run(population, part)) yield { ...batch, start: start + batch.start };
  }
}
