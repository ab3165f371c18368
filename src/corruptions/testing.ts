import type { Shard } from '../model/shard';
import { type CorruptionId, corrupt, corruptionIds, severities } from './corrupt';

/**
 * Made-up images of 28 x 28 x 1 or 32 x 32 x 3: a patterned patch on a dark ground, whole numbers all the
 * way.
 */
export function sampleShard(channels: 1 | 3, count: number): Shard {
  const side = channels === 1 ? 28 : 32;
  const images = Uint8Array.from({ length: count * side * side * channels }, (_, index) => {
    const channel = index % channels;
    const x = Math.floor(index / channels) % side;
    const y = Math.floor(index / channels / side) % side;
    const image = Math.floor(index / channels / side / side);
    const inside = x > 4 && x < side - 6 && y > 3 && y < side - 4;
    const pattern = 60 + 3 * x + 2 * y * (channel + 1) + (((x >> 2) ^ (y >> 2)) & 1) * 70 + 23 * image;
    return inside ? pattern % 256 : 9 * channel + image;
  });
  return {
    id: `sample-${channels}`,
    count,
    height: side,
    width: side,
    channels,
    images,
    labels: new Uint16Array(count),
    classes: ['any'],
  };
}

/** FNV-1a of 32 bits, in hexadecimal. */
function hashOf(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** The hash of every corruption at every severity of three grey and three coloured sample images, seed 7. */
export function corruptionHashes(): Record<CorruptionId, { grey: string[]; colour: string[] }> {
  const row = (id: CorruptionId, channels: 1 | 3) =>
    severities.map((severity) => hashOf(corrupt(sampleShard(channels, 3), id, severity, 7).images));
  const rows = corruptionIds.map((id) => [id, { grey: row(id, 1), colour: row(id, 3) }]);
  return Object.fromEntries(rows);
}
