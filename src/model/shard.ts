/** Labelled images: `images` is u8 [N, height, width, channels], `labels` the true class of each. */
export type Shard = {
  id: string;
  count: number;
  height: number;
  width: number;
  channels: number;
  images: Uint8Array;
  labels: Uint16Array;
  classes: string[];
};

/** The first `count` images of a shard, as views. */
export function firstImages(shard: Shard, count: number): Shard {
  const kept = Math.min(count, shard.count);
  const size = shard.height * shard.width * shard.channels;
  return {
    ...shard,
    count: kept,
    images: shard.images.subarray(0, kept * size),
    labels: shard.labels.subarray(0, kept),
  };
}
