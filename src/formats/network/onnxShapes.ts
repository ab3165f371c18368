/**
 * Operators of ONNX that change shapes, or take parts: flattening, reshaping, transposing, padding, slicing.
 */
import type { Pair, Sides } from '../../model/layers/kind';
import { sizeOf } from '../../model/sizeOf';
import { axesOf, axisOf } from './onnxConstants';
import type { Converter, NodeContext } from './onnxContext';
import { concatenate, slice } from './operations/joins';
import { pad, padChannels, subsampled } from './operations/windows';
import { extentsOf, reshaped, transposed, type View } from './view';

/**
 * A value under other axes, the first of which stays the images. `wish` has 0 for an extent that stays and -1
 * for the rest.
 */
function reshape(view: View, wish: number[], zeroStays: boolean, batch: number | null): View {
  const from = extentsOf(view);
  const total = sizeOf(from);
  const [first, ...rest] = wish.map((extent, axis) =>
    extent === 0 && zeroStays && axis > 0 ? (from[axis - 1] ?? -2) : extent,
  );
  const known = sizeOf(rest.filter((extent) => extent !== -1));
  const isOpen = rest.includes(-1);
  const extents = rest.map((extent) => (extent === -1 ? total / known : extent));
  const isImages =
    Number.isNaN(first) || first === -1 || first === 1 || first === batch || (first === 0 && zeroStays);
  const isSafe = !isOpen || first !== -1;
  const isWhole = extents.every((extent) => Number.isInteger(extent) && extent > 0);
  if (!isImages || !isSafe || !isWhole || sizeOf(extents) !== total) {
    const shown = wish.map((extent) => (Number.isNaN(extent) ? 'images' : extent));
    throw new Error(`to ${shown.join(' x ')} of ${from.join(' x ')}`);
  }
  return reshaped(view, extents);
}

function constantIntegers({ node, constant }: NodeContext, at: number, what: string): number[] {
  const integers = constant(at)?.integers;
  if (!integers) throw new Error(node.inputs[at] ? `computed ${what}` : `no ${what}`);
  return integers;
}

/** Sides before and after each axis of images, channels, rows and columns. */
const padding: Converter = (context) => {
  const { node, builder, constant, value } = context;
  const view = value();
  const rank = view.axes.length + 1;
  const mode = node.attributes.get('mode')?.text || 'constant';
  const said = node.attributes.get('pads')?.integers ?? constantIntegers(context, 1, 'amounts');
  const axes =
    constant(3)?.integers?.map((axis) => axisOf(axis, rank)) ??
    Array.from({ length: rank }, (_, axis) => axis);
  if (said.length !== 2 * axes.length || axes.some((axis) => axis >= rank || axis < 0)) {
    throw new Error(`by ${said.join(', ')}`);
  }
  const amounts = (end: 0 | 1) =>
    Array.from({ length: rank }, (_, axis) => {
      const at = axes.indexOf(axis);
      return at < 0 ? 0 : said[at + end * axes.length];
    });
  const [before, after] = [amounts(0), amounts(1)];
  if ([...before, ...after].every((amount) => amount === 0)) return view;
  if (node.inputs[2] && !constant(2)) throw new Error('with a computed value');
  const filling = constant(2)?.floats?.[0] ?? node.attributes.get('value')?.float ?? 0;
  const isPlain = [...before, ...after].every((amount) => Number.isInteger(amount) && amount >= 0);
  if (mode !== 'constant' || !isPlain || rank !== 4 || before[0] + after[0] > 0) {
    throw new Error(`${mode} by ${said.join(', ')}`);
  }
  const sides: Sides = [before[2], before[3], after[2], after[3]];
  if (before[1] + after[1] === 0) return pad(builder, view, 'first', sides, filling);
  if (filling !== 0) throw new Error(`channels of ${filling}`);
  return pad(builder, padChannels(builder, view, 'first', before[1], after[1]), 'first', sides, 0);
};

/** A value under larger extents: channels are put side by side, rows and columns repeated by what follows. */
function repeat({ builder, batch, value }: NodeContext, wish: number[], from: number[]): View {
  const view = value();
  const to = wish.slice(-from.length);
  const lead = wish.slice(0, -from.length);
  const isSame = (axis: number) => to[axis] === 1 || to[axis] === from[axis];
  const isOne = lead.every((extent) => extent === 1 || extent === batch || Number.isNaN(extent));
  if (lead.length > 1 || !isOne || to.length < from.length) throw new Error(`to ${wish.join(' x ')}`);
  if (to.every((_, axis) => isSame(axis))) return view;
  const count = to[0] / from[0];
  if (Number.isInteger(count) && to.slice(1).every((_, axis) => isSame(axis + 1))) {
    return concatenate(builder, new Array<View>(count).fill({ ...view, sole: false }), 0);
  }
  if (!to.every((_, axis) => isSame(axis) || from[axis] === 1)) throw new Error(`to ${wish.join(' x ')}`);
  return { ...view, sole: false, repeated: from.map((extent, axis) => Math.max(extent, to[axis])) };
}

type Range = { axis: number; start: number; end: number; step: number };

/** A run along channels, or every other row and column. */
const slicing: Converter = (context) => {
  const { node, builder, constant, value } = context;
  const view = value();
  const extents = [Number.NaN, ...extentsOf(view)];
  const list = (name: string, at: number) =>
    node.attributes.get(name)?.integers ?? constantIntegers(context, at, name);
  const starts = list('starts', 1);
  const ends = list('ends', 2);
  const axes =
    node.attributes.get('axes')?.integers ?? constant(3)?.integers ?? starts.map((_, axis) => axis);
  if ((node.inputs[3] && !constant(3)) || (node.inputs[4] && !constant(4)))
    throw new Error('at computed places');
  const steps = constant(4)?.integers ?? starts.map(() => 1);
  const ranges = axes.map((each, at): Range => {
    const axis = axisOf(each, extents.length);
    const extent = extents[axis];
    const within = (place: number) => Math.min(Math.max(place < 0 ? place + extent : place, 0), extent);
    return { axis: axis - 1, start: within(starts[at]), end: within(ends[at]), step: steps[at] };
  });
  const real = ranges.filter(
    ({ axis, start, end, step }) => step !== 1 || start !== 0 || end !== extents[axis + 1],
  );
  if (real.length === 0) return view;
  if (
    real.every(
      ({ axis, start, end, step }) => axis > 0 && start === 0 && end === extents[axis + 1] && step > 0,
    )
  ) {
    const step: Pair = [1, 1];
    for (const range of real) step[range.axis - 1] = range.step;
    return subsampled(builder, view, 'first', step);
  }
  const [only] = real;
  if (real.length > 1 || only.axis < 0 || only.step !== 1 || !(only.end > only.start))
    throw new Error('of more than a run of channels');
  return slice(builder, view, only.axis, only.start, only.end - only.start);
};

const splitting: Converter = (context) => {
  const { node, builder, constant, value } = context;
  const view = value();
  const axis = axisOf(node.attributes.get('axis')?.integers[0] ?? 0, view.axes.length + 1) - 1;
  const extent = extentsOf(view)[axis];
  if (node.inputs[1] && !constant(1)) throw new Error('at computed places');
  const parts = node.outputs.length;
  const each = Math.ceil(extent / parts);
  const sizes =
    node.attributes.get('split')?.integers ??
    constant(1)?.integers ??
    node.outputs.map((_, at) => Math.min(each, extent - at * each));
  const isWhole = sizes.every((size) => Number.isInteger(size) && size > 0) && sizes.length === parts;
  if (axis < 0 || !isWhole || sizes.reduce((sum, size) => sum + size, 0) !== extent) {
    throw new Error(`of axis ${axis + 1} into ${sizes.join(', ')}`);
  }
  let first = 0;
  return sizes.map((size) => {
    const part = slice(builder, { ...view, sole: false }, axis, first, size);
    first += size;
    return part;
  });
};

/** By operator. */
export const shapeConverters: Record<string, Converter> = {
  Flatten({ node, value }) {
    const view = value();
    const axis = axisOf(node.attributes.get('axis')?.integers[0] ?? 1, view.axes.length + 1);
    if (axis !== 1) throw new Error(`from axis ${axis}`);
    return reshaped(view, [sizeOf(extentsOf(view))]);
  },
  Reshape(context) {
    const zeroStays = context.node.attributes.get('allowzero')?.integers[0] !== 1;
    const wish = context.node.attributes.get('shape')?.integers ?? constantIntegers(context, 1, 'extents');
    return reshape(context.value(), wish, zeroStays, context.batch);
  },
  Squeeze({ node, constant, value }) {
    const view = value();
    const rank = view.axes.length + 1;
    const given = axesOf(node, constant(1));
    const extents = extentsOf(view);
    // Without axes all of extent 1 go, but the images, which may be several.
    const all = extents.flatMap((extent, axis) => (extent === 1 ? [axis] : []));
    const axes = given?.map((axis) => axisOf(axis, rank) - 1) ?? all;
    if (given && axes.some((axis) => extents[axis] !== 1)) throw new Error(`of axes ${given.join(', ')}`);
    return reshaped(
      view,
      extents.filter((_, axis) => !axes.includes(axis)),
    );
  },
  Unsqueeze({ node, constant, value }) {
    const view = value();
    const given = axesOf(node, constant(1)) ?? [];
    const rank = view.axes.length + 1 + given.length;
    const axes = given.map((axis) => axisOf(axis, rank));
    if (axes.length === 0 || axes.includes(0)) throw new Error(`of axes ${given.join(', ')}`);
    const rest = extentsOf(view);
    const extents = Array.from({ length: rank - 1 }, (_, axis) =>
      axes.includes(axis + 1) ? 1 : (rest.shift() ?? 1),
    );
    return reshaped(view, extents);
  },
  Transpose({ node, value }) {
    const view = value();
    const rank = view.axes.length + 1;
    const order =
      node.attributes.get('perm')?.integers ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
    if (order[0] !== 0) throw new Error(`axes in the order ${order.join(', ')}`);
    return transposed(
      view,
      order.slice(1).map((axis) => axis - 1),
    );
  },
  Expand(context) {
    const wish = constantIntegers(context, 1, 'extents');
    return repeat(context, wish, extentsOf(context.value()));
  },
  Tile(context) {
    const times = constantIntegers(context, 1, 'repeats');
    const extents = [1, ...extentsOf(context.value())];
    return repeat(
      context,
      times.map((count, axis) => count * extents[axis]),
      extents.slice(1),
    );
  },
  Gather({ node, constant, value }) {
    const view = value();
    const rank = view.axes.length + 1;
    const axis = axisOf(node.attributes.get('axis')?.integers[0] ?? 0, rank);
    const extents = [Number.NaN, ...extentsOf(view)];
    const places = constant(1);
    const isOnly = places?.shape.length === 0 && extents[axis] === 1;
    if (axis < 1 || !isOnly) throw new Error(`of places along axis ${axis}`);
    return reshaped(view, extents.toSpliced(axis, 1).slice(1));
  },
  Pad: padding,
  Slice: slicing,
  Split: splitting,
};
