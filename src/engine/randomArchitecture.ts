// Architectures that nobody thought of, for tests that hold devices against each other.
import { mulberry32 } from '../audit/statistics/random';
import type { Architecture, InputShape, Layer } from '../model/architecture';
import { layerShapes } from '../model/graph';

const ACTIVATIONS = [
  { kind: 'relu' },
  { kind: 'sigmoid' },
  { kind: 'tanh' },
  { kind: 'silu' },
  { kind: 'hardSwish' },
  { kind: 'hardSigmoid', slope: 1 / 6, offset: 0.5 },
  { kind: 'clip', low: 0, high: 6 },
  { kind: 'leakyRelu', slope: 0.1 },
  { kind: 'gelu', approximation: 'none' },
] as const;
const KERNELS: readonly [number, number][] = [
  [1, 1],
  [3, 3],
  [5, 5],
  [2, 3],
  [3, 1],
];

/**
 * The architecture of a seed: images of 5 to 12 rows and columns, 3 to 11 layers of the kinds that train, in
 * any order and with branches, then a pool and 4 classes.
 */
export function randomArchitecture(seed: number): Architecture {
  const random = mulberry32(seed);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const pick = <T>(of: readonly T[]): T => of[between(0, of.length - 1)];
  const channels = between(1, 3);
  const scale = { mean: Array(channels).fill(0.4), std: Array(channels).fill(0.3) };
  const input: InputShape = { channels, height: between(5, 12), width: between(5, 12), ...scale };
  const layers: Layer[] = [];
  const shape = () => (layers.length > 0 ? layerShapes({ input, layers })[layers.length - 1] : input);

  /** Takes a layer where it fits. */
  function grow(layer: Layer): boolean {
    try {
      layerShapes({ input, layers: [...layers, layer] });
    } catch {
      return false;
    }
    layers.push(layer);
    return true;
  }

  const window = () => ({
    stride: pick([1, 1, 2, [2, 1], [1, 3]]) as 1 | [number, number],
    padding: pick([0, 1, 2, [1, 0, 0, 1], [0, 1, 2, 1]]) as 0 | [number, number, number, number],
  });
  function convolution(name: string, groups: number, each: number): Layer {
    const [kernel, dilation, bias] = [pick(KERNELS), pick([1, 1, 2]), random() < 0.5];
    const size = { input: shape().channels, output: groups * each };
    return { kind: 'conv', name, ...size, groups, kernel, dilation, bias, ...window() };
  }
  const pool = () => ({ size: pick([2, 3]), ...window(), ceilMode: random() < 0.3 });
  const names = () => layers.map((layer) => layer.name ?? '');
  const joined = () => [names()[layers.length - 1], pick(names())];
  const makers: ((name: string) => Layer | null)[] = [
    (name) => convolution(name, 1, between(1, 9)),
    (name) => convolution(name, shape().channels, pick([1, 2])),
    (name) => convolution(name, 2, between(1, 4)),
    (name) => ({ kind: 'batchNorm', name, channels: shape().channels, epsilon: 1e-5 }),
    (name) => ({ name, ...pick(ACTIVATIONS) }),
    (name) => ({ kind: 'prelu', name, channels: pick([1, shape().channels]) }),
    (name) => ({ kind: 'scale', name, channels: shape().channels, bias: random() < 0.5 }),
    // Of one or two channels it gives constants, whose gradients are nothing but rounding.
    (name) => {
      const { channels } = shape();
      return channels < 3 ? null : { kind: 'layerNorm', name, channels, epsilon: 1e-5 };
    },
    (name) => ({ kind: 'maxPool', name, ...pool() }),
    (name) => ({ kind: 'averagePool', name, ...pool(), countIncludePad: random() < 0.5 }),
    (name) => ({ kind: 'pad', name, padding: window().padding, value: pick([0, 0.5]) }),
    (name) => ({ kind: 'shuffle', name, groups: pick([2, 3]) }),
    (name) => ({ kind: 'slice', name, first: 0, count: between(1, shape().channels) }),
    // Of a few pixels: each of its channels is a pixel of one.
    (name) => (shape().height * shape().width > 9 ? null : { kind: 'flatten', name }),
    (name) => ({ kind: 'add', name, inputs: joined() }),
    (name) => ({ kind: 'multiply', name, inputs: joined() }),
    (name) => ({ kind: 'concatenate', name, inputs: joined() }),
  ];
  const count = between(3, 11);
  for (let tries = 0; layers.length < count && tries < 60; tries++) {
    const layer = pick(makers)(`l${layers.length}`);
    if (layer) grow(layer);
  }
  layers.push({ kind: pick(['globalAverage', 'globalMax']), name: 'pool' });
  layers.push({ kind: 'dense', name: 'head', input: shape().channels, output: 4, bias: true });
  return { input, layers };
}
