import type { ConvStep } from '../steps';
import { type Kernels, PIXEL } from './kernels';
import { BLOCK } from './packedKernels';

/**
 * Bytes of transformed tiles, of the input and of the output each, that are worked on at once: within a
 * core's second cache.
 */
const BLOCK_BYTES = 192 * 1024;

/** Fewer channels than that do not repay the transforms. */
const FEWEST_CHANNELS = 16;

/** Places of a tile after its transform. */
export const PLACES = 16;

/**
 * Whether a convolution can run as Winograd's F(2x2, 3x3): 3 x 3, stride 1, whole tiles, and channels enough
 * to repay the transforms.
 */
export function fitsWinograd({ kernel, stride, dilation, groups, input, output }: ConvStep): boolean {
  const isThree = kernel[0] === 3 && kernel[1] === 3 && groups === 1;
  const isPlain = [...stride, ...dilation].every((value) => value === 1);
  const isEven = output.height % 2 === 0 && output.width % 2 === 0;
  return isThree && isPlain && isEven && Math.min(input.channels, output.channels) >= FEWEST_CHANNELS;
}

/** Tiles side by side that are worked on at once: a whole part of a row. */
export function tilesAtOnce({ input, output }: ConvStep): number {
  const row = output.width / 2;
  const most = BLOCK_BYTES / (PLACES * PIXEL * Math.max(input.channels, output.channels));
  let tiles = Math.max(1, Math.min(row, Math.floor(most)));
  while (row % tiles !== 0) tiles--;
  return tiles;
}

/** At least so many bytes, an odd number of cache lines, so that all places' same bytes are in sets apart. */
const apart = (bytes: number) => (Math.ceil(bytes / PIXEL) | 1) * PIXEL;

/** Bytes from the transformed tiles of one place to the next's. */
const placeBytes = (step: ConvStep, channels: number) => apart(tilesAtOnce(step) * channels * PIXEL);

/** Bytes that the transformed tiles of a step take: first those of the input, then those of the output. */
export function winogradBytes(step: ConvStep): [input: number, output: number] {
  const { input, output } = step;
  return [PLACES * placeBytes(step, input.channels), PLACES * placeBytes(step, output.channels)];
}

/** Blocks of output channels of a step's kernels, the last one filled up. */
const blocksOf = ({ output }: ConvStep) => Math.ceil(output.channels / BLOCK);

/** Bytes that a step's transformed kernels take at one place. */
const placeKernelBytes = (step: ConvStep) => apart(blocksOf(step) * step.input.channels * 4 * (1 + BLOCK));

/** Bytes that a step's transformed kernels take with their table. */
export function winogradKernelBytes(step: ConvStep): number {
  return 4 * blocksOf(step) * (2 + BLOCK) + PLACES * placeKernelBytes(step);
}

/**
 * Where a member's transformed kernels lie, as addresses: the table of blocks of the first place, the others
 * `placeBytes` apart, and how many; scales and shifts, and such that change nothing.
 */
export type WinogradTables = {
  blocks: number;
  count: number;
  placeBytes: number;
  affine: number;
  identity: number;
};

/** Writes a kernel at address `kernel` for all places at `at`, counting addresses from `start`. */
export function writePlaces(
  kernels: Kernels,
  step: ConvStep,
  kernel: number,
  start: number,
  at: number,
): Pick<WinogradTables, 'blocks' | 'count' | 'placeBytes'> {
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
  const inputBytes = tilesAtOnce(step) * PIXEL;
  kernels.packWinograd(kernel, output.channels, input.channels, inputBytes, first, kernelBytes);
  return { blocks: at - start, count, placeBytes: kernelBytes };
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
  const tiles = tilesAtOnce(step);
  const channelBytes = tiles * PIXEL;
  const inputPlace = placeBytes(step, input.channels);
  const outputPlace = placeBytes(step, output.channels);
  const sums = scratch + winogradBytes(step)[0];
  const corner = source.at + source.inner - padding[0] * source.row - padding[1] * PIXEL;
  const into = target.at + target.inner;
  for (let y = 0; y < output.height; y += 2) {
    for (let x = 0; x < output.width; x += 2 * tiles) {
      const from = corner + y * source.row + x * PIXEL;
      kernels.winogradInput(
        from,
        source.row,
        source.channel,
        scratch,
        inputPlace,
        channelBytes,
        input.channels,
        tiles,
      );
      for (let place = 0; place < PLACES; place++) {
        kernels.convolveBlocks(
          scratch + place * inputPlace,
          sums + place * outputPlace,
          channelBytes,
          pixels,
          tiles,
          program + place * tables.placeBytes,
          program + tables.blocks,
          tables.count,
          program + tables.identity,
          -Infinity,
        );
      }
      const to = into + y * target.row + x * PIXEL;
      kernels.winogradOutput(
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
