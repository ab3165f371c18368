// A convolution's weights in the three forms that training reads: forward, for input gradients, and for
// gradients of what is left.
import type { Pair } from '../../../model/layers/kind';
import type { ConvStep } from '../../steps';
import { type Arena, type Kernels, PIXEL } from '../kernels';
import type { Costs } from '../packedKernels';
import type { BufferLayout } from '../stepWriters';
import { fillMap, floats, packMap, placeMap, runMap, type TapMap, words } from './tapMaps';

/**
 * A part of the pixels of the input, those that the same taps of a strided kernel reach; at `from` lies which
 * weight each of its own is.
 */
type Phase = { map: TapMap; from: number };

/** Weights that `keptGradient` takes at a time, and the bytes that say where they are. */
const EIGHT = 8;
const EIGHT_BYTES = 40;

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
  given: BufferLayout,
  gradient: BufferLayout,
  weights: number,
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
          y * given.row + x * PIXEL,
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
      const most = Math.min(weights, from.length);
      const map = placeMap(kernels, arena, input.channels, pixels, offsets, most);
      phases.push({ map, from: arena.take(from.byteLength) });
      words(kernels, phases[phases.length - 1].from, from);
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

function isSame(mask: Uint8Array | null, other: Uint8Array | null): boolean {
  if (!mask || !other) return mask === other;
  let apart = mask.length - other.length;
  for (let i = 0; i < mask.length; i++) apart |= mask[i] ^ other[i];
  return apart === 0;
}

/**
 * A convolution's tables and weights in memory. `gradient` is the layout of its output's gradient, which has
 * the border that `gradientBorder` asks for where its input's gradient is wanted, which `given` lays out.
 */
export function createConvolution(
  kernels: Kernels,
  arena: Arena,
  step: ConvStep,
  source: BufferLayout,
  gradient: BufferLayout,
  target: BufferLayout,
  given: BufferLayout | null,
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
  const pixels = forwardPixels(step, source, target);
  const forward = placeMap(kernels, arena, output.channels, pixels, offsets, weights);
  const gradientPixels = arena.take(forward.pixelCount * 8);
  words(kernels, gradientPixels, forwardPixels(step, source, gradient));
  const phases = given ? placePhases(kernels, arena, step, given, gradient, weights) : [];
  const most = Math.floor(weights / EIGHT) + output.channels;
  // Sums of whole kernels take three floats more.
  const sums = arena.take(Math.max(size + 3, most * EIGHT) * 4);
  const list = arena.take((offsets.length + 1) * 8);
  const eights = arena.take(most * EIGHT_BYTES);
  const eightLabels = arena.take(most * EIGHT * 4);
  /** How many eights there are; null where all weights count. */
  let eightCount: number | null = null;

  let mask: Uint8Array | null = null;
  let isPacked = false;

  /** Packs every form for the weights that the mask leaves. */
  function pack(): void {
    isPacked = true;
    const labels = new Uint32Array(kernels.memory.buffer, forward.weights, size);
    if (places) labels.fill(0);
    for (let i = 0; i < weights; i++) labels[places ? places[i] : i] = mask && mask[i] === 0 ? 0 : i + 1;
    packMap(kernels, forward, costs);
    for (const { map, from } of phases) {
      kernels.pickLabels(forward.weights, from, map.channels * map.taps, map.weights);
      packMap(kernels, map, costs);
    }
    eightCount = null;
    if (!mask && !places) return;
    const { taps, silent } = forward;
    const call = [forward.weights, output.channels, taps, silent, forward.offsets, gradient.channel] as const;
    eightCount = kernels.packEights(...call, list, eights, eightLabels);
  }

  return {
    /** Takes the weights of the next step; those that are masked are not read. */
    setWeights(values: Float32Array): void {
      if (!isPacked) pack();
      floats(kernels, forward.weights, weights).set(values);
      for (const { map } of [{ map: forward }, ...phases]) fillMap(kernels, map, forward.weights);
    },

    /** From now on weights count, and gradients are wanted, only where the mask is 1; all without one. */
    setMask(wanted: Uint8Array | null): void {
      if (isSame(mask, wanted)) return;
      mask = wanted?.slice() ?? null;
      isPacked = false;
    },

    /**
     * The convolution of one group; `from` and `to` are where its buffers begin, `biases` holds (1, bias) a
     * channel.
     */
    run(from: number, to: number, biases: number, floor: number): void {
      const isBare = !step.bias && floor === -Infinity;
      runMap(kernels, forward, from, to + target.inner, target.channel, isBare ? 0 : biases, floor);
    },

    /** The gradient of one group's input from that of its output. */
    inputGradient(from: number, to: number): void {
      if (!given) return;
      for (const { map } of phases) {
        runMap(kernels, map, from, to + given.inner, given.channel, 0, -Infinity);
      }
    },

    /** Forgets the sums of the step before. */
    clearGradient(): void {
      floats(kernels, sums, eightCount === null ? size : eightCount * EIGHT).fill(0);
    },

    /** Adds what one group gives to the gradient of the kernel. */
    addGradient(from: number, outputGradient: number): void {
      const to = outputGradient + gradient.inner;
      const count = forward.pixelCount;
      if (eightCount !== null) {
        kernels.keptGradient(from, to, gradientPixels, count, eights, eightCount, sums);
        return;
      }
      const call = [from, to, gradient.channel, gradientPixels, count] as const;
      kernels.kernelGradient(...call, forward.offsets, offsets.length, output.channels, sums);
    },

    /** The gradient of the kernel into `into`; zero where the mask is. */
    readGradient(into: Float32Array): void {
      if (eightCount === null) {
        into.set(floats(kernels, sums, size));
        return;
      }
      const found = floats(kernels, sums, eightCount * EIGHT);
      const labels = new Uint32Array(kernels.memory.buffer, eightLabels, found.length);
      into.fill(0);
      for (let i = 0; i < found.length; i++) if (labels[i] > 0) into[labels[i] - 1] = found[i];
    },
  };
}

export type Convolution = ReturnType<typeof createConvolution>;
