import { type NodeToWrite, onnxOf, type TensorToWrite } from '../../src/formats/testing/onnx/onnxOf';
import type { FoldedConvolution, FoldedLayer } from '../folded';

function weighted(layer: FoldedConvolution, source: string, target: string): NodeToWrite {
  const inputs = [source, `${layer.name}.weight`, `${layer.name}.bias`];
  if (layer.kind === 'dense') {
    return { operator: 'Gemm', inputs, outputs: [target], attributes: { transB: { int: 1 } } };
  }
  const attributes = {
    kernel_shape: { ints: layer.kernel },
    strides: { ints: [layer.stride, layer.stride] },
    pads: { ints: new Array<number>(4).fill(layer.padding) },
  };
  return { operator: 'Conv', inputs, outputs: [target], attributes };
}

/**
 * The bytes of an ONNX model: input `x` float32 [images, channels, height, width], output `logits` [images,
 * classes]. Convolution and ReLU stand next to each other, for the runtime to fuse.
 */
export function onnxModel(
  layers: readonly FoldedLayer[],
  input: { channels: number; height: number; width: number },
): Uint8Array<ArrayBuffer> {
  const nodes: NodeToWrite[] = [];
  const constants = new Map<string, TensorToWrite>();
  let current = 'x';
  let classes = input.channels;
  const add = (make: (source: string, target: string) => NodeToWrite) => {
    const target = `v${nodes.length}`;
    nodes.push(make(current, target));
    current = target;
  };
  const plain = (operator: string) =>
    add((source, target) => ({ operator, inputs: [source], outputs: [target], attributes: {} }));
  for (const layer of layers) {
    if (layer.kind === 'globalAverage') {
      plain('GlobalAveragePool');
      plain('Flatten');
      continue;
    }
    const { name, output, weights, bias } = layer;
    const shape = [output, layer.input, ...(layer.kind === 'dense' ? [] : layer.kernel)];
    constants.set(`${name}.weight`, { shape, type: 'float', values: weights });
    constants.set(`${name}.bias`, { shape: [output], type: 'float', values: bias });
    add((source, target) => weighted(layer, source, target));
    if (layer.relu) plain('Relu');
    classes = output;
  }
  nodes.push({ operator: 'Identity', inputs: [current], outputs: ['logits'], attributes: {} });
  return onnxOf({
    opset: 17,
    input: { name: 'x', shape: [null, input.channels, input.height, input.width] },
    output: { name: 'logits', shape: [null, classes] },
    nodes,
    constants,
  });
}
