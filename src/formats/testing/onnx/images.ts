/** Random nodes on values of channels, rows and columns. */

import { sizeOf } from '../../../model/sizeOf';
import { channelsLast, concatenation, padding, shuffle, slice, split } from './arranging';
import type { Attributes, Draw } from './draw';
import type { RandomGraph, Value } from './graph';
import { convolution, pooling } from './windows';

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

/**
 * A value and a constant that is repeated over it, one number, one a channel, or one elsewhere, which is
 * refused.
 */
const withConstant: Draw = (graph, value) => {
  const [channels, height] = value.shape;
  const operator = graph.pick(['Add', 'Sub', 'Mul', 'Div']);
  const rest = value.shape.slice(1).map(() => 1);
  const shapes = [[], [1], [channels, ...rest], [1, channels, ...rest], [channels, ...rest]];
  if (value.shape.length === 3 && graph.chance(0.08)) shapes.push([height, 1]);
  const shape = graph.pick(shapes);
  const count = sizeOf(shape);
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
