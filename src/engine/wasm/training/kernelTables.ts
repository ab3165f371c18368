// A convolution's weights in the three forms that training reads: forward, for input gradients, and for gradients of what is left.
import type { Pair } from '../../../model/layers/kind';
import type { ConvStep } from '../../steps';
import { BLOCK, type Costs } from '../channels';
import { type Arena, type Kernels, PIXEL } from '../kernels';
import { type BufferLayout, writeBlocks, writeRows } from '../program';

/** Rows and blocks in memory, as `convolveRows` and `convolveBlocks` read them. */
type Packed = { program: number; rows: number; rowCount: number; blocks: number; blockCount: number };

/** A linear map of pixels: weights [channels][taps] whose taps lie at byte offsets from each pixel of a table. */
type TapMap = {
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
};

/** A part of the pixels of the input, those that the same taps of a strided kernel reach; `from[i]` is the weight that entry i takes. */
type Phase = { map: TapMap; from: Int32Array };

/** What a convolution's input gradient reads beyond its output: as many rows and columns on every side. */
export function gradientBorder({ kernel, stride, padding, input, output }: ConvStep): number {
  const beyond = (axis: 0 | 1, extent: number, out: number) => {
    const before = padding[axis];
    const last = Math.floor((extent - 1 + before) / stride[axis]);
    return Math.max(0, last - (out - 1), Math.floor((kernel[axis] - 1) / stride[axis]));
  };
  return Math.max(beyond(0, input.height, output.height), beyond(1, input.width, output.width));
}

function floats(kernels: Kernels, at: number, count: number): Float32Array {
  return new Float32Array(kernels.memory.buffer, at, count);
}

function words(kernels: Kernels, at: number, values: ArrayLike<number>): void {
  new Uint32Array(kernels.memory.buffer, at, values.length).set(values);
}

/** Memory for a map of at most `channels` x `taps` weights, and its tables. */
function placeMap(
  kernels: Kernels,
  arena: Arena,
  channels: number,
  pixels: number[],
  offsets: number[],
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
  };
  words(kernels, map.pixels, pixels);
  words(kernels, map.offsets, offsets);
  new Uint8Array(kernels.memory.buffer, map.silent, taps).fill(0);
  return map;
}

/** Packs the weights that lie at `map.weights`. */
function packMap(kernels: Kernels, map: TapMap, costs: Costs): void {
  const { channels, taps, silent, offsets, weights: at, program: start } = map;
  kernels.countTaps(at, channels, taps, silent, map.counts);
  const counts = new Uint32Array(kernels.memory.buffer, map.counts, channels).slice();
  const placed = { at, taps, silent, offsets, counts, groups: 1 };
  const order = Array.from(counts, (_, channel) => channel).sort((a, b) => counts[b] - counts[a] || a - b);
  const writer = { kernels, start, next: start };
  const { count, end } = writeBlocks(writer, placed, order, BLOCK, costs);
  writer.next = end;
  const rest = order.slice(count * BLOCK).sort((a, b) => a - b);
  writeRows(writer, placed, rest);
  map.packed = { program: start, blocks: start, blockCount: count, rows: end, rowCount: rest.length };
}

/** Applies a map to one group of images: scaled and shifted by `affine`, at least `floor`. */
function runMap(
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
  if (rowCount > 0) kernels.convolveRows(...call, rows, rowCount, affine, floor);
}

/** Pixels of the output: where their window begins in the input, and where they lie in the output. */
function forwardPixels(
  { stride, padding, output }: ConvStep,
  from: BufferLayout,
  to: BufferLayout,
): number[] {
  const start = from.inner - (padding[0] * from.row + padding[1] * PIXEL);
  const pixels: number[] = [];
  for (let y = 0; y < output.height; y++) {
    for (let x = 0; x < output.width; x++) {
      pixels.push(start + stride[0] * y * from.row + stride[1] * x * PIXEL, y * to.row + x * PIXEL);
    }
  }
  return pixels;
}

/**
 * The phases of an input gradient: input pixel y gets dX[y] = sum over taps k with (y + padding - k) divisible by the stride of
 * W[k] dY[(y + padding - k) / stride]. Pixels whose (y + padding) leave the same rest share their taps.
 */
function placePhases(
  kernels: Kernels,
  arena: Arena,
  step: ConvStep,
  source: BufferLayout,
  gradient: BufferLayout,
) {
  const { kernel, stride, padding, input, output } = step;
  const phases: Phase[] = [];
  const axis = (which: 0 | 1, extent: number, rest: number) => {
    const taps: number[] = [];
    for (let k = rest; k < kernel[which]; k += stride[which]) taps.push(k);
    const places: Pair[] = [];
    for (let y = 0; y < extent; y++) {
      const shifted = y + padding[which];
      if (shifted % stride[which] === rest) places.push([(shifted - rest) / stride[which], y]);
    }
    return { taps, places };
  };
  for (let top = 0; top < stride[0]; top++) {
    for (let left = 0; left < stride[1]; left++) {
      const rows = axis(0, input.height, top);
      const columns = axis(1, input.width, left);
      const pixels = rows.places.flatMap(([q, y]) =>
        columns.places.flatMap(([r, x]) => [
          gradient.inner + q * gradient.row + r * PIXEL,
          y * source.row + x * PIXEL,
        ]),
      );
      if (pixels.length === 0) continue;
      const offsets: number[] = [];
      const taps: number[] = [];
      for (let channel = 0; channel < output.channels; channel++) {
        rows.taps.forEach((ky, j) => {
          columns.taps.forEach((kx, i) => {
            offsets.push((channel * gradient.channel - j * gradient.row - i * PIXEL) >>> 0);
            taps.push(channel * input.channels * kernel[0] * kernel[1] + ky * kernel[1] + kx);
          });
        });
      }
      const from = new Int32Array(input.channels * taps.length);
      for (let c = 0, next = 0; c < input.channels; c++) {
        for (const tap of taps) from[next++] = tap + c * kernel[0] * kernel[1];
      }
      phases.push({ map: placeMap(kernels, arena, input.channels, pixels, offsets), from });
    }
  }
  return phases;
}

/** Rows of the weights that are left, for `rowGradient`: entry i is weight `kept[i]`. */
type Rows = { table: number; count: number; entries: number; sums: number; kept: Int32Array };

/**
 * A convolution's tables and weights in memory. `gradient` is the layout of its output's gradient, which has the border that
 * `gradientBorder` asks for where `backward` says that the input's gradient is wanted.
 */
export function createConvolution(
  kernels: Kernels,
  arena: Arena,
  step: ConvStep,
  source: BufferLayout,
  gradient: BufferLayout,
  target: BufferLayout,
  backward: boolean,
  costs: Costs,
) {
  const { kernel, dilation, input, output } = step;
  const offsets: number[] = [];
  for (let channel = 0; channel < input.channels; channel++) {
    for (let y = 0; y < kernel[0]; y++) {
      for (let x = 0; x < kernel[1]; x++) {
        offsets.push(channel * source.channel + y * dilation[0] * source.row + x * dilation[1] * PIXEL);
      }
    }
  }
  const size = output.channels * offsets.length;
  const forward = placeMap(kernels, arena, output.channels, forwardPixels(step, source, target), offsets);
  const gradientPixels = arena.take(forward.pixelCount * 8);
  words(kernels, gradientPixels, forwardPixels(step, source, gradient));
  const phases = backward ? placePhases(kernels, arena, step, source, gradient) : [];
  const sums = arena.take(size * 4);
  const table = arena.take(output.channels * 12);
  const entries = arena.take(size * 4);
  let rows: Rows | null = null;

  return {
    /** Takes weights, zeros where they are masked, and packs them in every form. */
    setWeights(values: Float32Array): void {
      floats(kernels, forward.weights, size).set(values);
      packMap(kernels, forward, costs);
      for (const { map, from } of phases) {
        const into = floats(kernels, map.weights, from.length);
        for (let i = 0; i < from.length; i++) into[i] = values[from[i]];
        packMap(kernels, map, costs);
      }
    },

    /** From now on gradients are wanted only where the mask is 1; everywhere where there is none. */
    setMask(mask: Uint8Array | null): void {
      if (!mask) {
        rows = null;
        return;
      }
      const kept: number[] = [];
      const lines: number[] = [];
      for (let channel = 0; channel < output.channels; channel++) {
        const first = kept.length;
        for (let tap = 0; tap < offsets.length; tap++) {
          if (mask[channel * offsets.length + tap] === 1) kept.push(channel * offsets.length + tap);
        }
        lines.push(first, kept.length - first, channel);
      }
      words(kernels, table, lines);
      words(
        kernels,
        entries,
        kept.map((weight) => offsets[weight % offsets.length]),
      );
      rows = { table, count: output.channels, entries, sums, kept: Int32Array.from(kept) };
    },

    /** The convolution of one group; `from` and `to` are where its buffers begin. */
    run(from: number, to: number, affine: number, floor: number): void {
      runMap(kernels, forward, from, to + target.inner, target.channel, affine, floor);
    },

    /** The gradient of one group's input from that of its output; `affine` holds (1, 0) a channel. */
    inputGradient(from: number, to: number, affine: number): void {
      for (const { map } of phases) {
        runMap(kernels, map, from, to + source.inner, source.channel, affine, -Infinity);
      }
    },

    /** Forgets the sums of the step before. */
    clearGradient(): void {
      floats(kernels, sums, size).fill(0);
    },

    /** Adds what one group gives to the gradient of the kernel. */
    addGradient(from: number, outputGradient: number): void {
      const to = outputGradient + gradient.inner;
      const call = [from, to, gradient.channel, gradientPixels, forward.pixelCount] as const;
      if (rows) kernels.rowGradient(...call, rows.table, rows.count, rows.entries, rows.sums);
      else kernels.kernelGradient(...call, forward.offsets, offsets.length, output.channels, sums);
    },

    /** The gradient of the kernel into `into`; zero where the mask is. */
    readGradient(into: Float32Array): void {
      const found = floats(kernels, sums, size);
      if (!rows) {
        into.set(found);
        return;
      }
      into.fill(0);
      const { kept } = rows;
      for (let i = 0; i < kept.length; i++) into[kept[i]] = found[i];
    },
  };
}

export type Convolution = ReturnType<typeof createConvolution>;
