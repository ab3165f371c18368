/**
 * Random networks as ONNX files: all operators that run here, in the forms and operator sets that exporters
 * write.
 */
import { activation } from './activations';
import type { Draw } from './draw';
import { RandomGraph, type Value } from './graph';
import { drawNormalisation, drawWithConstant, drawWithValue, imageDraws, reduced } from './images';
import { flattenedLast, oddDraws } from './odd';
import { onnxOf } from './onnxOf';

/** A file, what it takes, and how its last values are to be compared. */
export type RandomOnnx = {
  bytes: Uint8Array<ArrayBuffer>;
  /** Channels, rows and columns. */
  input: [channels: number, height: number, width: number];
  /** Whether it takes rows, columns, channels. */
  isLast: boolean;
  opset: number;
  softmax: 'Softmax' | 'LogSoftmax' | null;
  /** Its nodes, in a line, for a report. */
  summary: string;
};

const OPSETS = [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21];

function drawn(graph: RandomGraph, draws: [Draw, number][], value: Value, all: Value[]): Value | null {
  // Each draw as often as its weight, in twentieths.
  const list = draws.flatMap(([draw, weight]) => new Array<Draw>(Math.round(20 * weight)).fill(draw));
  return graph.pick(list)(graph, value, all);
}

/** From channels, rows and columns to one axis. */
function flattened(graph: RandomGraph, value: Value): Value {
  const [channels, height, width] = value.shape;
  const isWhole = channels * height * width <= 300 && graph.chance(0.4);
  if (isWhole && graph.chance(0.3)) return flattenedLast(graph, value);
  const squeeze = (name: string) => {
    const axes = graph.chance(0.5) || graph.opset < 11 ? [2, 3] : [-1, -2];
    if (graph.opset < 13) return graph.node('Squeeze', [name], { axes: { ints: axes } });
    return graph.node('Squeeze', [name, graph.integers(axes)]);
  };
  if (!isWhole && graph.chance(0.3)) return { name: reduced(graph, value, false), shape: [channels] };
  const pooled = isWhole ? value.name : graph.node('GlobalAveragePool', [value.name]);
  const size = isWhole ? channels * height * width : channels;
  const form = graph.whole(0, isWhole ? 2 : 3);
  const to = (shape: number[]) => graph.node('Reshape', [pooled, graph.integers(shape)]);
  const name = [
    () => graph.node('Flatten', [pooled], graph.chance(0.5) ? { axis: { int: 1 } } : {}),
    () => to([0, -1]),
    () => to([graph.pick([1, -1]), size]),
    () => squeeze(pooled),
  ][form]();
  return { name, shape: [size] };
}

/** A dense layer, as Gemm or as a product and a sum. */
const dense: Draw = (graph, { name, shape: [input] }) => {
  const output = graph.whole(2, 9);
  const scale = 1.6 / Math.sqrt(input);
  if (graph.chance(0.4)) {
    const product = graph.node('MatMul', [name, graph.weights([input, output], scale)]);
    const bias = () => graph.weights(graph.chance(0.7) ? [output] : [1, output], 0.5);
    const sum = graph.chance(0.7)
      ? graph.node('Add', graph.chance(0.5) ? [product, bias()] : [bias(), product])
      : product;
    return { name: sum, shape: [output] };
  }
  const isTurned = graph.chance(0.6);
  const inputs = [name, graph.weights(isTurned ? [output, input] : [input, output], scale)];
  // A sum without a bias is allowed since operator set 11.
  if (graph.opset < 11 || graph.chance(0.8))
    inputs.push(graph.weights(graph.pick([[output], [1, output], [1]]), 0.5));
  const made = graph.node('Gemm', inputs, {
    ...(isTurned && { transB: { int: 1 } }),
    ...(graph.chance(0.3) && { alpha: { float: graph.between(0.5, 1.5) } }),
    ...(graph.chance(0.3) && { beta: { float: graph.between(-1, 1.5) } }),
  });
  return { name: made, shape: [output] };
};

/** A run of values, or values beside others. */
const pieces: Draw = (graph, { name, shape: [size] }, all) => {
  if (graph.opset >= 10 && graph.chance(0.5) && size > 1) {
    const first = graph.whole(0, size - 2);
    const lists = [[first], [size], [1]].map((list) => graph.integers(list));
    return { name: graph.node('Slice', [name, ...lists]), shape: [size - first] };
  }
  const other = all.length > 0 ? graph.pick(all) : null;
  if (!other) return null;
  const axis = graph.opset >= 11 ? graph.pick([1, -1]) : 1;
  return {
    name: graph.node('Concat', [name, other.name], { axis: { int: axis } }),
    shape: [size + other.shape[0]],
  };
};

const flatDraws: [Draw, number][] = [
  [pieces, 0.6],
  [dense, 4],
  [activation, 3],
  [drawNormalisation, 1],
  [drawWithConstant, 1.5],
  [drawWithValue, 1],
];

/** The network of a seed: the same bytes always. */
export function randomOnnx(seed: number): RandomOnnx {
  const opset = OPSETS[seed % OPSETS.length];
  const graph = new RandomGraph(seed, opset);
  const input = [graph.pick([1, 2, 3, 3]), graph.whole(4, 11), graph.whole(4, 11)] as [
    number,
    number,
    number,
  ];
  // TensorFlow's exporters keep channels last and transpose first thing.
  const isLast = input[1] > 4 && input[2] > 4 && graph.chance(0.2);
  const [channels, height, width] = input;
  let value: Value = isLast
    ? { name: graph.node('Transpose', ['image'], { perm: { ints: [0, 3, 1, 2] } }), shape: input }
    : { name: 'image', shape: input };
  if (graph.chance(0.15)) {
    // The mean and the deviation of ImageNet, or the like.
    const each = (low: number, high: number) =>
      graph.exact(
        [channels, 1, 1],
        Array.from({ length: channels }, () => graph.between(low, high)),
      );
    const centred = graph.node('Sub', [value.name, each(0.3, 0.6)]);
    value = { name: graph.node('Div', [centred, each(0.2, 0.4)]), shape: input };
  }
  const all: Value[] = [];
  const draws: [Draw, number][] = [...imageDraws, ...oddDraws, [activation, 6]];
  for (let left = graph.whole(1, 14); left > 0; left--) {
    const made = drawn(graph, draws, value, all);
    if (!made) continue;
    all.push(made);
    // What is drawn beside the trunk may be joined later, or lead nowhere.
    if (!graph.chance(0.15)) value = made;
    else if (graph.chance(0.5)) value = graph.pick(all);
  }
  value = flattened(graph, value);
  const flat: Value[] = [];
  for (let left = graph.whole(0, 4); left > 0; left--) {
    const made = drawn(graph, flatDraws, value, flat);
    if (made) flat.push(made);
    value = made ?? value;
  }
  value = dense(graph, value, flat) ?? value;
  if (graph.chance(0.2)) value = { ...value, name: graph.node('Identity', [value.name]) };
  const softmax = graph.chance(0.3) ? graph.pick(['Softmax', 'LogSoftmax'] as const) : null;
  if (softmax) {
    const axis = graph.pick([[], [1], ...(opset >= 11 ? [[-1]] : [])]);
    value = {
      ...value,
      name: graph.node(softmax, [value.name], { ...(axis.length > 0 && { axis: { int: axis[0] } }) }),
    };
  }
  const { nodes, constants } = graph;
  const bytes = onnxOf({
    opset,
    input: {
      name: 'image',
      shape: [graph.chance(0.5) ? null : 1, ...(isLast ? [height, width, channels] : input)],
    },
    output: { name: value.name, shape: null },
    nodes,
    constants,
    alsoInputs: graph.chance(0.15) ? [...constants.keys()] : [],
  });
  return { bytes, input, isLast, opset, softmax, summary: nodes.map(({ operator }) => operator).join(' ') };
}
