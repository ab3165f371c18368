// Networks to train that need no description file: small ones, for the input and the classes at hand.
import type { Architecture, InputShape, Layer } from './architecture';
import type { Convolution } from './layers/convolution';

type Preset = { id: string; words: string; layers(input: InputShape, classes: number): Layer[] };

/** What networks of own images take that are not described: pixels from -2 to 2. */
export function ownInput({ channels, height, width }: Omit<InputShape, 'mean' | 'std'>): InputShape {
  return {
    channels,
    height,
    width,
    mean: new Array(channels).fill(0.5),
    std: new Array(channels).fill(0.25),
  };
}

const conv = (name: string, input: number, output: number, kernel: number, stride: number): Convolution => ({
  kind: 'conv',
  name,
  input,
  output,
  kernel: [kernel, kernel],
  stride,
  padding: (kernel - 1) / 2,
  bias: false,
});
const norm = (name: string, channels: number): Layer => ({
  kind: 'batchNorm',
  name,
  channels,
  epsilon: 1e-5,
});

/**
 * A residual block: two 3 x 3 convolutions beside a shortcut, which is a 1 x 1 convolution where the extent
 * or the channels change.
 */
function block(name: string, from: string, input: number, output: number, stride: number): Layer[] {
  const changes = stride !== 1 || input !== output;
  return [
    { ...conv(`${name}.conv1`, input, output, 3, stride), inputs: [from] },
    norm(`${name}.bn1`, output),
    { kind: 'relu' },
    conv(`${name}.conv2`, output, output, 3, 1),
    norm(`${name}.bn2`, output),
    ...(changes
      ? [{ ...conv(`${name}.short`, input, output, 1, stride), inputs: [from] }, norm(`${name}.bns`, output)]
      : []),
    { kind: 'add', name: `${name}.sum`, inputs: [`${name}.bn2`, changes ? `${name}.bns` : from] },
    { kind: 'relu', name },
  ];
}

/**
 * A depthwise separable block (Howard and others 2017, arXiv 1704.04861): 3 x 3 a channel, then 1 x 1 over
 * all of them.
 */
function separable(name: string, input: number, output: number, stride: number): Layer[] {
  return [
    { ...conv(`${name}.depthwise`, input, input, 3, stride), groups: input },
    norm(`${name}.bn1`, input),
    { kind: 'relu' },
    conv(`${name}.pointwise`, input, output, 1, 1),
    norm(`${name}.bn2`, output),
    { kind: 'relu' },
  ];
}

/** Every preset; the first is the one without `--network`. */
export const PRESETS: readonly Preset[] = [
  {
    id: 'zoo',
    words: 'three convolutions, as the zoo’s Fashion-MNIST networks',
    layers: ({ channels }, classes) => [
      conv('conv1', channels, 32, 5, 2),
      norm('bn1', 32),
      { kind: 'relu' },
      conv('conv2', 32, 64, 3, 2),
      norm('bn2', 64),
      { kind: 'relu' },
      conv('conv3', 64, 128, 3, 2),
      norm('bn3', 128),
      { kind: 'relu' },
      { kind: 'globalAverage' },
      { kind: 'dense', name: 'head', input: 128, output: classes, bias: true },
    ],
  },
  {
    id: 'resnet-8',
    words: 'a residual network of three blocks, 16 to 64 channels',
    layers: ({ channels }, classes) => [
      conv('stem', channels, 16, 3, 1),
      norm('bn', 16),
      { kind: 'relu', name: 'first' },
      ...block('block1', 'first', 16, 16, 1),
      ...block('block2', 'block1', 16, 32, 2),
      ...block('block3', 'block2', 32, 64, 2),
      { kind: 'globalAverage' },
      { kind: 'dense', name: 'head', input: 64, output: classes, bias: true },
    ],
  },
  {
    id: 'depthwise',
    words: 'depthwise and 1 x 1 convolutions in turn, 16 to 128 channels',
    layers: ({ channels }, classes) => [
      conv('stem', channels, 16, 3, 1),
      norm('bn', 16),
      { kind: 'relu' },
      ...separable('block1', 16, 32, 2),
      ...separable('block2', 32, 64, 2),
      ...separable('block3', 64, 128, 2),
      { kind: 'globalAverage' },
      { kind: 'dense', name: 'head', input: 128, output: classes, bias: true },
    ],
  },
];

/** A preset's network for an input and a number of classes; null where there is no such preset. */
export function presetNetwork(id: string, input: InputShape, classes: number): Architecture | null {
  const preset = PRESETS.find((each) => each.id === id);
  return preset ? { input, layers: preset.layers(input, classes) } : null;
}
