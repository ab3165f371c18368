/** What operations of imported graphs do to values: each adds the layers that it is here. Throws, without a name, why it cannot. */
import { INPUT_NAME } from '../../model/graph';
import { type Pair, type Shape, type Sides, showShape } from '../../model/layers/kind';
import type { BareLayer, GraphBuilder, Parts } from './builder';
import { simplest } from './builder';
import {
  alike,
  channelOrderOn,
  extentsOf,
  flattenedView,
  flatView,
  type Layout,
  orderOf,
  perChannel,
  plainView,
  runsOver,
  shuffleOf,
  type View,
} from './view';

/** Padding of each side, or what makes ceil(extent / stride) values, the odd one after (`upper`) or before. */
export type Padding = Sides | 'upper' | 'lower';

type WindowOf = { kernel: Pair; stride: Pair; padding: Padding; dilation: Pair };

/** The layer's output that a value is, channels put in order. */
function stored(builder: GraphBuilder, view: View, layout: Layout): { of: string; shape: Shape } {
  const shuffle = shuffleOf(view, layout);
  if (!shuffle) return view;
  const { name, shape } = builder.add({ kind: 'shuffle', ...shuffle }, [view.of]);
  return { of: name, shape };
}

/** Padding of each side of a window, for an input. */
function sidesFor({ height, width }: Shape, { kernel, stride, padding, dilation }: WindowOf): Sides {
  if (typeof padding !== 'string') return padding;
  const [rows, columns] = [height, width].map((extent, axis) => {
    const reach = dilation[axis] * (kernel[axis] - 1) + 1;
    const total = Math.max(0, (Math.ceil(extent / stride[axis]) - 1) * stride[axis] + reach - extent);
    const less = Math.floor(total / 2);
    return padding === 'upper' ? [less, total - less] : [total - less, less];
  });
  return [rows[0], columns[0], rows[1], columns[1]];
}

const axisPair = ([a, b]: Pair) => (a === b ? a : ([a, b] as Pair));

/** A convolution with kernel [output, input / groups, height, width]. */
export function convolve(
  builder: GraphBuilder,
  view: View,
  layout: Layout,
  kernel: { shape: number[]; values: Float32Array },
  bias: Float32Array | null,
  { groups, ...window }: WindowOf & { groups: number },
  hint: string,
): View {
  const { of, shape } = stored(builder, view, layout);
  const [output, each] = kernel.shape;
  const dilation = axisPair(window.dilation);
  const layer: BareLayer = {
    kind: 'conv',
    input: each * groups,
    output,
    kernel: window.kernel,
    stride: axisPair(window.stride) as number,
    padding: simplest(sidesFor(shape, window)),
    ...(dilation !== 1 && { dilation }),
    ...(groups !== 1 && { groups }),
    bias: bias !== null,
  };
  const made = builder.add(layer, [of], hint, { weight: kernel.values, ...(bias && { bias }) });
  return plainView(made.name, made.shape, layout);
}

/** Pooling of windows. */
export function pool(
  builder: GraphBuilder,
  view: View,
  layout: Layout,
  kind: 'maxPool' | 'averagePool',
  { ceilMode, countIncludePad, ...window }: WindowOf & { ceilMode: boolean; countIncludePad: boolean },
): View {
  if (window.dilation.some((each) => each !== 1)) throw new Error('dilations');
  const { of, shape } = stored(builder, view, layout);
  const sides = sidesFor(shape, window);
  const isPadded = sides.some((side) => side !== 0);
  const made = builder.add(
    {
      kind,
      size: axisPair(window.kernel),
      stride: axisPair(window.stride),
      ...(isPadded && { padding: simplest(sides) }),
      ...(ceilMode && { ceilMode }),
      ...(kind === 'averagePool' && isPadded && countIncludePad && { countIncludePad }),
    } as BareLayer,
    [of],
  );
  return plainView(made.name, made.shape, layout);
}

/** Numbers around rows and columns. */
export function pad(builder: GraphBuilder, view: View, layout: Layout, sides: Sides, value: number): View {
  if (sides.every((side) => side === 0)) return view;
  const { of } = stored(builder, view, layout);
  const made = builder.add({ kind: 'pad', padding: simplest(sides), ...(value !== 0 && { value }) }, [of]);
  return plainView(made.name, made.shape, layout);
}

/** A layer that changes no place: the value lies as it did. */
export function elementwise(
  builder: GraphBuilder,
  view: View,
  layer: BareLayer,
  hint = '',
  parts: Parts = {},
): View {
  const made = builder.add(layer, [view.of], hint, parts);
  return { ...view, of: made.name, sole: true };
}

/** The value as channels alone, where one axis runs over channels, rows and columns. */
function flattened(builder: GraphBuilder, view: View): View {
  if (view.shape.height === 1 && view.shape.width === 1) return view;
  const { name } = builder.add({ kind: 'flatten' }, [view.of]);
  return flattenedView(view, name);
}

/** A constant for each channel; a value that is one axis is laid out as channels first. */
export function channelNumbers(
  builder: GraphBuilder,
  view: View,
  shape: number[],
  values: ArrayLike<number>,
): { view: View; numbers: Float32Array } {
  try {
    return { view, numbers: perChannel(view, shape, values) };
  } catch (error) {
    if (view.axes.length !== 1 || (view.shape.height === 1 && view.shape.width === 1)) throw error;
    const flat = flattened(builder, view);
    return { view: flat, numbers: perChannel(flat, shape, values) };
  }
}

/** Every value times `scale`, plus `shift`, by channel; null stands for 1 and for 0. */
export function scaled(
  builder: GraphBuilder,
  view: View,
  scale: Float32Array | null,
  shift: Float32Array | null,
): View {
  const { channels } = view.shape;
  const weight = scale ?? new Float32Array(channels).fill(1);
  const bias = shift ?? new Float32Array(channels);
  if (view.of === INPUT_NAME && view.sole && builder.normalise(weight, bias)) return view;
  if (view.sole && !scale && shift && builder.takeBias(view.of, shift)) return view;
  const parts: Parts = shift ? { weight, bias } : { weight };
  return elementwise(builder, view, { kind: 'scale', channels, bias: shift !== null }, 'scale', parts);
}

/** Weights [output][input] of the last axis: a dense layer, or, where other axes are left, a convolution of single pixels. */
export function dense(
  builder: GraphBuilder,
  view: View,
  weight: { output: number; input: number; values: Float32Array },
  bias: Float32Array | null,
  hint: string,
): View {
  const { output, input, values } = weight;
  const extents = extentsOf(view);
  const last = extents.length - 1;
  if (extents[last] !== input) throw new Error(`takes ${input} values, but receives ${extents.join(' x ')}`);
  const isWhole = extents.slice(0, last).every((extent) => extent === 1);
  const order = isWhole ? orderOf(view) : channelOrderOn(view, last);
  if (!order) throw new Error(`over an axis that is not the channels, of ${extents.join(' x ')}`);
  const isInOrder = order.every((place, at) => place === at);
  const own = isInOrder ? values : new Float32Array(values.length);
  if (!isInOrder) {
    for (let o = 0; o < output; o++) {
      for (let at = 0; at < input; at++) own[o * input + at] = values[o * input + order[at]];
    }
  }
  const parts: Parts = bias ? { weight: own, bias } : { weight: own };
  if (isWhole) {
    const made = builder.add({ kind: 'dense', input, output, bias: bias !== null }, [view.of], hint, parts);
    const flat = flatView(made.name, made.shape);
    return { ...flat, axes: [...view.axes.slice(0, last), ...flat.axes] };
  }
  const geometry = { kernel: [1, 1] as Pair, stride: 1, padding: 0 };
  const made = builder.add(
    { kind: 'conv', input, output, ...geometry, bias: bias !== null },
    [view.of],
    hint,
    parts,
  );
  const axes = [...view.axes.slice(0, last), ...flatView('', { ...made.shape }).axes];
  return { of: made.name, shape: made.shape, axes, sole: true };
}

/** The sum or product of values. */
export function joined(builder: GraphBuilder, kind: 'add' | 'multiply', views: View[]): View {
  const rank = Math.max(...views.map(({ axes }) => axes.length));
  // Axes are repeated from the right.
  const full = views.map((view) => ({
    ...view,
    axes: [...new Array(rank - view.axes.length).fill([]), ...view.axes],
  }));
  if (views.some(({ axes }) => axes.length !== rank)) throw new Error('values of different numbers of axes');
  const largest = full.reduce((a, b) => (sizeOf(b) > sizeOf(a) ? b : a));
  for (const view of full) {
    if (!alike(view, largest)) {
      throw new Error(
        `${full.map((each) => extentsOf(each).join(' x ')).join(' and ')} that lie differently`,
      );
    }
  }
  const made = builder.add(
    { kind },
    full.map(({ of }) => of),
  );
  if (made.shape.channels * made.shape.height * made.shape.width !== sizeOf(largest)) {
    throw new Error(`values that are repeated to ${showShape(made.shape)}`);
  }
  return { ...largest, of: made.name, shape: made.shape, sole: true };
}

const sizeOf = ({ shape }: View) => shape.channels * shape.height * shape.width;

/** The value with shuffled channels put in order. */
function ordered(builder: GraphBuilder, view: View, axis: number): View {
  const layout = axis === 0 ? 'first' : 'last';
  if (view.axes.length !== 3 || runsOver(view, axis, [0])) return view;
  const { of, shape } = stored(builder, view, layout);
  return plainView(of, shape, layout);
}

/** Values one after the other along an axis, which has to be the channels. */
export function concatenate(builder: GraphBuilder, views: View[], axis: number): View {
  if (views.length === 1) return views[0];
  const isFlat = views.every((view) => extentsOf(view).every((extent, at) => at === axis || extent === 1));
  const own = views.map((view) => (isFlat ? flattened(builder, view) : ordered(builder, view, axis)));
  const [first] = own;
  const fits = own.every(
    (view) =>
      view.axes.length === first.axes.length &&
      runsOver(view, axis, [0]) &&
      alike({ ...view, axes: view.axes.with(axis, []) }, { ...first, axes: first.axes.with(axis, []) }),
  );
  if (!fits)
    throw new Error(
      `along axis ${axis + 1} of ${own.map((view) => extentsOf(view).join(' x ')).join(' and ')}`,
    );
  const made = builder.add(
    { kind: 'concatenate' },
    own.map(({ of }) => of),
  );
  return {
    of: made.name,
    shape: made.shape,
    axes: first.axes.with(axis, flatView('', made.shape).axes[0]),
    sole: true,
  };
}

/** A run of places along an axis, which has to be the channels. */
export function slice(builder: GraphBuilder, view: View, axis: number, first: number, count: number): View {
  const extent = extentsOf(view)[axis];
  if (first === 0 && count === extent) return view;
  const isFlat = extentsOf(view).every((each, at) => at === axis || each === 1);
  const own = isFlat ? flattened(builder, view) : ordered(builder, view, axis);
  if (!runsOver(own, axis, [0])) throw new Error(`of axis ${axis + 1} of ${extentsOf(own).join(' x ')}`);
  const made = builder.add({ kind: 'slice', first, count }, [own.of]);
  return {
    of: made.name,
    shape: made.shape,
    axes: own.axes.with(axis, flatView('', made.shape).axes[0]),
    sole: true,
  };
}

/** Every `step`-th row and column. */
export function subsampled(builder: GraphBuilder, view: View, layout: Layout, step: Pair): View {
  const { of } = stored(builder, view, layout);
  const made = builder.add({ kind: 'maxPool', size: 1, stride: axisPair(step) }, [of]);
  return plainView(made.name, made.shape, layout);
}

/** Zeros before and after the channels: the value's own channels times 0, put beside it. */
export function padChannels(
  builder: GraphBuilder,
  view: View,
  layout: Layout,
  before: number,
  after: number,
): View {
  const { of, shape } = stored(builder, view, layout);
  if (Math.max(before, after) > shape.channels) throw new Error('by more channels than there are');
  const zeros = (count: number) => {
    if (count === 0) return [];
    const from = count === shape.channels ? of : builder.add({ kind: 'slice', first: 0, count }, [of]).name;
    const parts = { weight: new Float32Array(count) };
    return [builder.add({ kind: 'scale', channels: count, bias: false }, [from], 'zeros', parts).name];
  };
  const made = builder.add({ kind: 'concatenate' }, [...zeros(before), of, ...zeros(after)]);
  return plainView(made.name, made.shape, layout);
}

/** The mean or the largest value over all rows and columns, which are `axes`. */
export function globalPool(
  builder: GraphBuilder,
  view: View,
  axes: number[],
  kind: 'globalAverage' | 'globalMax',
  keepsAxes: boolean,
): View {
  const gone = view.axes.filter((_, axis) => axes.includes(axis)).flat();
  const { height, width } = view.shape;
  const isAll =
    gone.length > 0 || height * width === 1
      ? gone.every(({ dim, stride }) => dim > 0 && stride === 1) &&
        gone.reduce((product, { size }) => product * size, 1) === height * width
      : false;
  if (!isAll)
    throw new Error(`over axes ${axes.map((axis) => axis + 1).join(', ')} of ${extentsOf(view).join(' x ')}`);
  const made = builder.add({ kind }, [view.of]);
  const left = view.axes.flatMap((factors, axis) =>
    axes.includes(axis) ? (keepsAxes ? [[]] : []) : [factors],
  );
  return { of: made.name, shape: made.shape, axes: left, sole: true };
}

/** BatchNorm along an axis of channels, or of the value's one axis. */
export function batchNorm(
  builder: GraphBuilder,
  view: View,
  axis: number,
  parts: Parts,
  epsilon: number,
  hint: string,
): View {
  const isFlat = extentsOf(view).every((extent, at) => at === axis || extent === 1);
  const own = isFlat ? flattened(builder, view) : view;
  const order = channelOrderOn(own, axis);
  const channels = own.shape.channels;
  if (!order || Object.values(parts).some(({ length }) => length !== channels)) {
    throw new Error(`of ${parts.mean.length} channels, but receives ${extentsOf(view).join(' x ')}`);
  }
  const sorted = Object.fromEntries(
    Object.entries(parts).map(([part, values]) => [part, Float32Array.from(order, (place) => values[place])]),
  );
  return elementwise(builder, own, { kind: 'batchNorm', channels, epsilon }, hint, sorted);
}

/** LayerNorm along the last axis, which has to be all channels of a pixel. */
export function layerNorm(
  builder: GraphBuilder,
  view: View,
  { weight, bias }: Parts,
  epsilon: number,
  hint: string,
): View {
  const last = view.axes.length - 1;
  const isFlat = extentsOf(view).every((extent, at) => at === last || extent === 1);
  const own = isFlat ? flattened(builder, view) : view;
  const order = channelOrderOn(own, last);
  const channels = own.shape.channels;
  if (!order || weight.length !== channels || bias.length !== channels) {
    throw new Error(`over axes of ${weight.length} values, of ${extentsOf(view).join(' x ')}`);
  }
  const sorted = (values: Float32Array) => Float32Array.from(order, (place) => values[place]);
  const parts = { weight: sorted(weight), bias: sorted(bias) };
  return elementwise(builder, own, { kind: 'layerNorm', channels, epsilon }, hint, parts);
}

/** Probabilities along an axis, which has to be that of the classes; the layer changes no answer and is left out. */
export function softmax(view: View, axis: number): View {
  const extents = extentsOf(view);
  if (!extents.every((extent, at) => at === axis || extent === 1)) {
    throw new Error(`along axis ${axis + 1} of ${extents.join(' x ')}`);
  }
  return { ...view, softmax: true };
}
