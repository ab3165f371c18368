import type { WeightsLeft } from '../../model/cost';
import { float16 } from '../../model/methods/making/formats';
import type { Making } from '../../model/methods/making/making';
import { makingOf } from '../../model/methods/making/registry';
import { magnitude } from '../../model/methods/making/weightwise';
import { isMade, type Variant } from '../../model/variant';
import type { WeightsShown } from '../../model/weights';
import { bytes, count, level, percent, short } from '../../text/format';

/**
 * What goes and where most of it goes, from the data alone; `full` is how many weights a dense network of
 * full width has.
 */
export function leftClaim(
  left: WeightsLeft,
  { total, isHalf }: Pick<WeightsShown, 'total' | 'isHalf'>,
  variant: Variant,
  full = total,
): string {
  const gone = total - left.kept;
  if (variant.kind === 'narrow') {
    return (
      `Nothing is removed: a network with ${level(variant.width)} of the channels has ` +
      `${count(total)} weights, ${percent(total / full)} of the ${count(full)} at full width.`
    );
  }
  const method = isMade(variant) ? makingOf(variant) : null;
  if (method?.keeps) return method.keeps(total, left, isHalf);
  if (method?.unseen) return method.unseen;
  if (gone === 0) return `Nothing is removed: the network keeps all ${count(total)} weights.`;
  const shares = left.layers
    .filter(({ size }) => size > 0)
    .map(({ name, kept, size }) => ({ name: name.replace('.weight', ''), share: kept / size }))
    .sort((a, b) => a.share - b.share);
  const [least, most] = [shares[0], shares[shares.length - 1]];
  const lead =
    `${level(Math.round((1000 * gone) / total) / 1000)} of the weights ` +
    `${variant.kind === 'sparse' ? 'are zero' : 'go'}: ${count(gone)} of ${count(total)}`;
  if (most.share - least.share < 0.01) return `${lead}. Each layer lost the same share.`;
  return (
    `${lead}. ${least.name} keeps ${percent(least.share)} of its weights, ${most.name} ` +
    `${percent(most.share)}.`
  );
}

/**
 * How networks that are not made here are stored: narrow ones whole, trained sparse ones in compressed rows.
 */
function stored(left: WeightsLeft, variant: Variant): ReturnType<Making['stored']> {
  if (isMade(variant)) return makingOf(variant).stored(left);
  return (variant.kind === 'narrow' ? float16 : magnitude).stored(left);
}

function multiplied(variant: Variant): string {
  if (variant.kind === 'narrow') return 'a small network from the start';
  return isMade(variant) ? makingOf(variant).multiplied : magnitude.multiplied;
}

/** The numbers under the bars, each with how it is counted. */
export function leftNumbers(left: WeightsLeft, variant: Variant) {
  const { bytes: size, multiplyAdds } = left;
  const { name, bytes: kept, note } = stored(left, variant);
  const dense = {
    name: 'Stored dense',
    value: bytes(size.float32),
    note: `4 bytes a weight (float32); ${bytes(size.float16)} as float16`,
  };
  if (isMade(variant) && makingOf(variant).unseen) return [dense];
  return [
    dense,
    { name, value: bytes(kept), note },
    {
      name: 'Multiply-adds left',
      value: `${short(multiplyAdds.left)} of ${short(multiplyAdds.dense)}`,
      note:
        'for one image: ' +
        `${percent(multiplyAdds.dense === 0 ? null : multiplyAdds.left / multiplyAdds.dense)}, ` +
        multiplied(variant),
    },
  ];
}

/** The magnitude drawn at full contrast: one weight in 50 of these kernels exceeds it. 0 for no weights. */
export function filterExtent(kernels: Float32Array[]): number {
  const magnitudes = Float32Array.from(kernels.flatMap((kernel) => Array.from(kernel, Math.abs))).sort();
  return magnitudes[Math.floor(0.98 * (magnitudes.length - 1))] ?? 0;
}
