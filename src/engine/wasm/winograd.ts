import type { ConvStep } from '../steps';
import { type Kernels, PIXEL } from './kernels';

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

/** Bytes that the transformed tiles of a step take: first those of the input, then those of the output. */
export function winogradBytes(step: ConvStep): [input: number, output: number] {
  const place = tilesAtOnce(step) * PIXEL * PLACES;
  return [place * step.input.channels, place * step.output.channels];
}

/** For each place, a kernel [output, input] of one tap: G g G' of each 3 x 3 kernel g. */
export function transformKernel({ input, output }: ConvStep, kernel: Float32Array): Float32Array[] {
  const count = output.channels * input.channels;
  const places = Array.from({ length: PLACES }, () => new Float32Array(count));
  const column = new Float64Array(12);
  for (let i = 0; i < count; i++) {
    const at = i * 9;
    for (let x = 0; x < 3; x++) {
      const [a, b, c] = [kernel[at + x], kernel[at + 3 + x], kernel[at + 6 + x]];
      column[x] = a;
      column[3 + x] = (a + b + c) / 2;
      column[6 + x] = (a - b + c) / 2;
      column[9 + x] = c;
    }
    for (let y = 0; y < 4; y++) {
      const [a, b, c] = [column[3 * y], column[3 * y + 1], column[3 * y + 2]];
      places[4 * y][i] = a;
      places[4 * y + 1][i] = (a + b + c) / 2;
      places[4 * y + 2][i] = (a - b + c) / 2;
      places[4 * y + 3][i] = c;
    }
  }
  return places;
}

/**
 * Where a member's transformed kernels lie: blocks of each place, as addresses, and how many each has;
 * identity scales and shifts.
 */
export type WinogradTables = { blocks: number[]; count: number; affine: number; identity: number };

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
  const inputPlace = channelBytes * input.channels;
  const outputPlace = channelBytes * output.channels;
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
          program,
          program + tables.blocks[place],
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
