/** Small networks of odd sizes that use every kind of layer, for tests of all devices. */
import type { Architecture, Layer } from '../model/architecture';
import { everyActivation } from '../model/testing/everyActivation';
import { network } from './testing';

type Conv = Extract<Layer, { kind: 'conv' }>;

function conv(name: string, input: number, output: number, more: Partial<Conv> = {}): Conv {
  return { kind: 'conv', name, input, output, kernel: [3, 3], stride: 1, padding: 1, bias: false, ...more };
}

function norm(name: string, channels: number): Layer {
  return { kind: 'batchNorm', name, channels, epsilon: 1e-5 };
}

const head = (input: number): Layer[] => [
  { kind: 'globalAverage' },
  { kind: 'dense', name: 'head', input, output: 5, bias: true },
];

/** Each activation after a convolution with BatchNorm, alone, and after an addition. */
const activationNetworks = everyActivation.map((layer): [string, Architecture] => [
  `${layer.kind}${layer.kind === 'gelu' ? ` ${layer.approximation}` : ''}`,
  network(
    [2, 5, 3],
    [
      conv('a', 2, 7),
      norm('an', 7),
      { ...layer, name: 'x' },
      { kind: 'averagePool', size: 2, stride: 1, name: 'p' },
      { ...layer, name: 'y' },
      { kind: 'add', inputs: ['y', 'p'] },
      layer,
      ...head(7),
    ],
  ),
]);

const sides = [0, 2, 1, 3] as [number, number, number, number];

/** Networks by what they are about. */
export const graphNetworks: [string, Architecture][] = [
  [
    'projections, three branches and a shared value',
    network(
      [3, 9, 8],
      [
        conv('stem', 3, 7),
        norm('sn', 7),
        { kind: 'relu', name: 'r' },
        conv('b', 7, 11, { stride: 2 }),
        norm('bn', 11),
        { kind: 'relu' },
        conv('c', 11, 11),
        norm('cn', 11),
        { ...conv('short', 7, 11, { kernel: [1, 1], padding: 0, stride: 2 }), inputs: ['r'] },
        norm('shn', 11),
        { ...conv('third', 7, 11, { kernel: [2, 3], stride: 2, padding: [0, 1, 1, 1] }), inputs: ['r'] },
        { kind: 'add', inputs: ['cn', 'shn', 'third'] },
        { kind: 'relu' },
        ...head(11),
      ],
    ),
  ],
  [
    'strides, dilation and padding of their own for each axis and side',
    network(
      [2, 13, 10],
      [
        conv('a', 2, 5, { kernel: [3, 2], stride: [2, 1], padding: sides, dilation: [1, 2], bias: true }),
        { kind: 'leakyRelu', slope: 0.2 },
        { kind: 'pad', padding: [1, 0, 0, 2] },
        conv('b', 5, 8, { dilation: 2, padding: 0 }),
        { kind: 'pad', padding: sides, value: 0.4 },
        conv('c', 8, 6, { stride: [1, 3] }),
        { kind: 'flatten' },
        { kind: 'dense', name: 'd', input: 6 * 8 * 3, output: 9, bias: true },
        { kind: 'tanh' },
        { kind: 'dense', name: 'e', input: 9, output: 4, bias: false },
      ],
    ),
  ],
  [
    'depthwise and grouped convolutions, ReLU6',
    network(
      [3, 11, 9],
      [
        conv('a', 3, 10, { kernel: [1, 1], padding: 0 }),
        norm('an', 10),
        { kind: 'clip', low: 0, high: 6 },
        conv('dw', 10, 10, { groups: 10, stride: 2 }),
        norm('dn', 10),
        { kind: 'clip', low: 0, high: 6 },
        conv('wide', 10, 20, { groups: 10, kernel: [5, 5], padding: 2 }),
        conv('g', 20, 14, { groups: 2, bias: true }),
        conv('even', 14, 14, { groups: 14, kernel: [2, 4], padding: [0, 1, 1, 2], dilation: [1, 1] }),
        { kind: 'hardSwish' },
        ...head(14),
      ],
    ),
  ],
  [
    'dense 3 x 3 convolutions of many channels',
    network(
      [3, 8, 12],
      [
        conv('a', 3, 16, { bias: true }),
        { kind: 'relu', name: 'r' },
        conv('b', 16, 17),
        norm('bn', 17),
        { kind: 'relu' },
        conv('c', 17, 31, { padding: [2, 1, 0, 1] }),
        { kind: 'silu' },
        conv('d', 31, 16, { padding: [0, 0, 2, 2] }),
        { kind: 'add', inputs: ['d', 'r'] },
        ...head(16),
      ],
    ),
  ],
  [
    'channels split, joined and shuffled',
    network(
      [3, 6, 7],
      [
        conv('a', 3, 8),
        { kind: 'relu', name: 'all' },
        { kind: 'slice', name: 'left', first: 0, count: 4 },
        { kind: 'slice', name: 'right', first: 4, count: 4, inputs: ['all'] },
        conv('r1', 4, 5),
        { kind: 'relu', name: 'r2' },
        { kind: 'concatenate', inputs: ['left', 'r2', 'right'] },
        { kind: 'slice', first: 1, count: 12 },
        { kind: 'shuffle', groups: 3 },
        conv('b', 12, 6, { kernel: [1, 1], padding: 0 }),
        ...head(6),
      ],
    ),
  ],
  [
    'squeeze and excitation, spatial and single factors',
    network(
      [3, 7, 6],
      [
        conv('a', 3, 9),
        { kind: 'silu', name: 'x' },
        { kind: 'globalAverage' },
        conv('s1', 9, 3, { kernel: [1, 1], padding: 0, bias: true }),
        { kind: 'silu' },
        conv('s2', 3, 9, { kernel: [1, 1], padding: 0, bias: true }),
        { kind: 'sigmoid', name: 's' },
        { kind: 'multiply', name: 'm', inputs: ['s', 'x'] },
        conv('map', 9, 1),
        { kind: 'multiply', name: 'mm', inputs: ['m', 'map'] },
        { kind: 'globalMax' },
        { kind: 'slice', name: 'one', first: 2, count: 1 },
        { kind: 'add', inputs: ['mm', 'one'] },
        { kind: 'relu' },
        { kind: 'multiply', inputs: ['m', 'mm'] },
        ...head(9),
      ],
    ),
  ],
  [
    'pooling with padding, to the ceiling, counting padding or not',
    network(
      [4, 11, 14],
      [
        { kind: 'maxPool', size: 3, stride: 2, padding: 1 },
        { kind: 'averagePool', size: [2, 3], stride: [1, 2], padding: [1, 0, 0, 2] },
        { kind: 'maxPool', size: 2, stride: [1, 2], ceilMode: true, name: 'x' },
        { kind: 'averagePool', size: 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: true },
        { kind: 'globalMax', name: 'g' },
        { kind: 'globalAverage', name: 'h', inputs: ['x'] },
        { kind: 'concatenate', inputs: ['g', 'h'] },
        { kind: 'dense', name: 'd', input: 8, output: 3, bias: true },
        { kind: 'softmax' },
      ],
    ),
  ],
  [
    'LayerNorm, scale and PReLU',
    network(
      [3, 8, 5],
      [
        conv('stem', 3, 9, { kernel: [2, 2], stride: 2, padding: 0, bias: true }),
        { kind: 'layerNorm', name: 'x', channels: 9, epsilon: 1e-6 },
        conv('dw', 9, 9, { kernel: [7, 7], padding: 3, groups: 9, bias: true }),
        { kind: 'layerNorm', name: 'n', channels: 9, epsilon: 1e-6 },
        conv('up', 9, 18, { kernel: [1, 1], padding: 0, bias: true }),
        { kind: 'gelu', approximation: 'none' },
        conv('down', 18, 9, { kernel: [1, 1], padding: 0, bias: true }),
        { kind: 'scale', name: 'gamma', channels: 9, bias: false },
        { kind: 'add', inputs: ['gamma', 'x'] },
        { kind: 'prelu', name: 'p', channels: 9 },
        { kind: 'scale', name: 'k', channels: 9, bias: true },
        { kind: 'prelu', name: 'q', channels: 1 },
        ...head(9),
      ],
    ),
  ],
  [
    'a branch that nobody reads',
    network(
      [3, 6, 5],
      [
        conv('a', 3, 7),
        { kind: 'relu', name: 'r' },
        conv('unread', 7, 4),
        { kind: 'globalAverage', inputs: ['r'] },
        { kind: 'dense', name: 'head', input: 7, output: 5, bias: true },
      ],
    ),
  ],
  ...activationNetworks,
];
