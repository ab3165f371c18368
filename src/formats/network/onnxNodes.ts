/** What each operator of ONNX is here: activations and what changes nothing, and where all others are. */
import type { BareLayer } from './builder';
import { arithmetic, bounded } from './onnxArithmetic';
import { axisOf } from './onnxConstants';
import {
  type Converter,
  decimal,
  floatsOf,
  integerOf,
  LARGEST,
  type NodeContext,
  numberOf,
} from './onnxContext';
import { OVER_CHANNELS } from './onnxPatterns';
import { shapeConverters } from './onnxShapes';
import {
  channelNormalisation,
  convolution,
  gemm,
  layerNormalisation,
  matMul,
  normalisation,
  overPixels,
  pooling,
  reduction,
} from './onnxSums';
import { concatenate, joined, softmax, zerosLike } from './operations/joins';
import { channelNumbers, scaled } from './operations/sums';
import { elementwise } from './operations/values';
import { extentsOf, type View } from './view';

const activation =
  (layer: BareLayer | ((context: NodeContext) => BareLayer)): Converter =>
  (context) =>
    elementwise(context.builder, context.value(), typeof layer === 'function' ? layer(context) : layer);

function clip({ node, constant }: NodeContext): BareLayer {
  const bound = (name: 'min' | 'max', at: number, fallback: number) => {
    const own = node.attributes.get(name)?.float;
    if (own != null) return decimal(own);
    if (!node.inputs[at]) return fallback;
    const { values } = floatsOf(constant(at), 'bounds');
    if (values.length !== 1) throw new Error(`${values.length} bounds`);
    return decimal(values[0]);
  };
  const low = bound('min', 1, -LARGEST);
  const high = bound('max', 2, LARGEST);
  if (low === 0 && high === LARGEST) return { kind: 'relu' };
  if (low > high) throw new Error(`from ${low} to ${high}`);
  return { kind: 'clip', low, high };
}

const prelu: Converter = ({ builder, constant, value }) => {
  const slopes = floatsOf(constant(1), 'slopes');
  const { view, numbers } = channelNumbers(builder, value(), slopes.shape, slopes.values);
  return elementwise(builder, view, { kind: 'prelu', channels: numbers.length }, 'prelu', {
    weight: numbers,
  });
};

const classes: Converter = ({ node, opset, value }) => {
  const view = value();
  const rank = view.axes.length + 1;
  const axis = axisOf(integerOf(node, 'axis', opset < 13 ? 1 : -1), rank) - 1;
  // Before operator set 13, all axes from this one on are one.
  if (opset < 13 && axis === 0) return { ...view, softmax: true };
  return softmax(view, axis);
};

const times = (builder: NodeContext['builder'], view: View, factor: number) =>
  scaled(builder, view, new Float32Array(view.shape.channels).fill(factor), null);

/** Over rows and columns: their mean times how many they are. */
const sum: Converter = (context) => {
  const mean = reduction('globalAverage')(context) as View;
  const size = ({ shape }: View) => shape.height * shape.width;
  return times(context.builder, mean, size(context.value()) / size(mean));
};

/** Values one after the other; constants of zeros become channels of zeros. */
const concatenation: Converter = ({ node, batch, builder, constant, value }) => {
  const at = node.inputs.findIndex((_, input) => !constant(input));
  const first = value(Math.max(at, 0));
  const axis = axisOf(integerOf(node, 'axis', 1), first.axes.length + 1) - 1;
  if (axis < 0) throw new Error('along images');
  const extents = extentsOf(first);
  const views = node.inputs.map((_, input) => {
    const found = constant(input);
    if (!found) return value(input);
    const { shape, values } = floatsOf(found, 'numbers');
    const [images, ...own] = shape;
    const fits = own.length === extents.length && own.every((each, i) => i === axis || each === extents[i]);
    if (!fits || (images !== 1 && images !== batch) || values.some((each) => each !== 0)) {
      throw new Error(`with ${shape.join(' x ')} constants that are not zeros`);
    }
    if (own[axis] > extents[axis]) throw new Error(`with ${own[axis]} channels of zeros`);
    return zerosLike(builder, first, axis, own[axis]);
  });
  return concatenate(builder, views, axis);
};

const same: Converter = ({ value }) => value();

/** By operator. */
export const converters: Record<string, Converter> = {
  ...shapeConverters,
  Conv: convolution,
  Gemm: gemm,
  MatMul: matMul,
  BatchNormalization: normalisation,
  LayerNormalization: layerNormalisation,
  [OVER_CHANNELS]: channelNormalisation,
  MaxPool: pooling('maxPool'),
  AveragePool: pooling('averagePool'),
  GlobalAveragePool: overPixels('globalAverage'),
  GlobalMaxPool: overPixels('globalMax'),
  ReduceMean: reduction('globalAverage'),
  ReduceMax: reduction('globalMax'),
  ReduceSum: sum,
  Relu: activation({ kind: 'relu' }),
  Sigmoid: activation({ kind: 'sigmoid' }),
  Tanh: activation({ kind: 'tanh' }),
  HardSwish: activation({ kind: 'hardSwish' }),
  LeakyRelu: activation(({ node }) => ({ kind: 'leakyRelu', slope: numberOf(node, 'alpha', 0.01) })),
  HardSigmoid: activation(({ node }) => ({
    kind: 'hardSigmoid',
    slope: numberOf(node, 'alpha', 0.2),
    offset: numberOf(node, 'beta', 0.5),
  })),
  Gelu: activation(({ node }) => ({
    kind: 'gelu',
    approximation: node.attributes.get('approximate')?.text === 'tanh' ? 'tanh' : 'none',
  })),
  Swish: activation(({ node }) => {
    if (numberOf(node, 'alpha', 1) !== 1) throw new Error(`alpha ${numberOf(node, 'alpha', 1)}`);
    return { kind: 'silu' };
  }),
  Clip: activation(clip),
  Max: bounded('low'),
  Min: bounded('high'),
  PRelu: prelu,
  Add: arithmetic('add'),
  Sum: arithmetic('add'),
  Sub: arithmetic('sub'),
  Mul: arithmetic('mul'),
  Div: arithmetic('div'),
  Neg: ({ builder, value }) => times(builder, value(), -1),
  Pow({ builder, constant, value }) {
    const power = constant(1)?.floats ?? constant(1)?.integers;
    if (power?.length !== 1 || power[0] !== 2) throw new Error('to another power than 2');
    return joined(builder, 'multiply', [value(), value()]);
  },
  Concat: concatenation,
  Softmax: classes,
  LogSoftmax: classes,
  Identity: same,
  Cast: same,
  Dropout({ node, constant, value }) {
    if (node.inputs[2] && constant(2)?.integers?.[0] !== 0) throw new Error('in training mode');
    return [value()];
  },
};
