import { activate } from '../../model/layers/activations';
import { type ConvStep, type Plan, readsOf, type Step } from '../steps';
import type { Arena, Kernels } from './kernels';

/** Output channels in a dense block. */
export const BLOCK = 6;

/**
 * What a kernel spends on one output pixel, in arbitrary units: a tap of a dense block (six channels) and an
 * entry of a compressed row. They choose between the two, which add the same products in the same order.
 * `forms`, which changes last bits, is given by tests and benches alone.
 */
export type Costs = { tap: number; entry: number; forms?: FormCosts };

/**
 * In taps of a dense block: an entry of a compressed row, and for each input and output channel the
 * transforms of Winograd's two forms, F(2x2, 3x3) and F(4x4, 3x3). In entries, where it is given:
 * what a compressed row of a depthwise convolution costs beside them.
 */
export type FormCosts = { entry: number; two: number; four: number; row?: number };

/** One a channel: 1 or 0. */
export type Flags = Uint8Array;

/**
 * A convolution's kernel in a module's memory, with what packing it needs: addresses, and the taps of each
 * output channel that count.
 */
export type PlacedKernel = {
  at: number;
  taps: number;
  /** A byte for each tap of each group: 1 where its input is always zero. */
  silent: number;
  /** The byte offset of each tap of each group, u32. */
  offsets: number;
  groups: number;
  /**
   * How many taps of each output channel add anything: weights that are not zero, on inputs that are not
   * always zero.
   */
  counts: Uint32Array;
};

/** Puts a kernel into memory and counts its taps; output channels flagged in `skipped` have none. */
export function placeKernel(
  kernels: Kernels,
  arena: Arena,
  step: ConvStep,
  values: Float32Array,
  offsets: Uint32Array,
  skipped?: Flags,
  silent?: Flags,
): PlacedKernel {
  const { channels } = step.output;
  const { groups } = step;
  const all = offsets.length;
  const taps = all / groups;
  const at = arena.take(values.byteLength);
  const silentAt = arena.take(all);
  const offsetsAt = arena.take(offsets.byteLength);
  const countsAt = arena.take(channels * 4);
  const { buffer } = kernels.memory;
  new Float32Array(buffer, at, values.length).set(values);
  new Uint32Array(buffer, offsetsAt, all).set(offsets);
  const quiet = new Uint8Array(buffer, silentAt, all).fill(0);
  const perInput = all / step.input.channels;
  silent?.forEach((flag, input) => {
    if (flag === 1) quiet.fill(1, input * perInput, (input + 1) * perInput);
  });
  const each = channels / groups;
  for (let group = 0; group < groups; group++) {
    const first = group * each;
    kernels.countTaps(at + first * taps * 4, each, taps, silentAt + group * taps, countsAt + first * 4);
  }
  const counts = new Uint32Array(buffer, countsAt, channels).slice();
  skipped?.forEach((flag, channel) => {
    if (flag === 1) counts[channel] = 0;
  });
  return { at, taps, silent: silentAt, offsets: offsetsAt, groups, counts };
}

/** Output channels that are zero everywhere: no taps, and a shift that is nothing after the ReLU. */
export function silentChannels(step: ConvStep, counts: Uint32Array, shift: Float32Array): Flags {
  const apply = step.activation && activate(step.activation);
  const flags = new Uint8Array(counts.length);
  for (let channel = 0; channel < counts.length; channel++) {
    if (counts[channel] > 0) continue;
    const value = apply ? apply(shift[channel]) : shift[channel];
    flags[channel] = value === 0 ? 1 : 0;
  }
  return flags;
}

const reads = (step: Step, buffer: number) => readsOf(step).includes(buffer);

/** Steps that keep channels apart, and give nothing for a channel that nothing reads. */
const APART: readonly Step['kind'][] = [
  'affine',
  'maxPool',
  'averagePool',
  'globalAverage',
  'globalMax',
  'prelu',
  'round',
  'pad',
];

/**
 * The one kernel that reads what step `position` writes, directly or through steps that keep channels apart;
 * -1 if there is none or more.
 */
function onlyReader(plan: Plan, position: number): number {
  let { target } = plan.steps[position];
  for (let next = position + 1; next < plan.steps.length; next++) {
    const step = plan.steps[next];
    if (!reads(step, target)) continue;
    if (plan.steps.slice(next + 1).some((later) => reads(later, target))) return -1;
    if (step.kind === 'conv') return step.groups === 1 ? next : -1;
    if (!APART.includes(step.kind)) return -1;
    target = step.target;
  }
  return -1;
}

/** Input channels that no output channel of a kernel, of `positions` taps each, has a weight for. */
function unreadInputs(kernel: Float32Array, inputs: number, positions: number): Flags {
  const flags = new Uint8Array(inputs).fill(1);
  let left = [...flags.keys()];
  for (let first = 0; first < kernel.length && left.length > 0; first += inputs * positions) {
    left = left.filter((input) => {
      const start = first + input * positions;
      for (let i = start; i < start + positions; i++) {
        if (kernel[i] !== 0) flags[input] = 0;
      }
      return flags[input] === 1;
    });
  }
  return flags;
}

/**
 * Output channels of each convolution that its only reader has no weight for: not needed, as long as
 * activations are finite.
 */
export function unreadChannels(plan: Plan, values: (Float32Array | null)[]): (Flags | undefined)[] {
  return plan.steps.map((step, position) => {
    const reader = step.kind === 'conv' ? onlyReader(plan, position) : -1;
    const kernel = reader < 0 ? null : values[reader];
    if (!kernel) return undefined;
    const { input, output } = plan.steps[reader];
    return unreadInputs(kernel, input.channels, kernel.length / (output.channels * input.channels));
  });
}
