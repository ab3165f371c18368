/**
 * Convolutions and dense layers of imported graphs, scales and shifts by channel. Each throws, without a
 * name, why it cannot be.
 */
import { INPUT_NAME } from '../../../model/graph';
import type { Pair } from '../../../model/layers/kind';
import { type BareLayer, type GraphBuilder, type Parts, simplest } from '../builder';
import {
  channelOrderOn,
  extentsOf,
  flatView,
  type Layout,
  orderOf,
  perChannel,
  plainView,
  type View,
} from '../view';
import { elementwise, flattened, stored } from './values';
import { axisPair, sidesFor, type WindowOf } from './windows';

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

/**
 * Weights [output][input] of the last axis: a dense layer, or, where other axes are left, a convolution of
 * single pixels.
 */
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
