import type { Population } from '../model/population';
import type { Shard } from '../model/shard';
import { samplePopulation, sampleShard } from './samples';
import { conv, network, relu } from './testing';

const architecture = {
  ...network(
    [3, 7, 5],
    [
      { kind: 'round', name: 'r0' },
      conv('a', 3, 5, [3, 3], { padding: 1 }),
      relu,
      { kind: 'round', name: 'r1' },
      conv('b', 5, 9, [3, 3], { stride: 2, padding: 2 }),
      { kind: 'round', name: 'r2' },
      { kind: 'maxPool', size: 2, stride: 1 },
      { kind: 'dense', name: 'd', input: 9 * 4 * 3, output: 6, bias: true },
    ],
  ),
  input: { channels: 3, height: 7, width: 5, mean: [0, 0, 0], std: [1, 1, 1] },
};

/** Steps and zeros of the three members' grids. */
const grids: Record<string, [step: number, zero: number][]> = {
  r0: [
    [0.75, 10],
    [1, 0],
    [0.5, 255],
  ],
  r1: [
    [1.5, 3],
    [2, 0],
    [1, 250],
  ],
  r2: [
    [3, 100],
    [4, 3],
    [2, 253],
  ],
};

/**
 * Members whose every sum before a rounding is exact in float32, and images of bytes 0 and 255. Many sums lie
 * half way between two values of the grid or beyond its ends, so that all devices must round alike.
 */
export function roundedSample(images: number): { population: Population; shard: Shard } {
  const population = samplePopulation(
    { ...architecture, layers: architecture.layers.filter(({ kind }) => kind !== 'round') },
    3,
    1,
    71,
  );
  const { tensors } = population;
  for (const name of ['a.weight', 'b.weight']) {
    const { data } = tensors[name];
    for (let i = 0; i < data.length; i++) data[i] = Math.round(data[i] * 4);
  }
  for (const [name, members] of Object.entries(grids)) {
    tensors[`${name}.grid`] = { shape: [2], data: Float32Array.from(members.flat()) };
  }
  const shard = sampleShard(architecture, images, 6, 72);
  return {
    population: { ...population, key: 'rounded', architecture },
    shard: { ...shard, images: shard.images.map((byte) => (byte < 128 ? 0 : 255)) },
  };
}
