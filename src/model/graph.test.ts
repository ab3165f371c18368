import { describe, expect, it } from 'vitest';
import type { Architecture, Layer } from './architecture';
import { graphOf, layerShapes } from './graph';
import { fileKinds, layerWords } from './layers/registry';

const network = (layers: object[]): Architecture => ({
  input: { channels: 4, height: 5, width: 7, mean: [0, 0, 0, 0], std: [1, 1, 1, 1] },
  layers: layers as Layer[],
});
const conv = (name: string, more: object = {}) => ({
  kind: 'conv',
  name,
  input: 4,
  output: 6,
  kernel: [3, 3],
  stride: 1,
  padding: 1,
  bias: false,
  ...more,
});
const shapesOf = (...layers: object[]) =>
  layerShapes(network(layers)).map(({ channels, height, width }) => [channels, height, width]);

describe('graphOf', () => {
  it('finds inputs by name, by number and by default, and who reads what', () => {
    const nodes = graphOf(
      network([
        conv('a', { output: 4 }),
        { kind: 'relu', name: 'r' },
        conv('b', { output: 4, inputs: ['input'] }),
        { kind: 'add', inputs: ['r', 'b', 'input'] },
        { kind: 'add', from: 0 },
        { kind: 'globalAverage' },
      ]),
    );
    expect(nodes.map(({ inputs }) => inputs)).toEqual([[-1], [0], [-1], [1, 2, -1], [3, 0], [4]]);
    expect(nodes.map(({ readers }) => readers)).toEqual([[1, 4], [3], [3], [4], [5], []]);
    expect(nodes.map(({ multiplyAdds }) => multiplyAdds)).toEqual([5040, 0, 5040, 0, 0, 0]);
  });

  it('works out extents with strides, padding, dilation and groups along each axis', () => {
    expect(
      shapesOf(conv('a', { stride: [2, 1], padding: [0, 1, 2, 0], dilation: [1, 2], groups: 2 })),
    ).toEqual([[6, 3, 4]]);
    expect(graphOf(network([conv('a', { groups: 2 })]))[0].multiplyAdds).toBe(6 * 35 * 2 * 9);
  });

  it.each([
    [{ size: 2, stride: 2 }, [4, 2, 3]],
    [{ size: 2, stride: 2, ceilMode: true }, [4, 3, 4]],
    [{ size: 3, stride: 2, padding: 1 }, [4, 3, 4]],
    [{ size: [1, 3], stride: [1, 2], padding: [0, 1] }, [4, 5, 4]],
    // The last window would begin in the lower padding: PyTorch leaves it out.
    [{ size: 2, stride: 3, padding: 1, ceilMode: true }, [4, 2, 3]],
  ])('pools %j', (windows, shape) => {
    expect(shapesOf({ kind: 'maxPool', ...windows })).toEqual([shape]);
  });

  it('joins, arranges and flattens', () => {
    expect(
      shapesOf(
        conv('a'),
        { kind: 'globalMax', name: 'g' },
        { kind: 'multiply', name: 'm', inputs: ['g', 'a'] },
        { kind: 'concatenate', inputs: ['m', 'input', 'm'] },
        { kind: 'shuffle', groups: 4 },
        { kind: 'slice', first: 3, count: 5 },
        { kind: 'pad', padding: [1, 0, 2, 3], value: 0.5 },
        { kind: 'flatten' },
      ),
    ).toEqual([
      [6, 5, 7],
      [6, 1, 1],
      [6, 5, 7],
      [16, 5, 7],
      [16, 5, 7],
      [5, 5, 7],
      [5, 8, 10],
      [400, 1, 1],
    ]);
  });

  it.each([
    [[{ kind: 'relu', inputs: ['x'] }], 'Layer 0 (relu) takes "x", and no layer before it has that name.'],
    [[{ kind: 'add' }], 'Layer 0 (add) takes 1 values, where two or more are needed.'],
    [[{ kind: 'relu', inputs: ['input', 'input'] }], 'takes 2 values, where one is needed'],
    [[{ kind: 'relu' }, { kind: 'add', from: 0, inputs: ['input'] }], 'has both "inputs" and "from"'],
    [
      [
        { kind: 'relu', name: 'r' },
        { kind: 'tanh', name: 'r' },
      ],
      'Layer 1 (tanh "r") has a name that is taken.',
    ],
    [[{ kind: 'relu', name: 'input' }], 'has a name that is taken'],
    [[{ kind: 'softmax' }, { kind: 'relu' }], 'only the last may be a softmax'],
    [
      [conv('a', { groups: 3 })],
      'Layer 0 (conv "a"): expected input and output channels that 3 groups divide',
    ],
    [[conv('a', { padding: [1, -1] })], 'expected whole kernel extents'],
    [[{ kind: 'maxPool', size: 2, stride: 1, padding: 2 }], 'expected padding smaller than the window'],
    [[{ kind: 'slice', first: 3, count: 2 }], 'takes 2 channels from number 3 on, but receives 4 x 5 x 7.'],
    [
      [conv('a'), { kind: 'concatenate', inputs: ['a', 'input'] }, { kind: 'add', inputs: ['a', 'input'] }],
      'Layer 2 (add) adds 4 x 5 x 7 to 6 x 5 x 7.',
    ],
    [
      [conv('a', { stride: 2 }), { kind: 'concatenate', inputs: ['a', 'input'] }],
      'puts 6 x 3 x 4 and 4 x 5 x 7 beside each other',
    ],
  ])('refuses %j', (layers, sentence) => {
    expect(() => graphOf(network(layers))).toThrow(sentence);
  });
});

describe('the registry', () => {
  it('offers files every kind but those made here', () => {
    expect(fileKinds).toContain('hardSwish');
    expect(fileKinds).not.toContain('round');
    expect([...fileKinds]).toEqual([...fileKinds].sort());
  });

  it('has words that tell layers of a kind apart', () => {
    expect(layerWords(conv('a', { stride: [2, 1] }) as Layer)).toBe('convolution 3 x 3, stride 2 x 1');
    expect(layerWords(conv('a', { output: 4, groups: 4 }) as Layer)).toBe('depthwise convolution 3 x 3');
    expect(layerWords({ kind: 'clip', low: 0, high: 6 })).toBe('ReLU6');
    expect(layerWords({ kind: 'add', inputs: ['a', 'b', 'c'] })).toBe('addition of a, b and c');
  });
});
