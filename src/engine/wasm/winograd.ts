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

/** Bytes that all places of a channel take: of one image to the next's an odd number of pixels. */
const channelBytes = (tile: Tile) => (placesOf(tile) | 1) * PIXEL;

/** Bytes that the transformed tiles of a step take: first those of the input, then those of the output. */
export function winogradBytes(step: ConvStep, tile: Tile): [input: number, output: number] {
  const bytes = tilesAtOnce(step, tile) * channelBytes(tile);
  return [step.input.channels * bytes, step.output.channels * bytes];
}

/**
 * Output channels of a step's transformed kernels: blocks of six, then of two, the last one filled up; five
 * are one block.
 */
function filledUp({ output: { channels } }: ConvStep): number {
  const rest = channels % BLOCK;
  return channels - rest + (rest === 5 ? BLOCK : Math.ceil(rest / 2) * 2);
}

/** Bytes that a step's transformed kernels take at one place. */
const placeKernelBytes = (step: ConvStep) => apart(filledUp(step) * step.input.channels * 4);

/** Bytes that a step's transformed kernels take. */
export function winogradKernelBytes(step: ConvStep, tile: Tile): number {
  return placesOf(tile) * placeKernelBytes(step);
}

/** Where a member's transformed kernels lie in a program, and scales and shifts. */
export type WinogradTables = { tile: Tile; kernels: number; affine: number };

/** Writes a kernel at address `kernel` for all places at `at`. */
export function writePlaces(kernels: Kernels, step: ConvStep, tile: Tile, kernel: number, at: number): void {
  const { input, output } = step;
  kernels.packWinograd(kernel, output.channels, input.channels, at, placeKernelBytes(step), tile);
}

/**
 * A buffer's address, and bytes from it to its first inner pixel, and from one row and one channel to the
 * next.
 */
type Placed = { at: number; inner: number; row: number; channel: number };

/** Runs a convolution tile by tile; `scratch` has room for `winogradBytes`. */
export function convolveWinograd(
  kernels: Kernels,
  step: ConvStep,
  source: Placed,
  target: Placed,
  program: number,
  tables: WinogradTables,
  scratch: number,
  floor: number,
): void {
  const { output, padding } = step;
  const { tile } = tables;
  const tiles = tilesAtOnce(step, tile);
  const sums = scratch + winogradBytes(step, tile)[0];
  const transformInput = tile === 2 ? kernels.winogradInput : kernels.winogradInput4;
  const transformOutput = tile === 2 ? kernels.winogradOutput : kernels.winogradOutput4;
  const corner = source.at + source.inner - padding[0] * source.row - padding[1] * PIXEL;
  const into = target.at + target.inner;
  const [inputs, outputs] = [step.input.channels, output.channels];
  const weights = [program + tables.kernels, placeKernelBytes(step)] as const;
  const affine = program + tables.affine;
  for (let y = 0; y < output.height; y += tile) {
    for (let x = 0; x < output.width; x += tile * tiles) {
      const from = corner + y * source.row + x * PIXEL;
      transformInput(from, source.row, source.channel, scratch, inputs, tiles);
      kernels.multiplyPlaces(scratch, sums, placesOf(tile), tiles, inputs, outputs, ...weights);
      const to = into + y * target.row + x * PIXEL;
      transformOutput(sums, to, target.row, target.channel, outputs, tiles, affine, floor);
    }
  }
}
