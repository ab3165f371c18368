// What corruption changes when networks and images are both samples.
import type { Both, Interval } from '../findings';
import { mean, sampleVariance } from '../statistics/intervals';
import { tQuantile } from '../statistics/studentT';

/**
 * What the corruption adds on each image, points: share of the networks right on it, corrupted minus clean,
 * compressed minus dense.
 */
export function addedPerImage(
  hits: Both<ArrayLike<number>>,
  clean: Both<ArrayLike<number>>,
  { dense, compressed }: Both<number[]>,
): number[] {
  return Array.from(
    hits.dense,
    (_, image) =>
      100 *
      ((hits.compressed[image] - clean.compressed[image]) / compressed.length -
        (hits.dense[image] - clean.dense[image]) / dense.length),
  );
}

/**
 * The 95% interval of mean(compressed) - mean(dense) when networks and images are both samples: the variance
 * between networks plus that between images, degrees of freedom by Satterthwaite. Single answers are in both,
 * so that it is rather too wide. Null with one network on a side, or one image.
 */
export function crossedInterval(
  compressed: number[],
  dense: number[],
  images: number[],
  paired: boolean,
): Interval | null {
  if (compressed.length < 2 || dense.length < 2 || images.length < 2) return null;
  const part = (values: number[]) => ({
    variance: sampleVariance(values) / values.length,
    df: values.length - 1,
  });
  const networks = paired
    ? [part(compressed.map((value, k) => value - dense[k]))]
    : [part(compressed), part(dense)];
  const parts = [...networks, part(images)];
  const variance = parts.reduce((sum, one) => sum + one.variance, 0);
  const value = mean(compressed) - mean(dense);
  if (variance === 0) return [value, value];
  const df = variance ** 2 / parts.reduce((sum, one) => sum + one.variance ** 2 / one.df, 0);
  const half = tQuantile(df) * Math.sqrt(variance);
  return [value - half, value + half];
}

/**
 * By how much each image moves the relative change mean(compressed) / mean(dense) - 1, percent, by the delta
 * method; `share` is top-1 of both populations, 0..1.
 */
export function relativePerImage(
  hits: Both<ArrayLike<number>>,
  members: Both<number>,
  share: Both<number>,
): number[] {
  return Array.from(
    hits.dense,
    (_, image) =>
      100 *
      (hits.compressed[image] / members.compressed / share.dense -
        (hits.dense[image] / members.dense) * (share.compressed / share.dense ** 2)),
  );
}
