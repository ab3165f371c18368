import type { Architecture } from '../model/architecture';
import type { Shard } from '../model/shard';

/** Throws when a shard cannot be the input of an architecture with `classes` classes. */
export function checkShard(architecture: Architecture, classes: number, shard: Shard): void {
  const { channels, height, width } = architecture.input;
  if (shard.channels !== channels || shard.height !== height || shard.width !== width) {
    throw new Error(
      `Expected images of ${channels} x ${height} x ${width} (channels x height x width), but shard ` +
        `${shard.id} has ${shard.channels} x ${shard.height} x ${shard.width}.`,
    );
  }
  const bytes = shard.count * height * width * channels;
  if (shard.images.length < bytes || shard.labels.length < shard.count) {
    throw new Error(
      `Expected ${bytes} image bytes and ${shard.count} labels in shard ${shard.id}, but found ` +
        `${shard.images.length} and ${shard.labels.length}.`,
    );
  }
  const wrong = shard.labels.subarray(0, shard.count).findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw new Error(
      `Expected labels below ${classes} in shard ${shard.id}, but image ${wrong} has ${shard.labels[wrong]}.`,
    );
  }
}
