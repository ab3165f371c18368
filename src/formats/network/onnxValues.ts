/** Constants of ONNX as values in a shape: moved, repeated, counted. */
import { sizeOf } from '../../model/sizeOf';
import type { OnnxTensor } from './onnxTensor';

/** A constant that arithmetic makes of others is at most as large as they are together, or this. */
export const MOST_MADE = 1 << 16;

export const valuesOf = ({ floats, integers }: OnnxTensor): ArrayLike<number> | null => floats ?? integers;

/** A tensor of the type of `like`. */
export function made(shape: number[], values: ArrayLike<number>, like: OnnxTensor): OnnxTensor {
  return like.floats
    ? { shape, floats: Float32Array.from(values), integers: null }
    : { shape, floats: null, integers: Array.from(values) };
}

/** Values at other places: `source` says, for each place of `shape`, where its value was. */
export function moved(
  tensor: OnnxTensor,
  shape: number[],
  source: (place: number[]) => number,
): OnnxTensor | null {
  const values = valuesOf(tensor);
  const count = sizeOf(shape);
  if (!values || count > values.length + MOST_MADE) return null;
  const result = new Float64Array(count);
  const place = shape.map(() => 0);
  for (let i = 0; i < count; i++) {
    result[i] = values[source(place)];
    for (let axis = shape.length - 1; axis >= 0 && ++place[axis] === shape[axis]; axis--) place[axis] = 0;
  }
  return made(shape, result, tensor);
}

export const stridesOf = (shape: number[]) => shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));

/** The shape that two shapes are repeated to, or null where they do not fit. */
export function broadcastShape(a: number[], b: number[]): number[] | null {
  const rank = Math.max(a.length, b.length);
  const at = (shape: number[], axis: number) => shape[axis - rank + shape.length] ?? 1;
  const shape = Array.from({ length: rank }, (_, axis) => (at(a, axis) === 1 ? at(b, axis) : at(a, axis)));
  const fits = shape.every(
    (extent, axis) => [1, extent].includes(at(a, axis)) && [1, extent].includes(at(b, axis)),
  );
  return fits ? shape : null;
}

/** A tensor repeated to a shape that it fits; null where it does not. */
export function repeated(tensor: OnnxTensor, shape: number[]): OnnxTensor | null {
  const fitting = broadcastShape(tensor.shape, shape);
  if (!fitting || fitting.length !== shape.length || fitting.some((extent, axis) => extent !== shape[axis])) {
    return null;
  }
  const strides = stridesOf(tensor.shape);
  const lead = shape.length - tensor.shape.length;
  return moved(tensor, shape, (place) =>
    strides.reduce(
      (at, stride, axis) => at + (tensor.shape[axis] === 1 ? 0 : place[axis + lead] * stride),
      0,
    ),
  );
}
