/**
 * Operators of ONNX that sum over windows, rows and columns, or channels: convolutions, products, pooling,
 * normalisations.
 */
import type { Pair, Sides } from '../../model/layers/kind';
import { axisOf } from './onnxConstants';
import { type Converter, floatsOf, integerOf, numberOf } from './onnxContext';
import type { OnnxNode } from './onnxModel';
import { batchNorm, layerNorm } from './operations/norms';
import { convolve, dense } from './operations/sums';
import { globalPool, type Padding, pool } from './operations/windows';
import { extentsOf, transposed } from './view';

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

export const convolution: Converter = ({ node, builder, constant, value, hint }) => {
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
export const gemm: Converter = (context) => {
  const { node, builder, constant, value, hint } = context;
  if (!constant(0) && !constant(1)) throw new Error('of two computed values, as in attention');
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

export const matMul: Converter = ({ builder, constant, value, hint }) => {
  if (!constant(0) && !constant(1)) throw new Error('of two computed values, as in attention');
  const kernel = floatsOf(constant(1), 'weights');
  if (kernel.shape.length !== 2) throw new Error(`weights of ${kernel.shape.length} axes`);
  const [input, output] = kernel.shape;
  const weight = { output, input, values: transposedValues(kernel.values, input, output) };
  return dense(builder, value(), weight, null, hint);
};

export const normalisation: Converter = ({ node, opset, builder, constant, value, hint }) => {
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

export const pooling =
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

export const overPixels =
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

export const reduction =
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

/** LayerNorm over the first axis after the images, as networks with channels first write it themselves. */
export const channelNormalisation: Converter = ({ node, builder, constant, value, hint }) => {
  const view = value();
  if (view.axes.length !== 3) throw new Error(`over channels of ${extentsOf(view).join(' x ')}`);
  const [weight, bias] = [1, 2].map((at) => floatsOf(constant(at), 'values').values);
  const last = transposed(view, [1, 2, 0]);
  return transposed(
    layerNorm(builder, last, { weight, bias }, numberOf(node, 'epsilon', 1e-5), hint),
    [2, 0, 1],
  );
};

export const layerNormalisation: Converter = ({ node, builder, constant, value, hint }) => {
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
