/** What each layer of Keras is here, as TensorFlow.js computes it. */
import type { Pair } from '../../model/layers/kind';
import { sizeOf } from '../../model/sizeOf';
import { named } from '../check';
import type { GraphBuilder } from './builder';
import { concatenate, joined, softmax } from './operations/joins';
import { batchNorm, layerNorm } from './operations/norms';
import { channelNumbers, convolve, dense, scaled } from './operations/sums';
import { elementwise } from './operations/values';
import { globalPool, type Padding, pad, pool } from './operations/windows';
import {
  activated,
  axisFrom,
  biasOf,
  type Converter,
  channelsFirst,
  checkActivation,
  depthwise,
  type KerasLayer,
  paddingOf,
  pair,
  windowOf,
} from './tfjsSettings';
import type { Weight } from './tfjsWeights';
import { extentsOf, reshaped, transposed, type View } from './view';

/** Layers that change nothing when a network is asked, not trained. */
const PASSING = [
  'InputLayer',
  'Dropout',
  'SpatialDropout2D',
  'GaussianNoise',
  'GaussianDropout',
  'AlphaDropout',
  'ActivityRegularization',
];

/** The converter of a model's layers, which finds their weights. */
export function kerasConverter(weights: Map<string, Weight>) {
  return (layer: KerasLayer, builder: GraphBuilder, take: () => View[]): View => {
    const { kind, name, config } = layer;
    if (config.data_format !== undefined && config.data_format !== 'channels_last')
      throw new Error('channels first');
    const isPassing = PASSING.includes(kind);
    if (!isPassing && !Object.hasOwn(converters, kind)) throw new Error('not supported');
    checkActivation(config.activation);
    const views = take();
    if (isPassing) return views[0];
    const find = (part: string) => weights.get(`${name}/${part}`) ?? bySuffix(weights, `/${name}/${part}`);
    const weight = (part: string, axes: number, other = part): Weight => {
      const found = find(part) ?? find(other);
      if (!found) throw new Error(`without weights "${part}"`);
      if (found.shape.length !== axes) throw new Error(`"${part}" of ${found.shape.length} axes`);
      return found;
    };
    const view = converters[kind]({ layer, config, builder, views, view: views[0], weight });
    return kind === 'Activation' ? view : activated(builder, view, config.activation);
  };
}

/**
 * Weights whose name ends so, within scopes of names; of several the one within the fewest, where that is
 * one.
 */
function bySuffix(weights: Map<string, Weight>, suffix: string): Weight | undefined {
  const found = [...weights.keys()].filter((key) => key.endsWith(suffix));
  const depth = (key: string) => key.split('/').length;
  const least = Math.min(...found.map(depth));
  const nearest = found.filter((key) => depth(key) === least);
  if (nearest.length > 1) throw new Error(`weights of several names: ${nearest.map(named).join(', ')}`);
  return weights.get(nearest[0] ?? '');
}

const pooling =
  (kind: 'maxPool' | 'averagePool'): Converter =>
  ({ config, builder, view }) => {
    const kernel = pair(config.pool_size, 2, 'a window of');
    const window = { kernel, stride: pair(config.strides, kernel, 'strides'), dilation: [1, 1] as Pair };
    const padding = paddingOf(config);
    return pool(builder, view, 'last', kind, { ...window, padding, ceilMode: false, countIncludePad: false });
  };

const overPixels =
  (kind: 'globalAverage' | 'globalMax'): Converter =>
  ({ config, builder, view }) =>
    globalPool(builder, view, [0, 1], kind, config.keepdims === true);

const merging =
  (kind: 'add' | 'multiply'): Converter =>
  ({ builder, views }) =>
    joined(builder, kind, views);

const ones = (length: number) => new Float32Array(length).fill(1);

const converters: Record<string, Converter> = {
  Conv2D(context) {
    const { config, builder, view, weight, layer } = context;
    const kernel = channelsFirst(weight('kernel', 4));
    const groups = Number(config.groups ?? 1);
    const window = { ...windowOf(config, [kernel.shape[2], kernel.shape[3]]), groups };
    return convolve(builder, view, 'last', kernel, biasOf(context), window, layer.name);
  },
  DepthwiseConv2D(context) {
    const { config, builder, view, weight, layer } = context;
    // Keras 3 calls it a kernel, as that of any convolution.
    const own = weight('depthwise_kernel', 4, 'kernel');
    const window = { ...windowOf(config, [own.shape[0], own.shape[1]]), groups: own.shape[2] };
    return convolve(builder, view, 'last', depthwise(own), biasOf(context), window, layer.name);
  },
  SeparableConv2D(context) {
    const { config, builder, view, weight, layer } = context;
    const own = weight('depthwise_kernel', 4);
    const window = { ...windowOf(config, [own.shape[0], own.shape[1]]), groups: own.shape[2] };
    const middle = convolve(builder, view, 'last', depthwise(own), null, window, `${layer.name}_depthwise`);
    const point = {
      kernel: [1, 1] as Pair,
      stride: [1, 1] as Pair,
      dilation: [1, 1] as Pair,
      padding: [0, 0, 0, 0] as Padding,
      groups: 1,
    };
    const kernel = channelsFirst(weight('pointwise_kernel', 4));
    return convolve(builder, middle, 'last', kernel, biasOf(context), point, layer.name);
  },
  Dense(context) {
    const { builder, view, weight, layer } = context;
    const { shape, values } = weight('kernel', 2);
    const [input, output] = shape;
    const turned = channelsFirst({ shape: [1, 1, input, output], values }).values;
    return dense(builder, view, { output, input, values: turned }, biasOf(context), layer.name);
  },
  BatchNormalization({ config, builder, view, weight, layer }) {
    const mean = weight('moving_mean', 1).values;
    const parts = {
      weight: config.scale === false ? ones(mean.length) : weight('gamma', 1).values,
      bias: config.center === false ? new Float32Array(mean.length) : weight('beta', 1).values,
      mean,
      variance: weight('moving_variance', 1).values,
    };
    const axis = axisFrom(config.axis, view.axes.length + 1);
    return batchNorm(builder, view, axis, parts, Number(config.epsilon ?? 1e-3), layer.name);
  },
  LayerNormalization({ config, builder, view, weight, layer }) {
    const rank = view.axes.length + 1;
    if (axisFrom(config.axis, rank) !== rank - 2) throw new Error('along other axes than the last');
    const gamma = config.scale === false ? null : weight('gamma', 1).values;
    const beta = config.center === false ? null : weight('beta', 1).values;
    const channels = gamma?.length ?? beta?.length ?? view.shape.channels;
    const parts = { weight: gamma ?? ones(channels), bias: beta ?? new Float32Array(channels) };
    return layerNorm(builder, view, parts, Number(config.epsilon ?? 1e-3), layer.name);
  },
  ReLU({ config, builder, view }) {
    const [most, slope, threshold] = [
      config.max_value ?? null,
      config.negative_slope ?? 0,
      config.threshold ?? 0,
    ];
    if (threshold !== 0 || (most !== null && slope !== 0))
      throw new Error('with a threshold, or a limit and a slope');
    if (most !== null) return elementwise(builder, view, { kind: 'clip', low: 0, high: Number(most) });
    if (slope !== 0) return elementwise(builder, view, { kind: 'leakyRelu', slope: Number(slope) });
    return elementwise(builder, view, { kind: 'relu' });
  },
  LeakyReLU({ config, builder, view }) {
    const slope = Number(config.alpha ?? config.negative_slope ?? 0.3);
    return elementwise(builder, view, { kind: 'leakyRelu', slope });
  },
  PReLU({ builder, view, weight }) {
    const { shape, values } = weight('alpha', view.axes.length);
    const { view: own, numbers } = channelNumbers(builder, view, shape, values);
    return elementwise(builder, own, { kind: 'prelu', channels: numbers.length }, 'prelu', {
      weight: numbers,
    });
  },
  Activation: ({ config, builder, view }) => activated(builder, view, config.activation),
  Softmax: ({ config, view }) => softmax(view, axisFrom(config.axis, view.axes.length + 1)),
  MaxPooling2D: pooling('maxPool'),
  AveragePooling2D: pooling('averagePool'),
  GlobalAveragePooling2D: overPixels('globalAverage'),
  GlobalMaxPooling2D: overPixels('globalMax'),
  Add: merging('add'),
  Multiply: merging('multiply'),
  Concatenate({ config, builder, views }) {
    const axis = axisFrom(config.axis, views[0].axes.length + 1);
    return concatenate(builder, views, axis);
  },
  Flatten({ view }) {
    return reshaped(view, [sizeOf(extentsOf(view))]);
  },
  Reshape({ config, view }) {
    const wish = [config.target_shape ?? []].flat().map(Number);
    const total = sizeOf(extentsOf(view));
    const known = wish.reduce((product, extent) => (extent > 0 ? product * extent : product), 1);
    const extents = wish.map((extent) => (extent > 0 ? extent : total / known));
    if (extents.some((extent) => !Number.isInteger(extent))) throw new Error(`to ${wish.join(' x ')}`);
    return reshaped(view, extents);
  },
  Permute({ config, view }) {
    return transposed(
      view,
      [config.dims ?? []].flat().map((axis) => Number(axis) - 1),
    );
  },
  ZeroPadding2D({ config, builder, view }) {
    const given = config.padding ?? 1;
    const sides = Array.isArray(given)
      ? given.map((side) => [side].flat().map(Number))
      : [[Number(given)], [Number(given)]];
    const [[top, bottom = top], [left, right = left]] = sides;
    const all = [top, left, bottom, right] as [number, number, number, number];
    if (sides.length !== 2 || !all.every((side) => Number.isInteger(side) && side >= 0)) {
      throw new Error(`padding ${sides.flat().map(String).map(named).join(', ')}`);
    }
    return pad(builder, view, 'last', all, 0);
  },
  Rescaling({ config, builder, view }) {
    const { channels } = view.shape;
    const [scale, offset] = [Number(config.scale), Number(config.offset ?? 0)];
    if (!Number.isFinite(scale) || !Number.isFinite(offset)) throw new Error('by other than one number');
    return scaled(
      builder,
      view,
      new Float32Array(channels).fill(scale),
      new Float32Array(channels).fill(offset),
    );
  },
};
