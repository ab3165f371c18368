/**
 * A named column with a value for every image: numbers (NaN: not known), or codes into `categories` (65,535:
 * not known).
 */
export type Attribute =
  | { name: string; values: Float64Array }
  | { name: string; categories: string[]; codes: Uint16Array };

/**
 * Labelled images: `images` is u8 [N, height, width, channels], `labels` the true class of each, `attributes`
 * what else is known.
 */
export type Shard = {
  id: string;
  count: number;
  height: number;
  width: number;
  channels: number;
  images: Uint8Array;
  labels: Uint16Array;
  classes: string[];
  /** What images are called where they came from; their places where there is none. */
  ids?: (number | string)[];
  attributes?: Attribute[];
};

/** What an image is called: its id, or its place. */
export function imageName({ ids }: Shard, image: number): string {
  return `Image ${ids?.[image] ?? image}`;
}

/** The first `count` images of a shard, as views. */
export function firstImages(shard: Shard, count: number): Shard {
  const kept = Math.min(count, shard.count);
  const size = shard.height * shard.width * shard.channels;
  return {
    ...shard,
    count: kept,
    images: shard.images.subarray(0, kept * size),
    labels: shard.labels.subarray(0, kept),
    ...(shard.attributes && { attributes: shard.attributes.map((column) => firstValues(column, kept)) }),
  };
}

/** Images `start` to `end` of a shard, as views. */
export function imageRange(shard: Shard, start: number, end: number): Shard {
  const size = shard.height * shard.width * shard.channels;
  return {
    ...shard,
    id: `${shard.id}[${start}:${end}]`,
    count: end - start,
    images: shard.images.subarray(start * size, end * size),
    labels: shard.labels.subarray(start, end),
  };
}

function firstValues(column: Attribute, kept: number): Attribute {
  return 'codes' in column
    ? { ...column, codes: column.codes.subarray(0, kept) }
    : { ...column, values: column.values.subarray(0, kept) };
}

/** The images at `places` of a shard, in that order, copied; `id` names them. */
export function imagesAt(shard: Shard, places: ArrayLike<number>, id: string): Shard {
  const size = shard.height * shard.width * shard.channels;
  const images = new Uint8Array(places.length * size);
  const labels = new Uint16Array(places.length);
  for (let i = 0; i < places.length; i++) {
    images.set(shard.images.subarray(places[i] * size, (places[i] + 1) * size), i * size);
    labels[i] = shard.labels[places[i]];
  }
  const { height, width, channels, classes } = shard;
  return { id, count: places.length, height, width, channels, images, labels, classes };
}
