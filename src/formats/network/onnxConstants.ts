import { sizeOf } from '../../model/sizeOf';
import type { OnnxGraph, OnnxNode } from './onnxModel';
import { reducers } from './onnxReductions';
import type { OnnxTensor } from './onnxTensor';
import { broadcastShape, MOST_MADE, made, moved, repeated, stridesOf, valuesOf } from './onnxValues';

/**
 * Computes what nodes make of constants alone, and adds it to the graph's constants: exporters reshape,
 * transpose, cast, dequantise and scale weights in the graph. What an operation does not do here is left to
 * the reader of nodes, which names it.
 */
export function foldConstants({ nodes, constants, opset }: OnnxGraph): void {
  for (const node of nodes) {
    const [output] = node.outputs;
    if (!output || constants.has(output)) continue;
    const inputs = node.inputs.map((name) => (name === '' ? null : constants.get(name)));
    if (inputs.includes(undefined)) continue;
    const made = evaluate(node, inputs as (OnnxTensor | null)[], opset);
    if (made) constants.set(output, made);
  }
}

type Evaluate = (node: OnnxNode, inputs: (OnnxTensor | null)[], opset: number) => OnnxTensor | null;

/** Where an axis is counted from the end, counted from the start. */
export function axisOf(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

function arithmetic(work: (a: number, b: number) => number): Evaluate {
  return (_, [a, b]) => {
    if (!a || !b || (a.floats === null) !== (b.floats === null)) return null;
    const shape = broadcastShape(a.shape, b.shape);
    const left = shape && repeated(a, shape);
    const right = shape && repeated(b, shape);
    const [x, y] = [left && valuesOf(left), right && valuesOf(right)];
    if (!shape || !x || !y) return null;
    return made(
      shape,
      Float64Array.from(x, (value, i) => work(value, y[i])),
      a,
    );
  };
}

function unary(work: (value: number) => number): Evaluate {
  return (_, [a]) => {
    const values = a && valuesOf(a);
    return a && values ? made(a.shape, Float64Array.from(values, work), a) : null;
  };
}

/** The axes of an attribute, or, in later operator sets, of a second input. */
export function axesOf({ attributes }: OnnxNode, input: OnnxTensor | null | undefined): number[] | null {
  return attributes.get('axes')?.integers ?? input?.integers ?? null;
}

/** The extents that a wish with 0 (as it was) and -1 (the rest) stands for; null where it does not fit. */
function reshapedExtents(wish: number[], from: number[], zeroStays: boolean): number[] | null {
  const extents = wish.map((extent, axis) =>
    extent === 0 && zeroStays ? (from[axis] ?? Number.NaN) : extent,
  );
  const known = sizeOf(extents.filter((extent) => extent !== -1));
  const count = sizeOf(from);
  const full = extents.map((extent) => (extent === -1 ? count / known : extent));
  return sizeOf(full) === count && full.every((extent) => Number.isInteger(extent) && extent >= 0)
    ? full
    : null;
}

const same: Evaluate = (_, [a]) => a;

const evaluators: Record<string, Evaluate> = {
  ...reducers,
  Identity: same,
  Constant({ attributes }) {
    const found = attributes.get('value')?.tensor ?? attributes.get('sparse_value')?.tensor;
    if (found) return found;
    for (const [name, { float, floats, integers }] of attributes) {
      if (name === 'value_float') return { shape: [], floats: Float32Array.of(float ?? 0), integers: null };
      if (name === 'value_floats')
        return { shape: [floats.length], floats: Float32Array.from(floats), integers: null };
      if (name === 'value_int') return { shape: [], floats: null, integers: [integers[0] ?? 0] };
      if (name === 'value_ints') return { shape: [integers.length], floats: null, integers };
    }
    return null;
  },
  Cast({ attributes }, [a]) {
    const to = attributes.get('to')?.integers[0];
    const values = a && valuesOf(a);
    if (!a || !values) return null;
    if (to === 1 || to === 11) return { shape: a.shape, floats: Float32Array.from(values), integers: null };
    if (to === 6 || to === 7)
      return { shape: a.shape, floats: null, integers: Array.from(values, Math.trunc) };
    return null;
  },
  Reshape({ attributes }, [a, wish]) {
    const zeroStays = attributes.get('allowzero')?.integers[0] !== 1;
    const shape = a && wish?.integers && reshapedExtents(wish.integers, a.shape, zeroStays);
    return a && shape ? { ...a, shape } : null;
  },
  Flatten({ attributes }, [a]) {
    if (!a) return null;
    const axis = axisOf(attributes.get('axis')?.integers[0] ?? 1, a.shape.length);
    return { ...a, shape: [sizeOf(a.shape.slice(0, axis)), sizeOf(a.shape.slice(axis))] };
  },
  Squeeze(node, [a, axesInput]) {
    if (!a) return null;
    const axes = axesOf(node, axesInput)?.map((axis) => axisOf(axis, a.shape.length));
    const shape = a.shape.filter((extent, axis) => (axes ? !axes.includes(axis) : extent !== 1));
    return sizeOf(shape) === sizeOf(a.shape) ? { ...a, shape } : null;
  },
  Unsqueeze(node, [a, axesInput]) {
    const given = axesOf(node, axesInput);
    if (!a || !given) return null;
    const rank = a.shape.length + given.length;
    const axes = given.map((axis) => axisOf(axis, rank));
    const rest = [...a.shape];
    const shape = Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : (rest.shift() ?? 0)));
    return sizeOf(shape) === sizeOf(a.shape) ? { ...a, shape } : null;
  },
  Transpose({ attributes }, [a]) {
    if (!a) return null;
    const order = attributes.get('perm')?.integers ?? a.shape.map((_, axis) => a.shape.length - 1 - axis);
    const isOrder = [...order].sort((x, y) => x - y).every((axis, at) => axis === at);
    if (!isOrder || order.length !== a.shape.length) return null;
    const strides = stridesOf(a.shape);
    return moved(
      a,
      order.map((axis) => a.shape[axis]),
      (place) => place.reduce((at, index, axis) => at + index * strides[order[axis]], 0),
    );
  },
  Shape({ attributes }, [a]) {
    const [start, end] = ['start', 'end'].map((key) => attributes.get(key)?.integers[0]);
    return a && { shape: [a.shape.length], floats: null, integers: a.shape.slice(start, end) };
  },
  Concat({ attributes }, inputs) {
    const [first] = inputs;
    const parts = inputs.map((part) => part?.integers);
    if (!first || attributes.get('axis')?.integers[0] !== 0) return null;
    if (inputs.some((part) => part?.shape.length !== 1) || parts.some((part) => !part)) return null;
    const all = parts.flatMap((part) => part ?? []);
    return { shape: [all.length], floats: null, integers: all };
  },
  Gather({ attributes }, [a, indices]) {
    const axis = axisOf(attributes.get('axis')?.integers[0] ?? 0, a?.shape.length ?? 0);
    const [index] = indices?.integers ?? [];
    const values = a && valuesOf(a);
    if (!a || !values || !indices || axis !== 0 || a.shape.length !== 1) return null;
    if (indices.shape.length > 0 || index === undefined) {
      const list = indices.integers ?? [];
      return made(
        indices.shape,
        list.map((at) => values[axisOf(at, a.shape[0])] ?? Number.NaN),
        a,
      );
    }
    return made([], [values[axisOf(index, a.shape[0])] ?? Number.NaN], a);
  },
  Slice({ attributes }, [a, starts, ends, axes, steps]) {
    // Attributes until operator set 9.
    const list = (name: string, input: OnnxTensor | null | undefined) =>
      attributes.get(name)?.integers ?? input?.integers;
    const [from, to] = [list('starts', starts), list('ends', ends)];
    if (!a || !from || !to) return null;
    const along = list('axes', axes) ?? from.map((_, axis) => axis);
    const start = a.shape.map(() => 0);
    const stride = a.shape.map(() => 1);
    const shape = [...a.shape];
    for (const [at, each] of along.entries()) {
      const axis = axisOf(each, a.shape.length);
      const extent = a.shape[axis];
      const step = steps?.integers?.[at] ?? 1;
      if (extent === undefined || step === 0) return null;
      // Towards the front, -1 (one before the first) is where it may end.
      const [low, high] = step > 0 ? [0, extent] : [-1, extent - 1];
      const within = (place: number) => Math.min(Math.max(place < 0 ? place + extent : place, low), high);
      start[axis] = step > 0 ? within(from[at]) : Math.min(within(from[at]), extent - 1);
      stride[axis] = step;
      shape[axis] = Math.max(0, Math.ceil((within(to[at]) - start[axis]) / step));
    }
    const strides = stridesOf(a.shape);
    return moved(a, shape, (place) =>
      place.reduce((sum, index, axis) => sum + (start[axis] + index * stride[axis]) * strides[axis], 0),
    );
  },
  ConstantOfShape({ attributes }, [wish]) {
    const shape = wish?.integers;
    if (!shape?.every((extent) => Number.isInteger(extent) && extent >= 0)) return null;
    const count = sizeOf(shape);
    const value = attributes.get('value')?.tensor ?? {
      shape: [1],
      floats: Float32Array.of(0),
      integers: null,
    };
    const number = (valuesOf(value) ?? [])[0];
    if (count > MOST_MADE || number === undefined) return null;
    return made(shape, new Float64Array(count).fill(number), value);
  },
  Add: arithmetic((a, b) => a + b),
  Sub: arithmetic((a, b) => a - b),
  Mul: arithmetic((a, b) => a * b),
  Div(node, inputs, opset) {
    const isWhole = inputs[0]?.integers != null;
    return arithmetic((a, b) => (isWhole ? Math.trunc(a / b) : a / b))(node, inputs, opset);
  },
  Pow: arithmetic((a, b) => a ** b),
  Equal: arithmetic((a, b) => Number(a === b)),
  Neg: unary((value) => -value),
  Abs: unary(Math.abs),
  Sqrt: unary(Math.sqrt),
  Exp: unary(Math.exp),
  Reciprocal: unary((value) => 1 / value),
  DequantizeLinear({ attributes }, [a, scale, zero]) {
    if (!a?.integers || !scale?.floats || attributes.get('block_size')?.integers[0]) return null;
    const axis = axisOf(attributes.get('axis')?.integers[0] ?? 1, a.shape.length);
    const along = (values: ArrayLike<number>) => {
      if (values.length === 1) return () => values[0];
      const stride = sizeOf(a.shape.slice(axis + 1));
      return values.length === a.shape[axis]
        ? (i: number) => values[Math.floor(i / stride) % values.length]
        : null;
    };
    const scaleAt = along(scale.floats);
    const zeroAt = along(zero?.integers ?? [0]);
    if (!scaleAt || !zeroAt) return null;
    const floats = Float32Array.from(a.integers, (code, i) => (code - zeroAt(i)) * scaleAt(i));
    return { shape: a.shape, floats, integers: null };
  },
};

/**
 * What a node makes of constants (null stands for an input left out); null where it is not one of those
 * computed here.
 */
export function evaluate(node: OnnxNode, inputs: (OnnxTensor | null)[], opset: number): OnnxTensor | null {
  return Object.hasOwn(evaluators, node.operator) ? evaluators[node.operator](node, inputs, opset) : null;
}
