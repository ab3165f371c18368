/** Random convolutions and pooling. */

import type { Attributes, Draw } from './draw';
import type { RandomGraph } from './graph';

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

export const convolution: Draw = (graph, value) => {
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

export const pooling: Draw = (graph, value) => {
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
