/** Random nodes on values of channels, rows and columns. */

import type { RandomGraph, Value } from './graph';
import type { AttributeToWrite } from './onnxOf';

/** Adds nodes that take `value`, and perhaps others of `all`; null where none of that kind fits. */
export type Draw = (graph: RandomGraph, value: Value, all: readonly Value[]) => Value | null;

type Attributes = Record<string, AttributeToWrite>;

/** A window along both axes, with padding of each side, and the extent that it leaves. */
function window(graph: RandomGraph, [, height, width]: number[], isPool: boolean) {
  const kernel = [height, width].map((extent) => graph.whole(1, Math.min(extent, graph.pick([1, 3, 3, 4]))));
  const stride = [0, 1].map(() => graph.pick([1, 1, 1, 2, 3]));
  const canDilate = !isPool && graph.chance(0.3);
  const dilation = kernel.map((size) => (canDilate && size > 1 ? graph.pick([1, 2]) : 1));
  // onnxruntime makes nothing of 'same' beside dilation.
  const isDilated = dilation.some((each) => each > 1);
  const auto = !isDilated && graph.chance(0.2) ? graph.pick(['SAME_UPPER', 'SAME_LOWER', 'VALID']) : null;
  const pads = [0, 1, 2, 3].map((side) =>
    graph.chance(0.5) ? 0 : graph.whole(0, isPool ? kernel[side % 2] - 1 : 2),
  );
  const ceil = isPool && auto === null && graph.opset >= 10 && graph.chance(0.3);
  const extents = [height, width].map((extent, axis) => {
    const reach = dilation[axis] * (kernel[axis] - 1) + 1;
    if (auto?.startsWith('SAME')) return Math.ceil(extent / stride[axis]);
    const padded = auto === 'VALID' ? extent : extent + pads[axis] + pads[axis + 2];
    const steps = (padded - reach) / stride[axis];
    const count = Math.floor(steps) + 1;
    // A window that begins in the padding after the last row is left out.
    if (!ceil || Number.isInteger(steps)) return count;
    return count * stride[axis] < extent + pads[axis] ? count + 1 : count;
  });
  const attributes: Attributes = {
    kernel_shape: { ints: kernel },
    ...((stride.some((each) => each > 1) || graph.chance(0.5)) && { strides: { ints: stride } }),
    ...(isDilated && { dilations: { ints: dilation } }),
    ...(auto ? { auto_pad: { text: auto } } : { pads: { ints: pads } }),
    ...(ceil && { ceil_mode: { int: 1 } }),
  };
  return extents.every((extent) => extent >= 1) ? { kernel, attributes, extents } : null;
}

const convolution: Draw = (graph, value) => {
  const [channels] = value.shape;
  const drawn = window(graph, value.shape, false);
  if (!drawn) return null;
  const { kernel, attributes, extents } = drawn;
  const groups = graph.chance(0.7) ? 1 : graph.pick([2, 3, channels].filter((each) => channels % each === 0));
  const output = groups * graph.whole(1, Math.max(1, Math.floor(8 / groups)));
  const each = channels / groups;
  const scale = 1.6 / Math.sqrt(each * kernel[0] * kernel[1]);
  const inputs = [value.name, graph.weights([output, each, ...kernel], scale)];
  if (graph.chance(0.6)) inputs.push(graph.weights([output], 0.5));
  const name = graph.node('Conv', inputs, { ...attributes, ...(groups > 1 && { group: { int: groups } }) });
  return { name, shape: [output, ...extents] };
};

const pooling: Draw = (graph, value) => {
  const drawn = window(graph, value.shape, true);
  if (!drawn) return null;
  const operator = graph.pick(['MaxPool', 'AveragePool']);
  const counts = operator === 'AveragePool' && graph.chance(0.4);
  const name = graph.node(operator, [value.name], {
    ...drawn.attributes,
    ...(counts && { count_include_pad: { int: 1 } }),
  });
  return { name, shape: [value.shape[0], ...drawn.extents] };
};

const normalisation: Draw = (graph, value) => {
  const [channels] = value.shape;
  const positive = () => Array.from({ length: channels }, () => graph.between(0.5, 1.5));
  const inputs = [
    value.name,
    graph.exact([channels], positive()),
    graph.weights([channels], 0.3),
    graph.weights([channels], 0.3),
    graph.exact([channels], positive()),
  ];
  const attributes: Attributes = {
    ...(graph.chance(0.7) && { epsilon: { float: graph.pick([1e-5, 1e-3, 0.1]) } }),
    ...(graph.chance(0.3) && { momentum: { float: 0.9 } }),
    ...(graph.opset >= 14 && graph.chance(0.3) && { training_mode: { int: 0 } }),
  };
  return { name: graph.node('BatchNormalization', inputs, attributes), shape: value.shape };
};

/** A value and a constant that is repeated over it, one number, one a channel, or one elsewhere, which is refused. */
const withConstant: Draw = (graph, value) => {
  const [channels, height] = value.shape;
  const operator = graph.pick(['Add', 'Sub', 'Mul', 'Div']);
  const rest = value.shape.slice(1).map(() => 1);
  const shapes = [[], [1], [channels, ...rest], [1, channels, ...rest], [channels, ...rest]];
  if (value.shape.length === 3 && graph.chance(0.08)) shapes.push([height, 1]);
  const shape = graph.pick(shapes);
  const count = shape.reduce((all, extent) => all * extent, 1);
  const numbers = Array.from({ length: count }, () => graph.between(0.75, 1.4) * graph.pick([1, 1, -1]));
  const constant = graph.exact(shape, numbers);
  const isLast = operator === 'Div' || graph.chance(0.7);
  const inputs = isLast ? [value.name, constant] : [constant, value.name];
  return { name: graph.node(operator, inputs), shape: value.shape };
};

/** Two values: of one shape, or one repeated over rows and columns or over channels. */
const withValue: Draw = (graph, value, all) => {
  const [channels, height, width] = value.shape;
  const fits = all.filter(
    ({ shape }) =>
      shape.length === value.shape.length &&
      (shape.length === 1
        ? shape[0] === channels
        : [1, channels].includes(shape[0]) &&
          ((shape[1] === height && shape[2] === width) || (shape[1] === 1 && shape[2] === 1))),
  );
  if (fits.length === 0) return null;
  const other = graph.pick(fits);
  const names = graph.chance(0.5) ? [value.name, other.name] : [other.name, value.name];
  const operator = graph.pick(['Add', 'Add', 'Mul', 'Sub']);
  // Products of products grow beyond what float32 compares.
  const own = operator === 'Mul' ? [names[0], graph.node('Sigmoid', [names[1]])] : names;
  return { name: graph.node(operator, own), shape: value.shape };
};

const concatenation: Draw = (graph, value, all) => {
  const [, ...extents] = value.shape;
  const fits = all.filter(({ shape }) => shape.slice(1).join() === extents.join());
  if (fits.length === 0) return null;
  const parts = [value, ...Array.from({ length: graph.whole(1, 2) }, () => graph.pick(fits))];
  const total = parts.reduce((sum, { shape }) => sum + shape[0], 0);
  if (total > 24) return null;
  const axis = graph.opset >= 11 && graph.chance(0.2) ? -value.shape.length : 1;
  const names = parts.map(({ name }) => name);
  const name = graph.node('Concat', names, { axis: { int: axis } });
  return { name, shape: [total, ...extents] };
};

const split: Draw = (graph, value) => {
  const [channels, ...extents] = value.shape;
  if (channels < 2) return null;
  const first = graph.whole(1, channels - 1);
  const sizes = [first, channels - first];
  const axis: Attributes = { axis: { int: 1 } };
  const names =
    graph.opset < 13
      ? graph.many('Split', [value.name], 2, { ...axis, split: { ints: sizes } })
      : graph.many('Split', [value.name, graph.integers(sizes)], 2, axis);
  const at = graph.whole(0, 1);
  return { name: names[at], shape: [sizes[at], ...extents] };
};

/** A run of channels, or every other row and column. */
const slice: Draw = (graph, value) => {
  const [channels, height, width] = value.shape;
  const isPixels = graph.opset >= 10 && graph.chance(0.4);
  if (isPixels) {
    const steps = [graph.whole(1, 2), graph.whole(1, 2)];
    const inputs = [[0, 0], [height, graph.pick([width, 1e9])], [2, 3], steps].map((list) =>
      graph.integers(list),
    );
    const shape = [channels, Math.ceil(height / steps[0]), Math.ceil(width / steps[1])];
    return { name: graph.node('Slice', [value.name, ...inputs]), shape };
  }
  const first = graph.whole(0, channels - 1);
  const end = graph.whole(first + 1, channels);
  const given = [[graph.chance(0.3) ? first - channels : first], [end], [1]];
  const shape = [end - first, height, width];
  if (graph.opset >= 10) {
    return { name: graph.node('Slice', [value.name, ...given.map((list) => graph.integers(list))]), shape };
  }
  const [starts, ends, axes] = given.map((ints) => ({ ints }));
  return { name: graph.node('Slice', [value.name], { starts, ends, axes }), shape };
};

const padding: Draw = (graph, value) => {
  const [channels, height, width] = value.shape;
  const [top, left, bottom, right] = [0, 1, 2, 3].map(() => graph.whole(0, 2));
  const [before, after] = graph.chance(0.15) ? [graph.whole(0, channels), graph.whole(0, channels)] : [0, 0];
  const pads = [0, before, top, left, 0, after, bottom, right];
  // Channels of other numbers than 0 do not run here.
  const fill = graph.chance(0.4) && before + after === 0 ? graph.between(-1, 1) : 0;
  const shape = [channels + before + after, height + top + bottom, width + left + right];
  if (graph.opset < 11) {
    const name = graph.node('Pad', [value.name], { pads: { ints: pads }, value: { float: fill } });
    return { name, shape };
  }
  const inputs = [value.name, graph.integers(pads)];
  if (fill !== 0 || graph.chance(0.3))
    inputs.push(graph.tensor({ shape: [], type: 'float', values: [fill] }));
  return { name: graph.node('Pad', inputs, graph.chance(0.3) ? { mode: { text: 'constant' } } : {}), shape };
};

const shuffle: Draw = (graph, value) => {
  const [channels, height, width] = value.shape;
  const groups = [2, 3, 4].filter((each) => channels % each === 0);
  if (groups.length === 0) return null;
  const group = graph.pick(groups);
  const to = (name: string, shape: number[]) => graph.node('Reshape', [name, graph.integers(shape)]);
  const parted = to(value.name, [graph.pick([0, 1]), group, channels / group, height, width]);
  const turned = graph.node('Transpose', [parted], { perm: { ints: [0, 2, 1, 3, 4] } });
  return { name: to(turned, [1, graph.pick([channels, -1]), height, width]), shape: value.shape };
};

/** What ConvNeXt does: channels last, a few layers over them, and back. */
const channelsLast: Draw = (graph, value) => {
  const [channels, height, width] = value.shape;
  let name = graph.node('Transpose', [value.name], { perm: { ints: [0, 2, 3, 1] } });
  if (graph.opset >= 17 && graph.chance(0.6)) {
    const scale = graph.exact([channels], graph.numbers(channels, 1.2));
    const inputs = [name, scale, ...(graph.chance(0.7) ? [graph.weights([channels], 0.3)] : [])];
    name = graph.node('LayerNormalization', inputs, { axis: { int: -1 }, epsilon: { float: 1e-5 } });
  }
  let outputs = channels;
  if (graph.chance(0.7)) {
    outputs = graph.whole(1, 8);
    name = graph.node('MatMul', [name, graph.weights([channels, outputs], 1.6 / Math.sqrt(channels))]);
    if (graph.chance(0.7)) name = graph.node('Add', [graph.weights([outputs], 0.5), name]);
  }
  if (graph.chance(0.3)) name = graph.node('Relu', [name]);
  return {
    name: graph.node('Transpose', [name], { perm: { ints: [0, 3, 1, 2] } }),
    shape: [outputs, height, width],
  };
};

/** The mean or largest value of each channel, rows and columns kept as 1. */
const squeezed: Draw = (graph, value) => {
  const shape = [value.shape[0], 1, 1];
  if (graph.chance(0.5)) {
    return { name: graph.node(graph.pick(['GlobalAveragePool', 'GlobalMaxPool']), [value.name]), shape };
  }
  return { name: reduced(graph, value, true), shape };
};

/** A mean over rows and columns, by attribute or by input. */
export function reduced(graph: RandomGraph, { name }: Value, keeps: boolean): string {
  const axes =
    graph.opset >= 11 && graph.chance(0.4)
      ? [-2, -1]
      : graph.pick([
          [2, 3],
          [3, 2],
        ]);
  const keepdims: Attributes = keeps && graph.chance(0.5) ? {} : { keepdims: { int: keeps ? 1 : 0 } };
  const operator = graph.pick(['ReduceMean', 'ReduceMax']);
  if (graph.opset >= 18) return graph.node(operator, [name, graph.integers(axes)], keepdims);
  return graph.node(operator, [name], { axes: { ints: axes }, ...keepdims });
}

/** Nodes that do not run here: what is refused must be a sentence. */
const foreign: Draw = (graph, value) => {
  const operator = graph.pick(['Softplus', 'Sin', 'InstanceNormalization', 'Ceil', 'Elu']);
  const { shape } = value;
  if (operator !== 'InstanceNormalization') return { name: graph.node(operator, [value.name]), shape };
  const inputs = [0, 1].map(() => graph.exact([shape[0]], graph.numbers(shape[0], 1)));
  return { name: graph.node(operator, [value.name, ...inputs]), shape };
};

/** What is drawn for values of channels, rows and columns, each with how often. */
export const imageDraws: [Draw, number][] = [
  [convolution, 9],
  [pooling, 4],
  [normalisation, 3],
  [withConstant, 3],
  [withValue, 4],
  [concatenation, 2],
  [split, 1],
  [slice, 1.5],
  [padding, 1.5],
  [shuffle, 1.5],
  [channelsLast, 1.5],
  [squeezed, 1],
  [foreign, 0.1],
];

export { normalisation as drawNormalisation, withConstant as drawWithConstant, withValue as drawWithValue };
