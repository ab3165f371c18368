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
import { shapeConverters } from './onnxShapes';
import {
  convolution,
  gemm,
  layerNormalisation,
  matMul,
  normalisation,
  overPixels,
  pooling,
  reduction,
} from './onnxSums';
import { concatenate, softmax } from './operations/joins';
import { channelNumbers } from './operations/sums';
import { elementwise } from './operations/values';

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

const same: Converter = ({ value }) => value();

/** By operator. */
export const converters: Record<string, Converter> = {
  ...shapeConverters,
  Conv: convolution,
  Gemm: gemm,
  MatMul: matMul,
  BatchNormalization: normalisation,
  LayerNormalization: layerNormalisation,
  MaxPool: pooling('maxPool'),
  AveragePool: pooling('averagePool'),
  GlobalAveragePool: overPixels('globalAverage'),
  GlobalMaxPool: overPixels('globalMax'),
  ReduceMean: reduction('globalAverage'),
  ReduceMax: reduction('globalMax'),
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
  Concat({ node, builder, value }) {
    const views = node.inputs.map((_, at) => value(at));
    const axis = axisOf(integerOf(node, 'axis', 1), views[0].axes.length + 1) - 1;
    if (axis < 0) throw new Error('along images');
    return concatenate(builder, views, axis);
  },
  Softmax: classes,
  LogSoftmax: classes,
  Identity: same,
  Cast: same,
  Dropout({ node, constant, value }) {
    if (node.inputs[2] && constant(2)?.integers?.[0] !== 0) throw new Error('in training mode');
    return [value()];
  },
};
