import type { FoldedConvolution, FoldedLayer } from '../folded';
import { bytes, encode, integer, type Message, message, text } from './protobuf';

// Field numbers and constants: onnx/onnx.proto, IR version 8, operator set 17.
const FLOAT = 1;
const ATTRIBUTE_INTEGER = 2;
const ATTRIBUTE_INTEGERS = 7;

function tensor(name: string, shape: number[], values: Float32Array): Message {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [...shape.map((extent) => integer(1, extent)), integer(2, FLOAT), text(8, name), bytes(9, raw)];
}

function attribute(name: string, value: number | number[]): Message {
  return Array.isArray(value)
    ? [text(1, name), ...value.map((each) => integer(8, each)), integer(20, ATTRIBUTE_INTEGERS)]
    : [text(1, name), integer(3, value), integer(20, ATTRIBUTE_INTEGER)];
}

function node(
  operator: string,
  inputs: string[],
  output: string,
  attributes: Record<string, number | number[]> = {},
): Message {
  return [
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(3, output),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => message(5, attribute(name, value))),
  ];
}

/** A tensor that goes in or out: its first extent is any number of images. */
function value(name: string, shape: number[]): Message {
  const dimensions = [
    message(1, [text(2, 'images')]),
    ...shape.map((extent) => message(1, [integer(1, extent)])),
  ];
  return [text(1, name), message(2, [message(1, [integer(1, FLOAT), message(2, dimensions)])])];
}

function weighted(layer: FoldedConvolution, source: string, target: string): Message {
  const inputs = [source, `${layer.name}.weight`, `${layer.name}.bias`];
  if (layer.kind === 'dense') return node('Gemm', inputs, target, { transB: 1 });
  return node('Conv', inputs, target, {
    kernel_shape: layer.kernel,
    strides: [layer.stride, layer.stride],
    pads: new Array(4).fill(layer.padding),
  });
}

/**
 * The bytes of an ONNX model: input `x` float32 [images, channels, height, width], output `logits` [images, classes].
 * Convolution and ReLU stand next to each other, for the runtime to fuse.
 */
export function onnxModel(
  layers: readonly FoldedLayer[],
  input: { channels: number; height: number; width: number },
): Uint8Array<ArrayBuffer> {
  const nodes: Message[] = [];
  const weights: Message[] = [];
  let current = 'x';
  let classes = input.channels;
  const add = (make: (source: string, target: string) => Message) => {
    const target = `v${nodes.length}`;
    nodes.push(make(current, target));
    current = target;
  };
  for (const layer of layers) {
    if (layer.kind === 'globalAverage') {
      add((source, target) => node('GlobalAveragePool', [source], target));
      add((source, target) => node('Flatten', [source], target));
      continue;
    }
    const shape = layer.kind === 'dense' ? [] : layer.kernel;
    weights.push(tensor(`${layer.name}.weight`, [layer.output, layer.input, ...shape], layer.weights));
    weights.push(tensor(`${layer.name}.bias`, [layer.output], layer.bias));
    add((source, target) => weighted(layer, source, target));
    if (layer.relu) add((source, target) => node('Relu', [source], target));
    classes = layer.output;
  }
  nodes.push(node('Identity', [current], 'logits'));
  const graph: Message = [
    ...nodes.map((each) => message(1, each)),
    text(2, 'network'),
    ...weights.map((each) => message(5, each)),
    message(11, value('x', [input.channels, input.height, input.width])),
    message(12, value('logits', [classes])),
  ];
  return encode([
    integer(1, 8),
    text(2, 'lacuna'),
    message(7, graph),
    message(8, [text(1, ''), integer(2, 17)]),
  ]);
}
