// Linear maps of pixels, packed as the kernels of a convolution read them.

import type { Arena, Kernels } from '../kernels';
import { BLOCK, type Costs } from '../packedKernels';
import { writeBlocks, writeRows } from '../stepWriters';

/** Rows and blocks in memory, as `convolveRows` and `convolveBlocks` read them. */
type Packed = { program: number; rows: number; rowCount: number; blocks: number; blockCount: number };

/**
 * A linear map of pixels: weights [channels][taps] whose taps lie at byte offsets from each pixel of a table.
 */
export type TapMap = {
  channels: number;
  taps: number;
  pixels: number;
  pixelCount: number;
  weights: number;
  offsets: number;
  silent: number;
  counts: number;
  program: number;
  packed: Packed | null;
  /** A list of where the program holds weights and which weight each is, and its length. */
  slots: number;
  slotCount: number;
};

/** Numbers in the kernels' memory. */
export function floats(kernels: Kernels, at: number, count: number): Float32Array {
  return new Float32Array(kernels.memory.buffer, at, count);
}

/** Writes whole numbers into the kernels' memory. */
export function words(kernels: Kernels, at: number, values: ArrayLike<number>): void {
  new Uint32Array(kernels.memory.buffer, at, values.length).set(values);
}

/** Memory for a map of `channels` x `taps` weights, of which at most `most` count, and its tables. */
export function placeMap(
  kernels: Kernels,
  arena: Arena,
  channels: number,
  pixels: number[],
  offsets: number[],
  most: number,
): TapMap {
  const taps = offsets.length;
  const map: TapMap = {
    channels,
    taps,
    pixels: arena.take(pixels.length * 4),
    pixelCount: pixels.length / 2,
    weights: arena.take(channels * taps * 4),
    offsets: arena.take(taps * 4),
    silent: arena.take(taps),
    counts: arena.take(channels * 4),
    program: arena.take(12 * channels * (taps + 4) + 4 * (channels + BLOCK) * (BLOCK + 5) + 64),
    packed: null,
    slots: arena.take((most + 1) * 8),
    slotCount: 0,
  };
  words(kernels, map.pixels, pixels);
  words(kernels, map.offsets, offsets);
  new Uint8Array(kernels.memory.buffer, map.silent, taps).fill(0);
  return map;
}

/**
 * Packs a map's program for the weights that count. Their labels, u32 [channels][taps], lie where its weights
 * do: 0 where none counts, else the number of the weight, from 1. They are finite floats other than zero for
 * any network that fits into memory. The weights themselves are `fillMap`'s, at every step.
 */
export function packMap(kernels: Kernels, map: TapMap, costs: Costs): void {
  const { channels, taps, silent, offsets, weights: at, program: start } = map;
  kernels.countTaps(at, channels, taps, silent, map.counts);
  const counts = new Uint32Array(kernels.memory.buffer, map.counts, channels).slice();
  const placed = { at, taps, silent, offsets, counts, groups: 1 };
  const order = Array.from(counts, (_, channel) => channel).sort((a, b) => counts[b] - counts[a] || a - b);
  const writer = { kernels, start, next: start };
  const { count, end: rows } = writeBlocks(writer, placed, order, BLOCK, costs);
  writer.next = rows;
  const rest = order.slice(count * BLOCK).sort((a, b) => a - b);
  writeRows(writer, placed, rest);
  map.packed = { program: start, blocks: start, blockCount: count, rows, rowCount: rest.length };
  map.slotCount = kernels.findSlots(start, rows, rest.length, start, count, BLOCK, map.slots);
}

/** Puts weights, in the order of their numbers, where the program reads them. */
export function fillMap(kernels: Kernels, { slots, slotCount }: TapMap, weights: number): void {
  kernels.fillSlots(slots, slotCount, weights);
}

/**
 * Applies a map to one group of images: scaled and shifted by `affine`, at least `floor`; the bare sums where
 * `affine` is 0.
 */
export function runMap(
  kernels: Kernels,
  { packed, pixels, pixelCount }: TapMap,
  source: number,
  target: number,
  channelBytes: number,
  affine: number,
  floor: number,
): void {
  if (!packed) throw new Error('Expected the weights to be packed before they are used.');
  const { program, rows, rowCount, blocks, blockCount } = packed;
  const call = [source, target, channelBytes, pixels, pixelCount, program] as const;
  if (blockCount > 0) kernels.convolveBlocks(...call, blocks, blockCount, affine, floor);
  if (rowCount > 0) kernels.convolveRows(...call, rows, rowCount, 1, affine, floor);
}
