import {
  allWhole,
  byAxis,
  type LayerKind,
  type Named,
  type Pair,
  type PerAxis,
  type PerSide,
  pairOf,
  showShape,
  sidesOf,
  strideWords,
  type Window,
  windowExtent,
} from './kind';

/**
 * A two-dimensional convolution with zero padding. Kernel tensor `${name}.weight` is [output, input / groups,
 * height, width]; `${name}.bias` is [output]. With `groups` (1 unless said) output channels read the input
 * channels of their own group only: depthwise where there are as many groups as input channels.
 */
export type Convolution = Named & {
  kind: 'conv';
  input: number;
  output: number;
  kernel: Pair;
  stride: PerAxis;
  padding: PerSide;
  dilation?: PerAxis;
  groups?: number;
  bias: boolean;
};

/**
 * A fully connected layer over all values, channel by channel, row by row. `${name}.weight` is [output,
 * input]; `${name}.bias` is [output].
 */
export type Dense = Named & { kind: 'dense'; input: number; output: number; bias: boolean };

/** A convolution's window along both axes. */
export function convolutionWindow(layer: Convolution): Window {
  const { kernel, stride, padding, dilation = 1 } = layer;
  return { kernel, stride: pairOf(stride), padding: sidesOf(padding), dilation: pairOf(dilation) };
}

export const convolution: LayerKind<Convolution> = {
  words({ kernel, stride, input, output, groups = 1 }) {
    const what = groups === 1 ? '' : groups === input && output === input ? 'depthwise ' : `${groups}-group `;
    return `${what}convolution ${byAxis(kernel)}${strideWords(stride)}`;
  },
  takes: 'one',
  named: true,
  read: (fields) => ({
    input: fields.whole('input', 1),
    output: fields.whole('output', 1),
    kernel: fields.pair('kernel', 1),
    stride: fields.perAxis('stride', 1),
    padding: fields.perSide('padding', 0),
    ...(fields.has('dilation') && { dilation: fields.perAxis('dilation', 1) }),
    ...(fields.has('groups') && { groups: fields.whole('groups', 1) }),
    bias: fields.flag('bias'),
  }),
  tensors: (layer) => ({
    weight: convolution.kernel!(layer),
    ...(layer.bias ? { bias: [layer.output] } : {}),
  }),
  kernel: ({ input, output, kernel, groups = 1 }) => [output, input / groups, ...kernel],
  shape(layer, [input]) {
    const window = convolutionWindow(layer);
    const { groups = 1 } = layer;
    if (
      !allWhole([...window.kernel, ...window.stride, ...window.dilation, groups], 1) ||
      !allWhole(window.padding, 0)
    ) {
      throw new Error(
        ': expected whole kernel extents, strides, dilations and groups from 1 and padding from 0',
      );
    }
    if (layer.input % groups !== 0 || layer.output % groups !== 0) {
      throw new Error(
        `: expected input and output channels that ${groups} groups divide, but got ${layer.input} and ` +
          `${layer.output}`,
      );
    }
    if (layer.input !== input.channels) {
      throw new Error(` expects ${layer.input} input channels, but receives ${showShape(input)}`);
    }
    const [height, width] = windowExtent(input, window);
    return { channels: layer.output, height, width };
  },
  multiplyAdds: ({ input, kernel, groups = 1 }, _, output) =>
    output.channels * output.height * output.width * (input / groups) * kernel[0] * kernel[1],
  channels({ input, output, groups = 1 }) {
    if (groups === 1) return 'own';
    if (groups !== input) return 'locked';
    const each = output / groups;
    return (channel) => [{ input: 0, channel: Math.floor(channel / each) }];
  },
  resized(layer, input, output) {
    const isDepthwise = layer.groups !== undefined && layer.groups > 1 && layer.groups === layer.input;
    return { ...layer, input, output, ...(isDepthwise && { groups: input }) };
  },
};

export const dense: LayerKind<Dense> = {
  words: 'dense',
  takes: 'one',
  named: true,
  read: (fields) => ({
    input: fields.whole('input', 1),
    output: fields.whole('output', 1),
    bias: fields.flag('bias'),
  }),
  tensors: (layer) => ({
    weight: [layer.output, layer.input],
    ...(layer.bias ? { bias: [layer.output] } : {}),
  }),
  kernel: ({ input, output }) => [output, input, 1, 1],
  shape(layer, [input]) {
    const values = input.channels * input.height * input.width;
    if (layer.input !== values) {
      throw new Error(` expects ${layer.input} inputs, but receives ${showShape(input)} = ${values}`);
    }
    return { channels: layer.output, height: 1, width: 1 };
  },
  multiplyAdds: ({ input, output }) => input * output,
  channels: 'own',
  resized: (layer, input, output) => ({ ...layer, input, output }),
};
