/**
 * Random nodes in less common forms: defaults left out, negative axes, parts that are moved and moved back,
 * what no exporter should write.
 */

import { sizeOf } from '../../../model/sizeOf';
import type { Draw } from './draw';
import type { RandomGraph, Value } from './graph';

const to = (graph: RandomGraph, name: string, shape: number[]) =>
  graph.node('Reshape', [name, graph.integers(shape)]);

/** Axes of ONNX: an attribute, and an input since operator set 13 (Squeeze, Unsqueeze) or 18 (reductions). */
function withAxes(graph: RandomGraph, operator: string, name: string, axes: number[], since: number) {
  const keeps: Record<string, { int: number }> = operator.startsWith('Reduce')
    ? { keepdims: { int: 1 } }
    : {};
  if (graph.opset >= since) return graph.node(operator, [name, graph.integers(axes)], keeps);
  return graph.node(operator, [name], { axes: { ints: axes }, ...keeps });
}

/**
 * Squeeze and excitation through values of one axis: mean, two products, the gate back over rows and columns.
 */
const gate: Draw = (graph, { name, shape: [channels, height, width] }) => {
  const pooled = graph.node('GlobalAveragePool', [name]);
  const flat = graph.chance(0.5)
    ? graph.node('Flatten', [pooled])
    : withAxes(graph, 'Squeeze', pooled, [3, 2], 13);
  const weights = graph.weights([channels, channels], 1 / Math.sqrt(channels));
  const product = graph.node('MatMul', [flat, weights]);
  const sigmoid = graph.node(graph.pick(['Sigmoid', 'HardSigmoid']), [product]);
  const back = graph.chance(0.5)
    ? to(graph, sigmoid, [1, channels, 1, 1])
    : withAxes(graph, 'Unsqueeze', sigmoid, [2, 3], 13);
  const inputs = graph.chance(0.5) ? [name, back] : [back, name];
  return { name: graph.node('Mul', inputs), shape: [channels, height, width] };
};

/** Rows and columns as one axis, a product over the channels of each pixel, and back. */
const tokens: Draw = (graph, { name, shape: [channels, height, width] }) => {
  const rows = to(graph, name, [graph.pick([0, 1]), channels, graph.pick([-1, height * width])]);
  const turned = graph.node('Transpose', [rows], { perm: { ints: [0, 2, 1] } });
  const outputs = graph.whole(1, 6);
  const weights = graph.weights([channels, outputs], 1.5 / Math.sqrt(channels));
  const product = graph.node('Add', [graph.node('MatMul', [turned, weights]), graph.weights([outputs], 0.3)]);
  const back = graph.node('Transpose', [product], { perm: { ints: [0, 2, 1] } });
  return { name: to(graph, back, [1, outputs, height, width]), shape: [outputs, height, width] };
};

/** LayerNorm of pixels as nodes: x - mean, its square's mean, its root. */
const normNodes: Draw = (graph, { name, shape }) => {
  const [channels] = shape;
  const last = graph.node('Transpose', [name], { perm: { ints: [0, 2, 3, 1] } });
  const mean = (value: string) => withAxes(graph, 'ReduceMean', value, [-1], 18);
  const centred = graph.node('Sub', [last, mean(last)]);
  const square = graph.chance(0.5)
    ? graph.node('Pow', [centred, graph.scalar(2)])
    : graph.node('Mul', [centred, centred]);
  const root = graph.node('Sqrt', [graph.node('Add', [mean(square), graph.scalar(1e-5)])]);
  const scaled = graph.node('Mul', [graph.node('Div', [centred, root]), graph.weights([channels], 1.2)]);
  const shifted = graph.node('Add', [scaled, graph.weights([channels], 0.3)]);
  return { name: graph.node('Transpose', [shifted], { perm: { ints: [0, 3, 1, 2] } }), shape };
};

/** The two spatial axes exchanged, which no kernel here follows, or exchanged twice. */
const turned: Draw = (graph, { name, shape: [channels, height, width] }) => {
  const turn = (value: string) => graph.node('Transpose', [value], { perm: { ints: [0, 1, 3, 2] } });
  const once = turn(name);
  if (graph.chance(0.3)) return { name: once, shape: [channels, width, height] };
  const between = graph.chance(0.5) ? graph.node('Relu', [once]) : once;
  return { name: turn(between), shape: [channels, height, width] };
};

/** Equal parts, put together in another order. */
const parts: Draw = (graph, { name, shape: [channels, height, width] }) => {
  const count = [2, 3].find((each) => channels % each === 0);
  if (!count) return null;
  const axis = { axis: { int: graph.opset >= 11 && graph.chance(0.3) ? -3 : 1 } };
  const given = graph.opset >= 18 ? { ...axis, num_outputs: { int: count } } : axis;
  const names = graph.many('Split', [name], count, given);
  const order = graph.chance(0.5) ? [...names].reverse() : names;
  return { name: graph.node('Concat', order, { axis: { int: 1 } }), shape: [channels, height, width] };
};

/** Channels picked by a list. */
const gathered: Draw = (graph, { name, shape: [channels, height, width] }) => {
  const list = Array.from({ length: graph.whole(1, channels) }, () => graph.whole(0, channels - 1));
  const picked = graph.node('Gather', [name, graph.integers(list)], { axis: { int: 1 } });
  return { name: picked, shape: [list.length, height, width] };
};

/** A slice towards the front, or with a step over channels. */
const strided: Draw = (graph, { name, shape: [channels, height, width] }) => {
  if (graph.opset < 10 || channels < 2) return null;
  const isBack = graph.chance(0.3);
  const lists = isBack ? [[-1], [-1e9], [graph.pick([1, 2])], [-1]] : [[0], [1e9], [1], [2]];
  const sliced = graph.node('Slice', [name, ...lists.map((list) => graph.integers(list))]);
  return { name: sliced, shape: [isBack ? channels : Math.ceil(channels / 2), height, width] };
};

/** Padding that repeats or reflects, or takes away. */
const oddPadding: Draw = (graph, { name, shape: [channels, height, width] }) => {
  if (height < 3 || width < 3) return null;
  const mode = graph.pick(['reflect', 'edge', 'constant']);
  const [top, bottom] = mode === 'constant' ? [-1, graph.whole(0, 1)] : [1, graph.whole(0, 2)];
  const pads = [0, 0, top, 0, 0, 0, bottom, 0];
  const padded =
    graph.opset < 11
      ? graph.node('Pad', [name], { pads: { ints: pads }, mode: { text: mode } })
      : graph.node('Pad', [name, graph.integers(pads)], { mode: { text: mode } });
  return { name: padded, shape: [channels, height + top + bottom, width] };
};

/** Pooling with a dilation, or whose windows begin beyond the rows. */
const oddPooling: Draw = (graph, { name, shape: [channels, height, width] }) => {
  const [rows, columns] = [height, width].map((extent) => Math.min(extent, graph.whole(1, 3)));
  if (graph.opset >= 10 && graph.chance(0.4) && height >= 3 && width >= 3) {
    const attributes = { kernel_shape: { ints: [2, 2] }, dilations: { ints: [2, 2] } };
    return { name: graph.node('MaxPool', [name], attributes), shape: [channels, height - 2, width - 2] };
  }
  const attributes = {
    kernel_shape: { ints: [rows, columns] },
    strides: { ints: [rows, columns] },
    pads: { ints: [rows - 1, columns - 1, rows - 1, columns - 1] },
    ...(graph.chance(0.5) && { count_include_pad: { int: graph.pick([0, 1]) } }),
  };
  const count = (extent: number, size: number) => Math.floor((extent + 2 * (size - 1) - size) / size) + 1;
  const shape = [channels, count(height, rows), count(width, columns)];
  return { name: graph.node('AveragePool', [name], attributes), shape };
};

/** A number for each pixel, from the mean over the channels. */
const spatial: Draw = (graph, { name, shape }) => {
  const map = withAxes(graph, graph.pick(['ReduceMean', 'ReduceMax']), name, [1], 18);
  return { name: graph.node('Mul', [name, graph.node('Sigmoid', [map])]), shape };
};

/** A kernel multiplied by a number a channel in the graph, as unfolded weight scales are. */
const scaledKernel: Draw = (graph, { name, shape: [channels, height, width] }) => {
  const output = graph.whole(1, 6);
  const kernel = graph.weights([output, channels, 1, 1], 1.5 / Math.sqrt(channels));
  const factors = graph.exact(
    [output, 1, 1, 1],
    Array.from({ length: output }, () => graph.between(0.5, 1.5)),
  );
  const made = graph.node('Mul', graph.chance(0.5) ? [kernel, factors] : [factors, kernel]);
  return { name: graph.node('Conv', [name, made]), shape: [output, height, width] };
};

/** Each with how often it is drawn. */
export const oddDraws: [Draw, number][] = [
  [gate, 1],
  [tokens, 0.8],
  [normNodes, 0.5],
  [turned, 0.4],
  [parts, 0.6],
  [gathered, 0.1],
  [strided, 0.2],
  [oddPadding, 0.2],
  [oddPooling, 0.8],
  [spatial, 0.1],
  [scaledKernel, 0.6],
];

/**
 * All values as one axis in another order than channels, rows, columns: the weights that take them must
 * follow.
 */
export function flattenedLast(graph: RandomGraph, { name, shape }: Value): Value {
  const order = graph.pick([
    [0, 2, 3, 1],
    [0, 3, 2, 1],
    [0, 2, 1, 3],
  ]);
  const moved = graph.node('Transpose', [name], { perm: { ints: order } });
  const flat = graph.chance(0.5) ? graph.node('Flatten', [moved]) : to(graph, moved, [1, -1]);
  return { name: flat, shape: [sizeOf(shape)] };
}
