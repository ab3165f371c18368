/**
 * What ONNX computes of constants by adding up: means, norms, products with matrices; and choices among them.
 */
import { sizeOf } from '../../model/sizeOf';
import type { OnnxNode } from './onnxModel';
import type { OnnxTensor } from './onnxTensor';
import { made, repeated, stridesOf, valuesOf } from './onnxValues';

type Reduce = (node: OnnxNode, inputs: (OnnxTensor | null)[]) => OnnxTensor | null;

/** Matrices of weights as norms of them are taken; larger products are left to the reader of nodes. */
const MOST_PRODUCTS = 1 << 26;

/** Values along axes (all unless said) as one: `add` puts one more to a sum that begins at `start`. */
function reduced(
  start: number,
  add: (sum: number, value: number) => number,
  finish: (sum: number, count: number) => number = (sum) => sum,
): Reduce {
  return ({ attributes }, [a, axesInput]) => {
    const values = a && valuesOf(a);
    if (!a || !values) return null;
    const rank = a.shape.length;
    const said = attributes.get('axes')?.integers ?? axesInput?.integers;
    const axes = (said ?? a.shape.map((_, axis) => axis)).map((axis) => (axis < 0 ? axis + rank : axis));
    if (axes.some((axis) => !(axis >= 0 && axis < rank))) return null;
    const kept = a.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
    const [from, to] = [stridesOf(a.shape), stridesOf(kept)];
    const sums = new Float64Array(sizeOf(kept)).fill(start);
    for (let i = 0; i < values.length; i++) {
      let at = 0;
      for (let axis = 0; axis < rank; axis++) {
        if (kept[axis] > 1) at += (Math.floor(i / from[axis]) % a.shape[axis]) * to[axis];
      }
      sums[at] = add(sums[at], values[i]);
    }
    const count = values.length / sums.length;
    const keepsAxes = attributes.get('keepdims')?.integers[0] !== 0;
    const shape = keepsAxes ? kept : kept.filter((_, axis) => !axes.includes(axis));
    return made(
      shape,
      sums.map((sum) => finish(sum, count)),
      a,
    );
  };
}

/** The product of two matrices, or of a matrix and a vector. */
const matMul: Reduce = (_, [a, b]) => {
  if (!a?.floats || !b?.floats || a.shape.length > 2 || b.shape.length > 2) return null;
  const [rows, inner] = a.shape.length === 2 ? a.shape : [1, a.shape[0]];
  const [other, columns] = b.shape.length === 2 ? b.shape : [b.shape[0], 1];
  if (inner !== other || !inner || rows * inner * columns > MOST_PRODUCTS) return null;
  const result = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let i = 0; i < inner; i++) sum += a.floats[row * inner + i] * b.floats[i * columns + column];
      result[row * columns + column] = sum;
    }
  }
  return made([...a.shape.slice(0, -1), ...b.shape.slice(1)], result, a);
};

/** By operator. */
export const reducers: Record<string, Reduce> = {
  ReduceSum: reduced(0, (sum, value) => sum + value),
  ReduceMean: reduced(
    0,
    (sum, value) => sum + value,
    (sum, count) => sum / count,
  ),
  ReduceProd: reduced(1, (sum, value) => sum * value),
  ReduceL2: reduced(
    0,
    (sum, value) => sum + value * value,
    (sum) => Math.sqrt(sum),
  ),
  MatMul: matMul,
  Expand(_, [a, wish]) {
    const shape = wish?.integers;
    if (!a || !shape) return null;
    const rank = Math.max(shape.length, a.shape.length);
    const at = (extents: number[], axis: number) => extents[axis - rank + extents.length] ?? 1;
    return repeated(
      a,
      Array.from({ length: rank }, (_, axis) => Math.max(at(shape, axis), at(a.shape, axis))),
    );
  },
  Where(_, [condition, a, b]) {
    const [chosen, x, y] = [condition, a, b].map((tensor) => tensor && valuesOf(tensor));
    if (!a || !chosen || !x || !y || x.length !== chosen.length || y.length !== chosen.length) return null;
    return made(
      a.shape,
      Array.from(x, (value, i) => (chosen[i] ? value : y[i])),
      a,
    );
  },
};
