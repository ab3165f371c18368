/**
 * Weights that PyTorch keeps as what they are computed from: masks of pruning, and directions with lengths of
 * weight normalisation.
 */
import { sizeOf } from '../../model/sizeOf';
import { floatValues, type SafeTensor } from '../arrays/safetensors';
import { named } from '../check';

/** The first tensor, the second, and the weight that both make, by name. */
type Pair = { own: string; other: string; weight: string };

/** PyTorch's names of weight normalisation: of hooks, and of parametrizations. */
const NORMED: [RegExp, (own: string) => Pick<Pair, 'other' | 'weight'>][] = [
  [/_v$/, (own) => ({ other: own.replace(/v$/, 'g'), weight: own.slice(0, -2) })],
  [
    /(^|\.)parametrizations\.[^.]+\.original1$/,
    (own) => ({ other: own.replace(/1$/, '0'), weight: bareName(own) }),
  ],
];

/** What stands for a weight and cannot be computed here, and how it is taken off in PyTorch. */
const REFUSED: [RegExp, string][] = [
  [
    /(^|\.)parametrizations\.([^.]+)\.original\d*$/,
    'torch.nn.utils.parametrize.remove_parametrizations(module, "NAME")',
  ],
  [/(^|\.)([^.]+)_orig$/, 'torch.nn.utils.prune.remove or remove_spectral_norm(module, "NAME")'],
];

/**
 * Tensors with the weights that others stand for in their place. These are NAME_orig times NAME_mask, as
 * torch.nn.utils.prune keeps them. Of weight normalisation (https://arxiv.org/abs/1602.07868) they are length
 * times direction, w = g v / |v|: NAME_g and NAME_v, or parametrizations.NAME.original0 and original1.
 * Refuses by name what stands for a weight in another way.
 */
export function withoutParametrisation(
  tensors: Map<string, SafeTensor>,
  file: string,
): Map<string, SafeTensor> {
  const whole = new Map(tensors);
  const put = ({ own, other, weight }: Pair, values: Float32Array<ArrayBuffer>) => {
    whole.set(weight, { dtype: 'F32', shape: tensors.get(own)!.shape, bytes: new Uint8Array(values.buffer) });
    whole.delete(own);
    whole.delete(other);
  };
  for (const own of tensors.keys()) {
    if (own.endsWith('_orig')) {
      const weight = own.slice(0, -'_orig'.length);
      const pair = { own, other: `${weight}_mask`, weight };
      if (tensors.has(pair.other) && !tensors.has(weight)) put(pair, masked(tensors, pair, file));
    }
    for (const [form, namesFor] of NORMED) {
      const pair = form.test(own) ? { own, ...namesFor(own) } : null;
      if (pair && !hasMore(tensors, pair) && tensors.has(pair.other) && !tensors.has(pair.weight))
        put(pair, normed(tensors, pair, file));
    }
  }
  for (const name of whole.keys()) {
    for (const [form, remedy] of REFUSED) {
      const found = form.exec(name)?.[2];
      if (found === undefined || whole.has(bareName(name))) continue;
      throw new Error(
        `${file}: expected a tensor "${named(bareName(name))}", got "${named(name)}", from which it is ` +
          `computed in PyTorch; take that off before saving: ${remedy.replace('NAME', named(found))}.`,
      );
    }
  }
  return whole;
}

/**
 * Whether more than weight normalisation is registered for a weight: another parametrization keeps tensors.
 */
function hasMore(tensors: Map<string, SafeTensor>, { own, other }: Pair): boolean {
  const [, prefix] = /^(.*parametrizations\.[^.]+\.)original1$/.exec(own) ?? [];
  if (prefix === undefined) return false;
  return [...tensors.keys()].some((name) => name.startsWith(prefix) && name !== own && name !== other);
}

function bareName(name: string): string {
  return name.replace(/parametrizations\.([^.]+)\.original\d*$/, '$1').replace(/_orig$/, '');
}

function masked(tensors: Map<string, SafeTensor>, { own, other }: Pair, file: string) {
  const [original, mask] = [tensors.get(own)!, tensors.get(other)!];
  if (original.shape.join() !== mask.shape.join()) throw unlike(other, original.shape, mask.shape, file);
  const values = floatValues(original, own, file);
  const kept = mask.dtype === 'BOOL' || mask.dtype === 'U8' ? mask.bytes : floatValues(mask, other, file);
  const odd = kept.find((value) => value !== 0 && value !== 1);
  if (odd !== undefined) {
    throw new Error(`${file}: expected "${named(other)}" of 0 and 1, got ${odd}.`);
  }
  return Float32Array.from(values, (value, i) => value * kept[i]);
}

/** Each direction over its length, times what that should be; lengths hold for the axes that g leaves out. */
function normed(tensors: Map<string, SafeTensor>, { own, other }: Pair, file: string) {
  const [direction, length] = [tensors.get(own)!, tensors.get(other)!];
  const { shape } = direction;
  const extents = length.shape.length === 0 ? shape.map(() => 1) : length.shape;
  const fits =
    extents.length === shape.length && extents.every((each, axis) => each === 1 || each === shape[axis]);
  if (!fits) throw unlike(other, shape, length.shape, file);
  const [v, g] = [floatValues(direction, own, file), floatValues(length, other, file)];
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const lengthAt = (at: number) => {
    let place = 0;
    for (let axis = 0; axis < shape.length; axis++) {
      const index = Math.floor(at / strides[axis]) % shape[axis];
      place = place * extents[axis] + (extents[axis] === 1 ? 0 : index);
    }
    return place;
  };
  const squares = new Float64Array(g.length);
  for (let at = 0; at < v.length; at++) squares[lengthAt(at)] += v[at] * v[at];
  return Float32Array.from(v, (value, at) => {
    const place = lengthAt(at);
    return (value * g[place]) / Math.sqrt(squares[place]);
  });
}

function unlike(name: string, shape: number[], got: number[], file: string): Error {
  return new Error(
    `${file}: expected "${named(name)}" to fit the shape [${shape.join(', ')}], got [${got.join(', ')}].`,
  );
}
