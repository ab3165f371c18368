import type { Shape } from '../../model/layers/kind';
import { named } from '../check';
import {
  assembleNetwork,
  inputShape,
  type Network,
  type Normalisation,
  type Operation,
  type Step,
  samePadding,
  uniqueNames,
} from './assemble';
import { foldConstants } from './onnxConstants';
import { type OnnxGraph, type OnnxNode, readOnnx } from './onnxModel';
import type { ExternalData, OnnxTensor } from './onnxTensor';

/**
 * The network in an ONNX file of Conv, BatchNormalization, Relu, MaxPool, AveragePool, GlobalAveragePool, Add, Flatten, Gemm, MatMul, trivial
 * Reshape, and at the end Softmax, which is dropped. What else it has is named in one error, layer by layer. `normalisation` is what is done to
 * images before they go in; the file does not say. `external` gives the files of weights beside it.
 */
export function readOnnxNetwork(
  bytes: Uint8Array,
  file: string,
  options: { normalisation?: Normalisation; external?: ExternalData } = {},
): Network {
  const graph = readOnnx(bytes, file, options.external);
  foldConstants(graph);
  const inputs = graph.inputs.filter(({ name }) => !graph.constants.has(name));
  if (inputs.length !== 1 || graph.outputs.length !== 1) {
    throw new Error(
      `${file}: expected a network with one input and one output, got ${inputs.length} and ${graph.outputs.length}.`,
    );
  }
  const [{ name, shape }] = inputs;
  const [, channels, height, width] = shape;
  if (shape.length !== 4 || !channels || !height || !width) {
    throw new Error(
      `${file}: expected an input of images x channels x height x width with fixed extents, got ${shape.map((extent) => extent ?? 'open').join(' x ') || 'none'}; export the network with an example image.`,
    );
  }
  const input = inputShape({ channels, height, width }, options.normalisation, file);
  const layerName = uniqueNames();
  const operations = graph.nodes.map((node): Operation => {
    const title = `${named(node.operator)}${node.name ? ` "${named(node.name)}"` : ''}`;
    const computed = node.inputs.filter((each) => each !== '' && !graph.constants.has(each));
    const converted = convert(node, graph, layerName);
    return {
      title,
      inputs: converted.inputs ?? computed,
      output: node.outputs[0] ?? '',
      step: converted.step,
    };
  });
  return assembleNetwork(input, name, operations, graph.outputs[0], file);
}

type Converted = { step: Step; inputs?: string[] };

function convert(
  node: OnnxNode,
  graph: OnnxGraph,
  layerName: (name: string, fallback: string) => string,
): Converted {
  const { operator, inputs, outputs, attributes } = node;
  const constant = (at: number) => graph.constants.get(inputs[at] ?? '');
  const nameFor = (fallback: string) =>
    layerName((inputs[1] ?? '').replace(/[./](weight|kernel)$/i, ''), fallback);
  try {
    switch (operator) {
      case 'Conv':
        return {
          step: convolution(
            node,
            weights(constant(1), 'weights'),
            optionalWeights(inputs, 2, constant),
            nameFor('conv'),
          ),
        };
      case 'Gemm':
      case 'MatMul':
        return {
          step: dense(
            node,
            weights(constant(1), 'weights'),
            optionalWeights(inputs, 2, constant),
            nameFor('dense'),
          ),
        };
      case 'BatchNormalization': {
        // Before operator set 14, it is in training when it gives its statistics.
        const isTraining = graph.opset < 14 && outputs.slice(1).some((output) => output !== '');
        if (isTraining || attributes.get('training_mode')?.integers[0]) throw new Error('in training mode');
        if (attributes.get('spatial')?.integers[0] === 0) throw new Error('of single pixels');
        const [weight, bias, mean, variance] = [1, 2, 3, 4].map(
          (at) => weights(constant(at), 'values').floats,
        );
        const channels = weight.length;
        const epsilon = attributes.get('epsilon')?.float ?? 1e-5;
        const layer = {
          kind: 'batchNorm' as const,
          name: nameFor('norm'),
          channels,
          epsilon: decimal(epsilon),
        };
        return { step: { kind: 'layers', of: () => [{ layer, tensors: { weight, bias, mean, variance } }] } };
      }
      case 'Relu':
        return { step: { kind: 'layers', of: () => [{ layer: { kind: 'relu' } }] } };
      case 'MaxPool':
      case 'AveragePool':
        return { step: pool(node) };
      case 'GlobalAveragePool':
        return { step: { kind: 'layers', of: () => [{ layer: { kind: 'globalAverage' } }] } };
      case 'ReduceMean':
        return { step: mean(node, constant(1)) };
      case 'Add': {
        const bias = constant(1) ?? constant(0);
        if (!bias) return { step: { kind: 'add' } };
        const { shape, floats } = weights(bias, 'constant');
        return { step: { kind: 'bias', values: floats, shape } };
      }
      case 'Flatten':
        if ((attributes.get('axis')?.integers[0] ?? 1) !== 1) throw new Error('not from axis 1');
        return { step: { kind: 'flatten' } };
      case 'Reshape':
        return { step: reshape(inputs[1], constant(1), graph), inputs: inputs.slice(0, 1) };
      case 'Pad':
        return { step: pad(node, constant(1), constant(2)), inputs: inputs.slice(0, 1) };
      case 'Softmax':
      case 'LogSoftmax': {
        const axis = attributes.get('axis')?.integers[0] ?? (graph.opset < 13 ? 1 : -1);
        return { step: { kind: 'softmax', axis } };
      }
      case 'Identity':
      case 'Dropout':
        return { step: { kind: 'pass' }, inputs: inputs.slice(0, 1) };
      default:
        return { step: { kind: 'unsupported', reason: 'not supported' } };
    }
  } catch (error) {
    return { step: { kind: 'unsupported', reason: (error as Error).message } };
  }
}

type Weights = { shape: number[]; floats: Float32Array };

function weights(tensor: OnnxTensor | undefined, what: string): Weights {
  if (!tensor?.floats) throw new Error(`${what} that are not constant floats`);
  return { shape: tensor.shape, floats: tensor.floats };
}

function optionalWeights(
  inputs: string[],
  at: number,
  constant: (at: number) => OnnxTensor | undefined,
): Float32Array | null {
  return inputs[at] ? weights(constant(at), 'a bias').floats : null;
}

/** A float32 attribute as the decimal it was: 1e-5, not 0.000009999999747378752. */
function decimal(value: number): number {
  return Number(value.toPrecision(7));
}

function one(values: number[] | undefined, fallback: number, what: string): number {
  if (!values || values.length === 0) return fallback;
  if (values.some((value) => value !== values[0])) throw new Error(`${what} ${values.join(' x ')}`);
  return values[0];
}

/** Padding of one size for all sides, or "same". */
function paddingOf({ attributes }: OnnxNode): number | 'same' {
  const auto = attributes.get('auto_pad')?.text ?? 'NOTSET';
  if (auto === 'SAME_UPPER' || auto === 'SAME_LOWER') return 'same';
  if (auto === 'VALID') return 0;
  return one(attributes.get('pads')?.integers, 0, 'padding');
}

function convolution(node: OnnxNode, kernel: Weights, bias: Float32Array | null, name: string): Step {
  const { attributes } = node;
  const [output, input, kernelHeight, kernelWidth] = kernel.shape;
  if (kernel.shape.length !== 4) throw new Error(`weights of ${kernel.shape.length} axes`);
  const groups = attributes.get('group')?.integers[0] ?? 1;
  if (groups !== 1) throw new Error(`${groups} groups`);
  if (one(attributes.get('dilations')?.integers, 1, 'dilations') !== 1) throw new Error('dilations');
  const stride = one(attributes.get('strides')?.integers, 1, 'strides');
  const padding = paddingOf(node);
  const extent: [number, number] = [kernelHeight, kernelWidth];
  const tensors: Record<string, Float32Array> = bias
    ? { weight: kernel.floats, bias }
    : { weight: kernel.floats };
  const of = (shape: Shape) => {
    const sides = padding === 'same' ? samePadding(shape, extent, stride) : padding;
    const layer = {
      kind: 'conv' as const,
      name,
      input,
      output,
      kernel: extent,
      stride,
      padding: sides,
      bias: bias !== null,
    };
    return [{ layer, tensors }];
  };
  return { kind: 'layers', of };
}

/** Gemm(x, W, b) or MatMul(x, W): W is [input, output] unless transB. */
function dense(
  { operator, attributes }: OnnxNode,
  kernel: Weights,
  bias: Float32Array | null,
  name: string,
): Step {
  if (kernel.shape.length !== 2) throw new Error(`weights of ${kernel.shape.length} axes`);
  if (operator === 'Gemm') {
    if (attributes.get('transA')?.integers[0]) throw new Error('transposed input');
    for (const factor of ['alpha', 'beta']) {
      const value = attributes.get(factor)?.float ?? 1;
      if (value !== 1) throw new Error(`${factor} ${value}`);
    }
  }
  const isTransposed = operator === 'Gemm' && attributes.get('transB')?.integers[0] === 1;
  const [output, input] = isTransposed ? kernel.shape : [kernel.shape[1], kernel.shape[0]];
  if (bias && bias.length !== output)
    throw new Error(`a bias of ${bias.length} values for ${output} outputs`);
  const weight = isTransposed ? kernel.floats : transposed(kernel.floats, input, output);
  const layer = { kind: 'dense' as const, name, input, output, bias: bias !== null };
  const tensors: Record<string, Float32Array> = bias ? { weight, bias } : { weight };
  return { kind: 'layers', of: () => [{ layer, tensors }] };
}

/** [rows, columns] as [columns, rows]. */
export function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = values[row * columns + column];
  }
  return turned;
}

function pool(node: OnnxNode): Step {
  const { operator, attributes } = node;
  const size = one(attributes.get('kernel_shape')?.integers, 0, 'a window of');
  const stride = one(attributes.get('strides')?.integers, 1, 'strides');
  if (one(attributes.get('dilations')?.integers, 1, 'dilations') !== 1) throw new Error('dilations');
  const padding = paddingOf(node);
  const isRoundedUp = attributes.get('ceil_mode')?.integers[0] === 1;
  const kind = operator === 'MaxPool' ? 'maxPool' : 'averagePool';
  const of = (shape: Shape) => {
    const sides = padding === 'same' ? samePadding(shape, [size, size], stride) : padding;
    if (sides !== 0) throw new Error(`padding ${sides}`);
    const isExact = (shape.height - size) % stride === 0 && (shape.width - size) % stride === 0;
    if (isRoundedUp && !isExact) throw new Error('windows that reach past the edge (ceil_mode)');
    return [{ layer: { kind, size, stride } as const }];
  };
  return { kind: 'layers', of };
}

/** Zeros on all sides of rows and columns; PyTorch writes padding by nothing before average pooling. */
function pad(
  { attributes }: OnnxNode,
  constant: OnnxTensor | undefined,
  value: OnnxTensor | undefined,
): Step {
  const pads = attributes.get('pads')?.integers ?? constant?.integers ?? [];
  if (pads.length > 0 && pads.every((amount) => amount === 0)) return { kind: 'pass' };
  const filling = value?.floats?.[0] ?? attributes.get('value')?.float ?? 0;
  const [, , amount] = pads;
  const isEven = pads.length === 8 && pads.every((each, axis) => each === (axis % 4 < 2 ? 0 : amount));
  if (!isEven || amount < 0 || filling !== 0 || (attributes.get('mode')?.text || 'constant') !== 'constant') {
    throw new Error(`by ${pads.join(', ') || 'computed amounts'}`);
  }
  return { kind: 'pad', amount };
}

/** The mean over rows and columns is global average pooling. */
function mean({ attributes }: OnnxNode, constant: OnnxTensor | undefined): Step {
  const axes = (attributes.get('axes')?.integers ?? constant?.integers ?? []).map((axis) =>
    axis < 0 ? axis + 4 : axis,
  );
  if (axes.length !== 2 || !axes.includes(2) || !axes.includes(3))
    throw new Error('a mean over other axes than rows and columns');
  return { kind: 'layers', of: () => [{ layer: { kind: 'globalAverage' } }] };
}

/** Reshape to [images, rest] is flattening; the shape may be computed from the number of images. */
function reshape(name: string, shape: OnnxTensor | undefined, { nodes, constants }: OnnxGraph): Step {
  if (shape?.integers?.length === 2) return { kind: 'flatten' };
  const concat = nodes.find(({ operator, outputs }) => operator === 'Concat' && outputs[0] === name);
  const last = concat && constants.get(concat.inputs[1] ?? '');
  if (concat?.inputs.length === 2 && last?.integers?.length === 1) return { kind: 'flatten' };
  throw new Error('to another shape than images x values');
}
