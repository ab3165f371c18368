import type { ConvStep } from '../steps';
import { type Kernels, PIXEL } from './kernels';
import { BLOCK } from './packedKernels';

/**
 * Bytes of transformed tiles, of the input and of the output each, that are worked on at once: both within a
 * second cache of 256 KB (docs/performance.md).
 */
const BLOCK_BYTES = 96 * 1024;

/** Fewer channels than that do not repay the transforms. */
const FEWEST_CHANNELS = 16;

/** Fewer tiles of an image than that do not repay reading the large form's kernels, of 36 places. */
const FEWEST_TILES = 4;

/** Output pixels on a side of a tile: Winograd's F(2x2, 3x3) and F(4x4, 3x3). */
export type Tile = 2 | 4;

/** Places of a tile after its transform. */
const placesOf = (tile: Tile) => (tile + 2) ** 2;

/**
 * The tiles of Winograd's forms in which a convolution can run. Of one that is 3 x 3, of stride 1, they are
 * those that divide its output, if it has channels enough to repay the transforms.
 */
export function winogradTiles({ kernel, stride, dilation, groups, input, output }: ConvStep): Tile[] {
  const isThree = kernel[0] === 3 && kernel[1] === 3 && groups === 1;
  const isPlain = [...stride, ...dilation].every((value) => value === 1);
  if (!isThree || !isPlain || Math.min(input.channels, output.channels) < FEWEST_CHANNELS) return [];
  const { height, width } = output;
  const isWhole = (tile: Tile) => height % tile === 0 && width % tile === 0;
  return ([2, 4] as const).filter(
    (tile) => isWhole(tile) && (tile === 2 || height * width >= FEWEST_TILES * tile ** 2),
  );
}

/** Multiply-adds of a tile's places for each output pixel, input and output channel. */
export const placesPerPixel = (tile: Tile) => placesOf(tile) / tile ** 2;

/** Tiles side by side that are worked on at once: a whole part of a row. */
export function tilesAtOnce({ input, output }: ConvStep, tile: Tile): number {
  const row = output.width / tile;
  const most = BLOCK_BYTES / (placesOf(tile) * PIXEL * Math.max(input.channels, output.channels));
  let tiles = Math.max(1, Math.min(row, Math.floor(most)));
  while (row % tiles !== 0) tiles--;
  return tiles;
}

/** At least so many bytes, an odd number of cache lines, so that all places' same bytes are in sets apart. */
const apart = (bytes: number) => (Math.ceil(bytes / PIXEL) | 1) * PIXEL;

/** Bytes from the transformed tiles of one place to the next's. */
const placeBytes = (step: ConvStep, tile: Tile, channels: number) =>
  apart(tilesAtOnce(step, tile) * channels * PIXEL);

/** Bytes that the transformed tiles of a step take: first those of the input, then those of the output. */
export function winogradBytes(step: ConvStep, tile: Tile): [input: number, output: number] {
  const { input, output } = step;
  const bytes = (channels: number) => placesOf(tile) * placeBytes(step, tile, channels);
  return [bytes(input.channels), bytes(output.channels)];
}

/** Blocks of output channels of a step's kernels, the last one filled up. */
const blocksOf = ({ output }: ConvStep) => Math.ceil(output.channels / BLOCK);

/** Bytes that a step's transformed kernels take at one place. */
const placeKernelBytes = (step: ConvStep) => apart(blocksOf(step) * step.input.channels * 4 * (1 + BLOCK));

/** Bytes that a step's transformed kernels take with their table. */
export function winogradKernelBytes(step: ConvStep, tile: Tile): number {
  return 4 * blocksOf(step) * (2 + BLOCK) + placesOf(tile) * placeKernelBytes(step);
}

/**
 * Where a member's transformed kernels lie, as addresses: the table of blocks of the first place, the others
 * `placeBytes` apart, and how many; scales and shifts.
 */
export type WinogradTables = {
  tile: Tile;
  blocks: number;
  count: number;
  placeBytes: number;
  affine: number;
};

/** Writes a kernel at address `kernel` for all places at `at`, counting addresses from `start`. */
export function writePlaces(
  kernels: Kernels,
  step: ConvStep,
  tile: Tile,
  kernel: number,
  start: number,
  at: number,
): Pick<WinogradTables, 'tile' | 'blocks' | 'count' | 'placeBytes'> {
  const { input, output } = step;
  const count = blocksOf(step);
  const kernelBytes = placeKernelBytes(step);
  const table = new Uint32Array(kernels.memory.buffer, at, count * (2 + BLOCK));
  const first = at + table.byteLength;
  for (let block = 0; block < count; block++) {
    const channels = Array.from({ length: BLOCK }, (_, i) =>
      Math.min(block * BLOCK + i, output.channels - 1),
    );
    const taps = first - start + block * input.channels * 4 * (1 + BLOCK);
    table.set([taps, input.channels, ...channels], block * (2 + BLOCK));
  }
  const inputBytes = tilesAtOnce(step, tile) * PIXEL;
  kernels.packWinograd(kernel, output.channels, input.channels, inputBytes, first, kernelBytes, tile);
  return { tile, blocks: at - start, count, placeBytes: kernelBytes };
}

/**
 * A buffer's address, and bytes from it to its first inner pixel, and from one row and one channel to the
 * next.
 */
type Placed = { at: number; inner: number; row: number; channel: number };

/**
 * Runs a convolution tile by tile. `scratch` has room for `winogradBytes`; `pixels` is a table of a block's
 * tiles, one after the other.
 */
export function convolveWinograd(
  kernels: Kernels,
  step: ConvStep,
  source: Placed,
  target: Placed,
  program: number,
  tables: WinogradTables,
  scratch: number,
  pixels: number,
  floor: number,
): void {
  const { input, output, padding } = step;
  const { tile } = tables;
  const tiles = tilesAtOnce(step, tile);
  const channelBytes = tiles * PIXEL;
  const inputPlace = placeBytes(step, tile, input.channels);
  const outputPlace = placeBytes(step, tile, output.channels);
  const sums = scratch + winogradBytes(step, tile)[0];
  const transformInput = tile === 2 ? kernels.winogradInput : kernels.winogradInput4;
  const transformOutput = tile === 2 ? kernels.winogradOutput : kernels.winogradOutput4;
  const corner = source.at + source.inner - padding[0] * source.row - padding[1] * PIXEL;
  const into = target.at + target.inner;
  for (let y = 0; y < output.height; y += tile) {
    for (let x = 0; x < output.width; x += tile * tiles) {
      const from = corner + y * source.row + x * PIXEL;
      transformInput(
        from,
        source.row,
        source.channel,
        scratch,
        inputPlace,
        channelBytes,
        input.channels,
        tiles,
      );
      for (let place = 0; place < placesOf(tile); place++) {
        kernels.convolveBlocks(
          scratch + place * inputPlace,
          sums + place * outputPlace,
          channelBytes,
          pixels,
          tiles,
          program + place * tables.placeBytes,
          program + tables.blocks,
          tables.count,
          0,
          -Infinity,
        );
      }
      const to = into + y * target.row + x * PIXEL;
      transformOutput(
        sums,
        outputPlace,
        channelBytes,
        to,
        target.row,
        target.channel,
        output.channels,
        tiles,
        program + tables.affine,
        floor,
      );
    }
  }
}
