import type { Population } from '../../model/population';
import { gridValues, int8Kernel } from '../../model/quantise';
import { type ConvStep, type Plan, readsOf, type Step } from '../steps';
import type { Flags } from './packedKernels';

/** Output channels in a block of `convolveCodes`. */
export const CODE_BLOCK = 2;

/**
 * The largest sum of products of a code, -255..255, and a weight, -127..127, that stays within 32 bits: so
 * many taps.
 */
const MOST_TAPS = Math.floor((2 ** 31 - 1) / (255 * 127));

/**
 * A convolution in integers: its kernel's codes, and by output channel what one unit of a sum of products is
 * worth.
 */
type IntegerKernel = { codes: Int8Array; scales: Float64Array };

/** Steps that read what step `position` writes. */
function readersOf(plan: Plan, position: number): number[] {
  const { target } = plan.steps[position];
  const readers: number[] = [];
  for (let next = position + 1; next < plan.steps.length; next++) {
    const step = plan.steps[next];
    if (readsOf(step).includes(target)) readers.push(next);
    if (step.target === target) break;
  }
  return readers;
}

const isConv = (step: Step): step is ConvStep => step.kind === 'conv';

/**
 * Which steps of a member can be done in integers. They are convolutions with an int8 kernel whose input is
 * rounded to a grid right before, and the roundings that only such convolutions read. By step; true for a
 * rounding, null for what stays in float32.
 */
export function integerSteps(
  plan: Plan,
  population: Population,
  member: number,
  kernels: (Float32Array | null)[],
): (IntegerKernel | true | null)[] {
  const found: (IntegerKernel | true | null)[] = plan.steps.map(() => null);
  plan.steps.forEach((step, position) => {
    if (step.kind !== 'round') return;
    const readers = readersOf(plan, position);
    const { scale } = gridValues(population, step.name, member);
    const integers = readers.map((reader): IntegerKernel | null => {
      const own = plan.steps[reader];
      const kernel = kernels[reader];
      if (!isConv(own) || own.groups > 1 || !kernel || kernel.length / own.output.channels > MOST_TAPS)
        return null;
      const int8 = int8Kernel(kernel, own.output.channels);
      return int8 && { codes: int8.codes, scales: int8.scales.map((unit) => unit * scale) };
    });
    if (readers.length === 0 || integers.includes(null)) return;
    found[position] = true;
    readers.forEach((reader, i) => {
      found[reader] = integers[i];
    });
  });
  return found;
}

/**
 * A kernel's weights two input channels a word, as two i16, row-major [output, pair of inputs, row, column].
 * They go under the name of float32, since the kernels that pack words only move them. Zero where the output
 * channel is `skipped` or the input `silent`.
 */
export function pairedWeights(
  { input, output, kernel }: ConvStep,
  codes: Int8Array,
  skipped?: Flags,
  silent?: Flags,
): Float32Array {
  const positions = kernel[0] * kernel[1];
  const pairs = Math.ceil(input.channels / 2);
  const words = new Int16Array(output.channels * pairs * positions * 2);
  for (let channel = 0; channel < output.channels; channel++) {
    if (skipped?.[channel] === 1) continue;
    for (let from = 0; from < input.channels; from++) {
      if (silent?.[from] === 1) continue;
      const first = (channel * input.channels + from) * positions;
      const to = (channel * pairs + (from >> 1)) * positions;
      for (let i = 0; i < positions; i++) words[(to + i) * 2 + (from & 1)] = codes[first + i];
    }
  }
  return new Float32Array(words.buffer);
}
