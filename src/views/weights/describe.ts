import { patternBytes } from '../../model/cost';
import { roundToHalf } from '../../model/quantise';
import type { PruneSettings, QuantiseFormat, StructureSettings, Variant } from '../../model/variant';
import type { WeightsLeft, WeightsSummary } from '../../model/weights';
import { bytes, count, level, percent, short } from '../../text/format';

/** What the variant removes from the dense weights; null where it removes nothing from them (also trained sparse ones, whose zeros are their own). */
export function pruneSettings(variant: Variant): PruneSettings | StructureSettings | null {
  if (variant.kind === 'structured') {
    return variant.method === 'channels'
      ? { method: variant.method, share: variant.share }
      : { method: variant.method };
  }
  if (variant.kind !== 'pruned') return null;
  const { method, scope, sparsity, seed } = variant;
  return { method, scope, sparsity, seed };
}

/** What goes and where most of it goes, from the data alone; `full` is how many weights a dense network of full width has. */
export function leftClaim(
  left: WeightsLeft,
  { total, kernels }: Pick<WeightsSummary, 'total' | 'kernels'>,
  variant: Variant,
  full = total,
): string {
  const gone = total - left.kept;
  if (variant.kind === 'narrow') {
    return `Nothing is removed: a network with ${level(variant.width)} of the channels has ${count(total)} weights, ${percent(total / full)} of the ${count(full)} at full width.`;
  }
  if (variant.kind === 'quantised') return formatClaim(left, total, variant.format, areHalf(kernels));
  if (gone === 0) return `Nothing is removed: the network keeps all ${count(total)} weights.`;
  const shares = left.layers
    .filter(({ size }) => size > 0)
    .map(({ name, kept, size }) => ({ name: name.replace('.weight', ''), share: kept / size }))
    .sort((a, b) => a.share - b.share);
  const [least, most] = [shares[0], shares[shares.length - 1]];
  const lead = `${count(gone)} of ${count(total)} weights (${level(Math.round((1000 * gone) / total) / 1000)}) ${variant.kind === 'sparse' ? 'are zero' : 'go'}`;
  if (most.share - least.share < 0.01) return `${lead}, each layer alike.`;
  return `${lead}. ${least.name} keeps ${percent(least.share)} of its weights, ${most.name} ${percent(most.share)}.`;
}

/** Whether rounding to float16 changes none of these weights. */
function areHalf(kernels: Float32Array[]): boolean {
  return kernels.every((kernel) => kernel.every((weight) => roundToHalf(weight) === weight));
}

function formatClaim(
  { bytes: size }: WeightsLeft,
  total: number,
  format: QuantiseFormat,
  half: boolean,
): string {
  if (format === 'float16') {
    return half
      ? `Nothing is removed: all ${count(total)} weights stay as they are, since they came as float16; biases and normalisation are rounded to it.`
      : `Nothing is removed: ${count(total)} weights are rounded to float16, and so are biases and normalisation.`;
  }
  const came = half ? ` (they came as float16, ${bytes(size.float16)})` : '';
  const activations =
    format === 'fixed' ? ', and activations to 256 values a layer' : '; activations stay as they are';
  return `Nothing is removed: ${count(total)} weights are rounded to at most 255 values an output channel, ${bytes(size.int8)} instead of ${bytes(size.float32)} in float32${came}${activations}.`;
}

function storedCompressed(left: WeightsLeft, variant: Variant) {
  if (variant.kind === 'quantised' && variant.format !== 'float16') {
    return {
      name: 'Stored as int8',
      value: bytes(left.bytes.int8),
      note: 'a byte a weight, and a float32 scale an output channel',
    };
  }
  if (variant.kind === 'quantised' || variant.kind === 'narrow') {
    return { name: 'Stored as float16', value: bytes(left.bytes.float16), note: '2 bytes a weight' };
  }
  if (variant.kind === 'structured' && variant.method === 'channels') {
    return {
      name: 'Stored compact',
      value: bytes(2 * left.kept),
      note: 'a smaller dense network, in float16',
    };
  }
  if (variant.kind === 'structured') {
    const stored = left.layers.reduce((sum, { kept }) => sum + patternBytes(variant.method, kept), 0);
    const bits = variant.method === '2:4' ? 2 : 3;
    return {
      name: 'Stored compressed',
      value: bytes(stored),
      note: `per weight left a float16 value and ${bits} bits for its place`,
    };
  }
  return {
    name: 'Stored compressed',
    value: bytes(left.bytes.compressed),
    note: 'per weight left a float16 value and a 16-bit index, per output channel a 32-bit row start',
  };
}

function multiplied(variant: Variant): string {
  if (variant.kind === 'quantised') return 'as many as before';
  if (variant.kind === 'narrow') return 'a small network from the start';
  return variant.kind === 'structured' && variant.method === 'channels'
    ? 'in a smaller network'
    : 'zeros skipped';
}

/** The numbers under the bars, each with how it is counted. */
export function leftNumbers(left: WeightsLeft, variant: Variant) {
  const { bytes: size, multiplyAdds } = left;
  return [
    {
      name: 'Stored dense',
      value: bytes(size.float32),
      note: `4 bytes a weight (float32); ${bytes(size.float16)} as float16`,
    },
    storedCompressed(left, variant),
    {
      name: 'Multiply-adds left',
      value: `${short(multiplyAdds.left)} of ${short(multiplyAdds.dense)}`,
      note: `an image; ${percent(multiplyAdds.dense === 0 ? null : multiplyAdds.left / multiplyAdds.dense)}, ${multiplied(variant)}`,
    },
  ];
}

/** The magnitude drawn at full contrast: one weight in 50 of these kernels exceeds it. 0 for no weights. */
export function filterExtent(kernels: Float32Array[]): number {
  const magnitudes = Float32Array.from(kernels.flatMap((kernel) => Array.from(kernel, Math.abs))).sort();
  return magnitudes[Math.floor(0.98 * (magnitudes.length - 1))] ?? 0;
}
