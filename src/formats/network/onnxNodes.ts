/** What each operator of ONNX is here, but those of pooling and of shapes (`onnxShapes.ts`). */
import type { Pair, Sides } from '../../model/layers/kind';
import type { BareLayer } from './builder';
import { axisOf } from './onnxConstants';
import { type Converter, decimal, floatsOf, integerOf, type NodeContext, numberOf } from './onnxContext';
import type { OnnxNode } from './onnxModel';
import { shapeConverters } from './onnxShapes';
import type { OnnxTensor } from './onnxTensor';
import {
  batchNorm,
  channelNumbers,
  concatenate,
  convolve,
  dense,
  elementwise,
  globalPool,
  joined,
  layerNorm,
  type Padding,
  pool,
  scaled,
  softmax,
} from './operations';
import { extentsOf } from './view';

const LARGEST = 3.4028234663852886e38;

function pairOf({ attributes }: OnnxNode, name: string): Pair {
  const values = attributes.get(name)?.integers ?? [];
  if (values.length === 0) return [1, 1];
  const isPair = values.length === 2 && values.every((value) => Number.isInteger(value) && value >= 1);
  if (!isPair) throw new Error(`${name} ${values.join(' x ')}`);
  return [values[0], values[1]];
}

/** The padding of a convolution or of pooling: ONNX has both begins before both ends. */
function paddingOf({ attributes }: OnnxNode): Padding {
  const auto = attributes.get('auto_pad')?.text || 'NOTSET';
  if (auto === 'SAME_UPPER') return 'upper';
  if (auto === 'SAME_LOWER') return 'lower';
  if (auto === 'VALID') return [0, 0, 0, 0];
  if (auto !== 'NOTSET') throw new Error(`auto_pad ${auto}`);
  const pads = attributes.get('pads')?.integers ?? [];
  if (pads.length === 0) return [0, 0, 0, 0];
  if (pads.length !== 4 || !pads.every((side) => Number.isInteger(side) && side >= 0)) {
    throw new Error(`padding ${pads.join(', ')}`);
  }
  return pads as Sides;
}

const windowOf = (node: OnnxNode) => ({
  stride: pairOf(node, 'strides'),
  dilation: pairOf(node, 'dilations'),
  padding: paddingOf(node),
});

/** Rows and columns exchanged. */
function transposedValues(values: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = values[row * columns + column];
  }
  return turned;
}

const times = (values: Float32Array, factor: number) =>
  factor === 1 ? values : values.map((value) => value * factor);

const convolution: Converter = ({ node, builder, constant, value, hint }) => {
  const kernel = floatsOf(constant(1), 'weights');
  if (kernel.shape.length !== 4) throw new Error(`weights of ${kernel.shape.length} axes`);
  const [, , height, width] = kernel.shape;
  const said = node.attributes.get('kernel_shape')?.integers ?? [height, width];
  if (said.join() !== `${height},${width}`)
    throw new Error(`a kernel of ${said.join(' x ')} that is ${height} x ${width}`);
  const bias = node.inputs[2] ? floatsOf(constant(2), 'a bias').values : null;
  if (bias && bias.length !== kernel.shape[0])
    throw new Error(`${bias.length} biases for ${kernel.shape[0]} outputs`);
  const window = { ...windowOf(node), kernel: [height, width] as Pair, groups: integerOf(node, 'group', 1) };
  return convolve(builder, value(), 'first', kernel, bias, window, hint);
};

/** x W + b, W being [input, output]. */
const gemm: Converter = (context) => {
  const { node, builder, constant, value, hint } = context;
  const kernel = floatsOf(constant(1), 'weights');
  if (kernel.shape.length !== 2) throw new Error(`weights of ${kernel.shape.length} axes`);
  if (integerOf(node, 'transA', 0)) throw new Error('transposed input');
  if (extentsOf(value()).length !== 1)
    throw new Error(`of ${extentsOf(value()).join(' x ')} values; flatten first`);
  const isTurned = integerOf(node, 'transB', 0) === 1;
  const [output, input] = isTurned ? kernel.shape : [kernel.shape[1], kernel.shape[0]];
  const values = isTurned ? kernel.values : transposedValues(kernel.values, input, output);
  const alpha = numberOf(node, 'alpha', 1);
  const beta = numberOf(node, 'beta', 1);
  const constantBias = node.inputs[2] ? floatsOf(constant(2), 'a bias') : null;
  const bias =
    constantBias &&
    Float32Array.from({ length: output }, (_, o) => {
      const { shape, values: given } = constantBias;
      const isRow =
        shape.slice(0, -1).every((extent) => extent === 1) &&
        [1, output].includes(shape[shape.length - 1] ?? 1);
      if (!isRow || shape.length > 2)
        throw new Error(`a bias of ${shape.join(' x ')} values for ${output} outputs`);
      return beta * given[given.length === 1 ? 0 : o];
    });
  return dense(builder, value(), { output, input, values: times(values, alpha) }, bias, hint);
};

const matMul: Converter = ({ builder, constant, value, hint }) => {
  const kernel = floatsOf(constant(1), 'weights');
  if (kernel.shape.length !== 2) throw new Error(`weights of ${kernel.shape.length} axes`);
  const [input, output] = kernel.shape;
  const weight = { output, input, values: transposedValues(kernel.values, input, output) };
  return dense(builder, value(), weight, null, hint);
};

const normalisation: Converter = ({ node, opset, builder, constant, value, hint }) => {
  // Before operator set 14, it is in training when it gives its statistics.
  const isTraining = opset < 14 && node.outputs.slice(1).some((output) => output !== '');
  if (isTraining || integerOf(node, 'training_mode', 0)) throw new Error('in training mode');
  if (integerOf(node, 'spatial', 1) === 0) throw new Error('of single pixels');
  const [weight, bias, mean, variance] = [1, 2, 3, 4].map((at) => floatsOf(constant(at), 'values').values);
  return batchNorm(
    builder,
    value(),
    0,
    { weight, bias, mean, variance },
    numberOf(node, 'epsilon', 1e-5),
    hint,
  );
};

const pooling =
  (kind: 'maxPool' | 'averagePool'): Converter =>
  ({ node, builder, value }) => {
    if (node.outputs.slice(1).some((output) => output !== '')) throw new Error('that gives places, too');
    return pool(builder, value(), 'first', kind, {
      ...windowOf(node),
      kernel: pairOf(node, 'kernel_shape'),
      ceilMode: integerOf(node, 'ceil_mode', 0) === 1,
      countIncludePad: integerOf(node, 'count_include_pad', 0) === 1,
    });
  };

const overPixels =
  (kind: 'globalAverage' | 'globalMax'): Converter =>
  ({ builder, value }) =>
    globalPool(
      builder,
      value(),
      extentsOf(value())
        .map((_, axis) => axis)
        .slice(1),
      kind,
      true,
    );

const reduction =
  (kind: 'globalAverage' | 'globalMax'): Converter =>
  ({ node, builder, constant, value }) => {
    const view = value();
    const rank = view.axes.length + 1;
    const given = node.attributes.get('axes')?.integers ?? constant(1)?.integers;
    if (!given || (node.inputs[1] && !constant(1))) throw new Error('over all axes');
    const axes = given.map((axis) => axisOf(axis, rank) - 1);
    if (axes.includes(-1)) throw new Error('over images');
    return globalPool(builder, view, axes, kind, integerOf(node, 'keepdims', 1) === 1);
  };

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

/** A constant at either input, with its place. */
function constantOf({ node, constant }: NodeContext): { tensor: OnnxTensor; at: 0 | 1 } | null {
  const [first, second] = [constant(0), constant(1)];
  if (node.inputs.length > 2) return null;
  if (second) return { tensor: second, at: 1 };
  return first ? { tensor: first, at: 0 } : null;
}

/** a + b, a - b, a b, a / b of values, or of a value and a constant of a number a channel. */
const arithmetic =
  (operator: 'add' | 'sub' | 'mul' | 'div'): Converter =>
  (context) => {
    const { node, builder, value } = context;
    const found = constantOf(context);
    if (!found) {
      if (operator === 'add' || operator === 'mul') {
        return joined(
          builder,
          operator === 'add' ? 'add' : 'multiply',
          node.inputs.map((_, at) => value(at)),
        );
      }
      if (operator === 'div') throw new Error('by computed values');
      const negative = scaled(
        builder,
        { ...value(1), sole: false },
        new Float32Array(value(1).shape.channels).fill(-1),
        null,
      );
      return joined(builder, 'add', [value(0), negative]);
    }
    const { shape, values } = floatsOf(found.tensor, 'numbers');
    const { view, numbers } = channelNumbers(builder, value(1 - found.at), shape, values);
    const isAlready = (number: number) => numbers.every((each) => each === number);
    switch (operator) {
      case 'add':
        return isAlready(0) ? view : scaled(builder, view, null, numbers);
      case 'mul':
        return isAlready(1) ? view : scaled(builder, view, numbers, null);
      case 'sub': {
        if (found.at === 1)
          return scaled(
            builder,
            view,
            null,
            numbers.map((number) => -number),
          );
        return scaled(builder, view, new Float32Array(numbers.length).fill(-1), numbers);
      }
      case 'div': {
        if (found.at === 0) throw new Error('by computed values');
        if (numbers.includes(0)) throw new Error('by 0');
        return isAlready(1)
          ? view
          : scaled(
              builder,
              view,
              numbers.map((number) => 1 / number),
              null,
            );
      }
    }
  };

const layerNormalisation: Converter = ({ node, builder, constant, value, hint }) => {
  if (node.outputs.slice(1).some((output) => output !== ''))
    throw new Error('that gives its statistics, too');
  const view = value();
  const rank = view.axes.length + 1;
  const axis = axisOf(integerOf(node, 'axis', -1), rank);
  if (axis !== rank - 1) throw new Error(`from axis ${axis}`);
  const weight = floatsOf(constant(1), 'weights').values;
  const bias = node.inputs[2] ? floatsOf(constant(2), 'biases').values : new Float32Array(weight.length);
  return layerNorm(builder, view, { weight, bias }, numberOf(node, 'epsilon', 1e-5), hint);
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

const bounded =
  (bound: 'low' | 'high'): Converter =>
  (context) => {
    const found = constantOf(context);
    if (!found) throw new Error('of computed values');
    const { values } = floatsOf(found.tensor, 'numbers');
    if (values.length !== 1) throw new Error(`of ${values.length} numbers`);
    const [number] = values;
    const layer: BareLayer =
      bound === 'low' && number === 0
        ? { kind: 'relu' }
        : {
            kind: 'clip',
            low: bound === 'low' ? number : -LARGEST,
            high: bound === 'high' ? number : LARGEST,
          };
    return elementwise(context.builder, context.value(1 - found.at), layer);
  };

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
