import { bytes, count, level, percent, short } from '../../charts/format';
import type { PruneSettings, Variant } from '../../model/variant';
import type { WeightsLeft, WeightsSummary } from '../../model/weights';

/** What the variant removes from the dense weights; null where it removes nothing from them (also trained sparse ones, whose zeros are their own). */
export function pruneSettings(variant: Variant): PruneSettings | null {
  if (variant.kind !== 'pruned') return null;
  const { method, scope, sparsity, seed } = variant;
  return { method, scope, sparsity, seed };
}

/** What goes and where most of it goes, from the data alone. */
export function leftClaim(left: WeightsLeft, { total }: WeightsSummary, variant: Variant): string {
  const gone = total - left.kept;
  if (gone === 0) return `Nothing is removed: the network keeps all ${count(total)} weights.`;
  const shares = left.layers
    .filter(({ size }) => size > 0)
    .map(({ name, kept, size }) => ({ name: name.replace('.weight', ''), share: kept / size }))
    .sort((a, b) => a.share - b.share);
  const [least, most] = [shares[0], shares[shares.length - 1]];
  const lead = `${count(gone)} of ${count(total)} weights (${level(Math.round((1000 * gone) / total) / 1000)}) ${variant.kind === 'sparse' ? 'were trained away' : 'go'}`;
  if (most.share - least.share < 0.01) return `${lead}, each layer alike.`;
  return `${lead}. ${least.name} keeps ${percent(least.share)} of its weights, ${most.name} ${percent(most.share)}.`;
}

/** The numbers under the bars, each with how it is counted. */
export function leftNumbers({ bytes: size, multiplyAdds }: WeightsLeft) {
  return [
    {
      name: 'Stored dense',
      value: bytes(size.float32),
      note: `4 bytes a weight (float32); ${bytes(size.float16)} as float16`,
    },
    {
      name: 'Stored compressed',
      value: bytes(size.compressed),
      note: 'per weight left a float16 value and a 16-bit index, per output channel a 32-bit row start',
    },
    {
      name: 'Multiply-adds left',
      value: `${short(multiplyAdds.left)} of ${short(multiplyAdds.dense)}`,
      note: `an image; ${percent(multiplyAdds.dense === 0 ? null : multiplyAdds.left / multiplyAdds.dense)}, zeros skipped`,
    },
  ];
}

/** The magnitude drawn at full contrast: one weight in 50 of these kernels exceeds it. 0 for no weights. */
export function filterExtent(kernels: Float32Array[]): number {
  const magnitudes = Float32Array.from(kernels.flatMap((kernel) => Array.from(kernel, Math.abs))).sort();
  return magnitudes[Math.floor(0.98 * (magnitudes.length - 1))] ?? 0;
}
