// How the weights of one step are written into the memory that kernels read.
import type { Population } from '../../model/population';
import { gridValues } from '../../model/quantise';
import type { Folded } from '../parameters';
import type { BufferShape, ConvStep, RoundStep, Step } from '../steps';
import { CODE_BLOCK } from './integers';
import { type Kernels, PIXEL } from './kernels';
import type { Costs, PlacedKernel } from './packedKernels';
import { type Tile, type WinogradTables, winogradKernelBytes, writePlaces } from './winograd';

/** Byte extents of an activation buffer: channels of rows of pixels, with the border. */
export type BufferLayout = {
  /** Bytes from one row, one channel to the next. */
  row: number;
  channel: number;
  /** Bytes from the buffer's start to its first inner pixel. */
  inner: number;
  bytes: number;
};

/**
 * Lays a buffer out, each channel an odd number of pixels long, so that the channels' same pixels fall into
 * different sets of the cache.
 */
export function bufferLayout({ channels, height, width, border }: BufferShape): BufferLayout {
  const row = (width + 2 * border) * PIXEL;
  const pixels = (height + 2 * border) * (width + 2 * border);
  const channel = (pixels + (1 - (pixels % 2))) * PIXEL;
  return { row, channel, inner: border * (row + PIXEL), bytes: channels * channel };
}

/** Where a step's tables lie in a program, in bytes from its start. */
export type StepProgram = {
  rows: number;
  rowCount: number;
  /** Parts in which the rows come. */
  rowParts: number;
  blocks: number;
  blockCount: number;
  /** Channels in the dense form of depthwise convolutions. */
  depthwise: number;
  depthwiseCount: number;
  /** (scale, shift) per output channel; of a rounding step its (scale, zero). */
  affine: number;
  /** Share of the kernel's weights that are not zero. */
  density: number;
  /** Whether it works on codes: blocks are then of `convolveCodes`, and a rounding writes codes. */
  integers: boolean;
  /** Where a dense 3 x 3 convolution's transformed kernels lie; null where it runs otherwise. */
  winograd: WinogradTables | null;
};

/**
 * Byte offsets of a kernel's taps from the top left one, in the row-major order of a kernel of `channels`
 * input channels, all groups one after the other.
 */
export function tapOffsets(
  { kernel, dilation }: ConvStep,
  channels: number,
  source: BufferLayout,
): Uint32Array {
  const [height, width] = kernel;
  const offsets = new Uint32Array(channels * height * width);
  let next = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        offsets[next++] = channel * source.channel + y * dilation[0] * source.row + x * dilation[1] * PIXEL;
      }
    }
  }
  return offsets;
}

/** Where a program is being written: `next` is the address of the next free byte. */
export type Writer = { kernels: Kernels; start: number; next: number };

export function writeAffine(writer: Writer, { output }: Step, folded: Folded): number {
  const { channels } = output;
  const pairs = new Float32Array(writer.kernels.memory.buffer, writer.next, channels * 2);
  for (let channel = 0; channel < channels; channel++) {
    pairs[2 * channel] = folded.scale[channel];
    pairs[2 * channel + 1] = folded.shift[channel];
  }
  const at = writer.next - writer.start;
  writer.next += pairs.byteLength;
  return at;
}

export function writeGrid(
  writer: Writer,
  population: Population,
  { name }: RoundStep,
  member: number,
): number {
  const { scale, zero } = gridValues(population, name, member);
  new Float32Array(writer.kernels.memory.buffer, writer.next, 2).set([scale, zero]);
  const at = writer.next - writer.start;
  writer.next += 8;
  return at;
}

/** What stands for an output channel's taps in its group's tables. */
function groupOf({ groups, taps, silent, offsets, counts }: PlacedKernel, channel: number) {
  const group = Math.floor(channel / (counts.length / groups));
  return { silent: silent + group * taps, offsets: offsets + group * taps * 4 };
}

/**
 * Writes compressed rows of the channels in `order`: the table, then the entries. In `parts`, the table has
 * all rows once for each part of the taps.
 */
export function writeRows(
  { kernels, start, next }: Writer,
  kernel: PlacedKernel,
  order: number[],
  parts = 1,
): number {
  const table = new Uint32Array(kernels.memory.buffer, next, parts * order.length * 3);
  const { at, taps, counts } = kernel;
  let entries = next + table.byteLength;
  let place = 0;
  for (let part = 0; part < parts; part++) {
    const first = Math.floor((taps * part) / parts);
    const some = Math.floor((taps * (part + 1)) / parts) - first;
    for (const channel of order) {
      const { silent, offsets } = groupOf(kernel, channel);
      const weights = at + (channel * taps + first) * 4;
      const end =
        counts[channel] === 0
          ? entries
          : kernels.packRow(weights, some, silent + first, offsets + first * 4, entries);
      table.set([entries - start, (end - entries) / 8, channel], place);
      place += 3;
      entries = end;
    }
  }
  return entries;
}

/**
 * Writes dense blocks of `size` channels in `order`, as long as `costs` says that a block is cheaper than its
 * channels' rows, or all: the table, then the taps. Returns how many blocks there are, and the end.
 */
export function writeBlocks(
  { kernels, start, next }: Writer,
  kernel: PlacedKernel,
  order: number[],
  size: number,
  costs: Costs | null,
): { count: number; end: number } {
  const { taps, counts } = kernel;
  const { silent, offsets } = groupOf(kernel, order[0]);
  const most = Math.floor(order.length / size);
  const { buffer } = kernels.memory;
  const table = new Uint32Array(buffer, next, most * (2 + size));
  const addresses = next + table.byteLength;
  let end = addresses + size * 4;
  let count = 0;
  for (; count < most; count++) {
    const group = order.slice(count * size, (count + 1) * size);
    const entries = group.reduce((sum, channel) => sum + counts[channel], 0);
    new Uint32Array(buffer, addresses, size).set(group.map((channel) => kernel.at + channel * taps * 4));
    const after = entries === 0 ? end : kernels.packBlock(addresses, size, taps, silent, offsets, end);
    const union = (after - end) / (4 * (1 + size));
    if (costs && entries * costs.entry <= union * costs.tap) break;
    table.set([end - start, union, ...group], count * (2 + size));
    end = after;
  }
  return { count, end };
}

/** Writes the table of depthwise `channels` for `convolveDepthwise`, and returns its end. */
export function writeDepthwise(
  { kernels, next }: Writer,
  { at, taps, counts, groups }: PlacedKernel,
  channels: number[],
  source: BufferLayout,
): number {
  const { buffer } = kernels.memory;
  const size = 2 + taps;
  const words = new Uint32Array(buffer, next, channels.length * size);
  channels.forEach((channel, index) => {
    const input = Math.floor(channel / (counts.length / groups));
    words.set([channel, input * source.channel], index * size);
    words.set(new Uint32Array(buffer, at + channel * taps * 4, taps), index * size + 2);
  });
  return next + words.byteLength;
}

/**
 * Writes a convolution in integers: blocks of all channels, the last one twice where their number asks for
 * it.
 */
export function writeIntegers(
  writer: Writer,
  step: ConvStep,
  kernel: PlacedKernel,
  folded: Folded,
): StepProgram {
  const affine = writeAffine(writer, step, folded);
  const blocks = writer.next - writer.start;
  const { channels } = step.output;
  const order = Array.from({ length: Math.ceil(channels / CODE_BLOCK) * CODE_BLOCK }, (_, i) =>
    Math.min(i, channels - 1),
  );
  const { count, end } = writeBlocks(writer, kernel, order, CODE_BLOCK, null);
  writer.next = end;
  return { ...nothing, affine, blocks, blockCount: count, integers: true };
}

/** Writes the kernel of a convolution, which lies at `kernel`, for one of Winograd's forms. */
export function writeWinograd(
  writer: Writer,
  step: ConvStep,
  tile: Tile,
  kernel: number,
  folded: Folded,
): WinogradTables {
  const affine = writeAffine(writer, step, folded);
  writePlaces(writer.kernels, step, tile, kernel, writer.next);
  const kernels = writer.next - writer.start;
  writer.next += winogradKernelBytes(step, tile);
  return { tile, kernels, affine };
}

export const nothing: StepProgram = {
  rows: 0,
  rowCount: 0,
  rowParts: 0,
  blocks: 0,
  blockCount: 0,
  depthwise: 0,
  depthwiseCount: 0,
  affine: 0,
  density: 1,
  integers: false,
  winograd: null,
};
