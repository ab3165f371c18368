import { describe, expect, it } from 'vitest';
import type { Architecture, Layer } from './architecture';
import { channelCuts, pruneChannels, withoutChannels } from './channels';
import { fixtureArchitecture, fixturePopulation } from './fixtures/compression';
import { memberKernels } from './prune';

const convolution = (name: string, input: number, output: number): Layer => ({
  kind: 'conv',
  name,
  input,
  output,
  kernel: [1, 1],
  stride: 1,
  padding: 0,
  bias: false,
});

describe('pruneChannels', () => {
  it('takes a channel, its normalisation and what read it out of the network', () => {
    const { architecture, tensors, variant, key, members } = pruneChannels(fixturePopulation(), 0.4);
    expect(architecture.layers).toEqual([
      { ...fixtureArchitecture.layers[0], output: 3 },
      { ...fixtureArchitecture.layers[1], channels: 3 },
      ...fixtureArchitecture.layers.slice(2, 4),
      { ...fixtureArchitecture.layers[4], input: 3, output: 2 },
      { ...fixtureArchitecture.layers[5], channels: 2 },
      { ...fixtureArchitecture.layers[6], input: 8 },
    ]);
    const shapes = Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));
    expect(shapes).toMatchObject({
      'a.weight': [3, 3, 3, 3],
      'a.bias': [3],
      'an.variance': [3],
      'b.weight': [2, 3, 3, 2],
      'c.weight': [3, 8],
      'c.bias': [3],
    });
    for (const { shape, data } of Object.values(tensors)) {
      expect(data.length).toBe(members.length * shape.reduce((product, extent) => product * extent, 1));
    }
    expect(variant).toEqual({ kind: 'structured', method: 'channels', share: 0.4, recalibrated: false });
    expect(key).toBe('fixture|pruned(channels,0.4)');
  });

  it('takes nothing at 0 and leaves one channel at 1', () => {
    const dense = fixturePopulation();
    const whole = pruneChannels(dense, 0);
    expect(whole.architecture).toEqual(dense.architecture);
    for (const [name, { data }] of Object.entries(dense.tensors))
      expect(whole.tensors[name].data).toEqual(data);
    const least = withoutChannels(fixtureArchitecture, 1);
    expect(least.layers.flatMap((layer) => ('output' in layer ? [layer.output] : []))).toEqual([1, 1, 3]);
  });

  it('takes the smallest L1 norm, of equal ones the earlier', () => {
    const architecture: Architecture = {
      input: { channels: 1, height: 1, width: 1, mean: [0], std: [1] },
      layers: [convolution('a', 1, 4), { kind: 'dense', name: 'd', input: 4, output: 2, bias: false }],
    };
    const kernels = [Float32Array.of(1, -2, 1, -1), Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8)];
    const [first, last] = channelCuts(architecture, kernels, 0.5);
    expect(first.mask.join('')).toBe('0101');
    expect(last.mask.join('')).toBe('01010101');
    expect([first.kept, last.kept]).toEqual([2, 4]);
  });

  it('takes the same channels from both sides of an addition, and leaves the answer whole', () => {
    const architecture: Architecture = {
      input: { channels: 2, height: 3, width: 3, mean: [0, 0], std: [1, 1] },
      layers: [
        convolution('a', 2, 4),
        { kind: 'relu' },
        convolution('b', 4, 6),
        convolution('c', 6, 4),
        { kind: 'add', from: 1 },
        convolution('d', 4, 8),
        convolution('answer', 8, 10),
        { kind: 'globalAverage' },
      ],
    };
    const left = withoutChannels(architecture, 0.5).layers.flatMap((layer) =>
      'output' in layer ? [[layer.input, layer.output]] : [],
    );
    expect(left).toEqual([
      [2, 2],
      [2, 3],
      [3, 2],
      [2, 4],
      [4, 10],
    ]);
  });

  const withInput = (channels: number, layers: Layer[]): Architecture => ({
    input: { channels, height: 2, width: 2, mean: Array(channels).fill(0), std: Array(channels).fill(1) },
    layers,
  });

  it('chooses a residual sum’s channels by the norm of all kernels that make it', () => {
    const architecture = withInput(1, [
      convolution('a', 1, 3),
      { ...convolution('b', 3, 3), inputs: ['a'] },
      { kind: 'add', inputs: ['a', 'b'] },
      { kind: 'globalAverage' },
      { kind: 'dense', name: 'd', input: 3, output: 2, bias: false },
    ]);
    // Norms of a: 1, 3, 2; of b: 6, 1.5, 2: together 7, 4.5, 4.
    const kernels = [
      Float32Array.of(1, -3, 2),
      Float32Array.of(2, 2, 2, 0.5, 0.5, 0.5, 1, 1, 0),
      new Float32Array(6).fill(1),
    ];
    const [a, b, d] = channelCuts(architecture, kernels, 1 / 3);
    expect([a, b, d].map(({ mask }) => mask.join(''))).toEqual(['110', '110110000', '110110']);
  });

  it('leaves whole what needs every channel in its place', () => {
    const left = (layers: Layer[]) =>
      withoutChannels(withInput(4, layers), 0.5).layers.flatMap((layer) =>
        'output' in layer ? [layer.output] : [],
      );
    const end: Layer[] = [{ kind: 'globalAverage' }];
    const answer = convolution('end', 8, 3);
    expect(left([convolution('a', 4, 8), answer, ...end])).toEqual([4, 3]);
    expect(left([convolution('a', 4, 8), { kind: 'shuffle', groups: 2 }, answer, ...end])).toEqual([8, 3]);
    expect(
      left([
        convolution('a', 4, 8),
        { kind: 'layerNorm', name: 'n', channels: 8, epsilon: 0 },
        answer,
        ...end,
      ]),
    ).toEqual([8, 3]);
    const grouped = { ...convolution('g', 8, 8), groups: 2 } as Layer;
    expect(left([convolution('a', 4, 8), grouped, answer, ...end])).toEqual([8, 8, 3]);
    const depthwise = { ...convolution('g', 8, 8), groups: 8 } as Layer;
    expect(left([convolution('a', 4, 8), depthwise, answer, ...end])).toEqual([4, 4, 3]);
    // The sum's other side is the network's input.
    expect(
      left([
        convolution('a', 4, 4),
        { kind: 'add', inputs: ['a', 'input'] },
        convolution('end', 4, 3),
        ...end,
      ]),
    ).toEqual([4, 3]);
  });

  it('keeps as many weights as its masks say', () => {
    const dense = fixturePopulation();
    const { tensors } = pruneChannels(dense, 0.4);
    dense.members.forEach((_, member) => {
      for (const { name, mask, kept } of channelCuts(
        fixtureArchitecture,
        memberKernels(dense, member),
        0.4,
      )) {
        const values = [
          ...dense.tensors[name].data.subarray(member * mask.length, (member + 1) * mask.length),
        ];
        const left = values.filter((_, i) => mask[i] === 1);
        expect(left).toHaveLength(kept);
        expect([...tensors[name].data.subarray(member * kept, (member + 1) * kept)]).toEqual(left);
      }
    });
  });

  it('refuses a share that is none', () => {
    expect(() => pruneChannels(fixturePopulation(), 1.2)).toThrow(
      'Expected a share from 0 to 1, but got 1.2.',
    );
  });
});
