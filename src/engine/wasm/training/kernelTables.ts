// A convolution's weights in the three forms that training reads: forward, for input gradients, and for
// gradients of what is left.
import type { Pair } from '../../../model/layers/kind';
import type { ConvStep } from '../../steps';
import { type Arena, type Kernels, PIXEL } from '../kernels';
import type { Costs } from '../packedKernels';
import type { BufferLayout } from '../stepWriters';
import { fillMap, floats, packMap, placeMap, runMap, type TapMap, words } from './tapMaps';

/**
 * A part of the pixels of the input, those that the same taps of a strided kernel reach; `from[i]` is the
 * weight that entry i takes.
 */
type Phase = { map: TapMap; from: Int32Array };

/** What a convolution's input gradient reads beyond its output: as many rows and columns on every side. */
export function gradientBorder({ kernel, stride, padding, dilation, input, output }: ConvStep): number {
  const beyond = (axis: 0 | 1, extent: number, out: number) => {
    const before = padding[axis];
    const last = Math.floor((extent - 1 + before) / stride[axis]);
    return Math.max(0, last - (out - 1), Math.floor(((kernel[axis] - 1) * dilation[axis]) / stride[axis]));
  };
  return Math.max(beyond(0, input.height, output.height), beyond(1, input.width, output.width));
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
 * The phases of an input gradient: input pixel y gets dX[y] = sum over taps k of W[k] dY[(y + padding - k
 * dilation) / stride]. Only taps with (y + padding - k dilation) divisible by the stride count. Pixels whose
 * (y + padding) leave the same rest share their taps.
 */
function placePhases(
  kernels: Kernels,
  arena: Arena,
  step: ConvStep,
  source: BufferLayout,
  gradient: BufferLayout,
) {
  const { kernel, stride, padding, dilation, input, output } = step;
  const phases: Phase[] = [];
  const axis = (which: 0 | 1, extent: number, rest: number) => {
    const taps: number[] = [];
    for (let k = 0; k < kernel[which]; k++) {
      if ((k * dilation[which]) % stride[which] === rest) taps.push(k);
    }
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
      const before = (k: number, which: 0 | 1, rest: number) => (k * dilation[which] - rest) / stride[which];
      for (let channel = 0; channel < output.channels; channel++) {
        rows.taps.forEach((ky) => {
          columns.taps.forEach((kx) => {
            const [j, i] = [before(ky, 0, top), before(kx, 1, left)];
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

/**
 * Where each weight of a convolution in groups lies in the kernel of one that reads every channel; null for a
 * single group. That kernel's other weights are zero and cost nothing.
 */
function groupPlaces({ groups, kernel, input, output }: ConvStep): Int32Array | null {
  if (groups === 1) return null;
  const taps = kernel[0] * kernel[1];
  const [inputs, outputs] = [input.channels / groups, output.channels / groups];
  const places = new Int32Array(output.channels * inputs * taps);
  for (let channel = 0, next = 0; channel < output.channels; channel++) {
    const first = (channel * input.channels + Math.floor(channel / outputs) * inputs) * taps;
    for (let i = 0; i < inputs * taps; i++) places[next++] = first + i;
  }
  return places;
}

/** Rows of the weights that are left, for `rowGradient`: entry i is weight `kept[i]`. */
type Rows = { table: number; count: number; entries: number; sums: number; kept: Int32Array };

/**
 * A convolution's tables and weights in memory. `gradient` is the layout of its output's gradient, which has
 * the border that `gradientBorder` asks for where `backward` says that the input's gradient is wanted.
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
  const places = groupPlaces(step);
  const weights = places?.length ?? size;
  const forward = placeMap(kernels, arena, output.channels, forwardPixels(step, source, target), offsets);
  const gradientPixels = arena.take(forward.pixelCount * 8);
  words(kernels, gradientPixels, forwardPixels(step, source, gradient));
  const phases = backward ? placePhases(kernels, arena, step, source, gradient) : [];
  // Sums of weights that are left are written eight at a time.
  const sums = arena.take((size + 8) * 4);
  const table = arena.take(output.channels * 12);
  const entries = arena.take(size * 4);
  let rows: Rows | null = null;

  let mask: Uint8Array | null = null;
  let isPacked = false;

  /** Packs every form for the weights that the mask leaves. */
  function pack(): void {
    isPacked = true;
    const labels = new Uint32Array(size);
    for (let i = 0; i < weights; i++) {
      if (!mask || mask[i] === 1) labels[places?.[i] ?? i] = i + 1;
    }
    packMap(kernels, forward, labels, costs);
    for (const { map, from } of phases) {
      const own = new Uint32Array(from.length);
      for (let i = 0; i < from.length; i++) own[i] = labels[from[i]];
      packMap(kernels, map, own, costs);
    }
    rows = null;
    if (!mask && !places) return;
    const kept: number[] = [];
    const lines: number[] = [];
    const perChannel = weights / output.channels;
    for (let channel = 0; channel < output.channels; channel++) {
      const first = kept.length;
      for (let weight = channel * perChannel; weight < (channel + 1) * perChannel; weight++) {
        if (!mask || mask[weight] === 1) kept.push(weight);
      }
      lines.push(first, kept.length - first, channel);
    }
    words(kernels, table, lines);
    words(
      kernels,
      entries,
      kept.map((weight) => offsets[(places?.[weight] ?? weight) % offsets.length]),
    );
    rows = { table, count: output.channels, entries, sums, kept: Int32Array.from(kept) };
  }

  return {
    /** Takes the weights of the next step; those that are masked are not read. */
    setWeights(values: Float32Array): void {
      if (!isPacked) pack();
      fillMap(kernels, forward, values);
      for (const { map } of phases) fillMap(kernels, map, values);
    },

    /** From now on weights count, and gradients are wanted, only where the mask is 1; all without one. */
    setMask(wanted: Uint8Array | null): void {
      const isSame = mask?.length === wanted?.length && !wanted?.some((kept, i) => kept !== mask?.[i]);
      if (isSame) return;
      mask = wanted?.slice() ?? null;
      isPacked = false;
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
