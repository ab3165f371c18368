import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeSafetensors } from '../arrays/writeSafetensors';
import { fixture } from '../testing/fixture';
import { refusal, SENTENCE } from '../testing/sentence';
import { readNetworkDescription, readPopulation } from './description';
import { readOnnxNetwork } from './onnx';
import { stackNetworks } from './population';

describe('a description and its weights', () => {
  const small = {
    format: 'lacuna-network',
    version: 1,
    input: { channels: 1, height: 2, width: 2, mean: [0], std: [1] },
    layers: [
      { kind: 'conv', name: 'c', input: 1, output: 2, kernel: [2, 2], stride: 1, padding: 0, bias: false },
      { kind: 'batchNorm', name: 'n', channels: 2, epsilon: 0.1 },
    ],
  };
  const describeWith = (change: object) => () =>
    readNetworkDescription(JSON.stringify({ ...small, ...change }), 'n.json');
  const floats = (shape: number[], first = 0) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => first + i),
  });
  const weights = (k: number[], first = 0) => ({
    'c.weight': floats([...k, 2, 1, 2, 2], first),
    'n.weight': floats([...k, 2]),
    'n.bias': floats([...k, 2]),
    'n.running_mean': floats([...k, 2]),
    'n.running_var': floats([...k, 2]),
    'n.num_batches_tracked': floats([]),
  });
  const read = (...files: Record<string, ReturnType<typeof floats>>[]) =>
    readPopulation(
      describeWith({})(),
      files.map((tensors, i) => ({ file: `w${i}.safetensors`, bytes: writeSafetensors(tensors) })),
    );

  test('one stacked file and a file for each network are the same', () => {
    const stacked = read(weights([1]));
    const single = read(weights([]));
    expect(single.tensors).toEqual(stacked.tensors);
    expect(stacked.members).toEqual([{ id: 'w0/0', seed: 0 }]);
    const two = read(weights([]), weights([], 5));
    expect(two.members.map(({ id }) => id)).toEqual(['w0', 'w1']);
    expect([...two.tensors['c.weight'].data.subarray(8, 10)]).toEqual([5, 6]);
    expect(two.tensors['n.variance'].shape).toEqual([2]);
    expect(two.key).not.toBe(read(weights([]), weights([], 6)).key);
    expect(two.key).toBe(read(weights([]), weights([], 5)).key);
  });

  test('names with prefixes of wrappers, and weights with masks, are the same networks', () => {
    const plain = weights([]);
    const under = (prefix: (name: string) => string, from: object = plain) =>
      Object.fromEntries(Object.entries(from).map(([name, tensor]) => [prefix(name), tensor]));
    expect(read(under((name) => `module.${name}`)).tensors).toEqual(read(plain).tensors);
    expect(read(under((name) => `_orig_mod.module.${name}`)).tensors).toEqual(read(plain).tensors);
    expect(read(under((name) => name.replace('.', '._orig_mod.'))).tensors).toEqual(read(plain).tensors);
    expect(read(under((name) => `model.${name}`)).tensors).toEqual(read(plain).tensors);
    expect(read(under((name) => `module.net.${name}`)).tensors).toEqual(read(plain).tensors);
    const twice = { ...under((name) => `model.${name}`), ...under((name) => `ema.${name}`) };
    expect(() => read(twice)).toThrow(
      'expected the tensors of one network, got two or more, under "model." and "ema.".',
    );
    const { 'c.weight': kernel, ...rest } = plain;
    const mask = { shape: kernel.shape, data: kernel.data.map((_, i) => i % 2) };
    const pruned = { shape: kernel.shape, data: kernel.data.map((value, i) => value * (i % 2)) };
    const masked = { ...rest, 'c.weight_orig': kernel, 'c.weight_mask': mask };
    expect(read(masked as never).tensors).toEqual(read({ ...plain, 'c.weight': pruned }).tensors);
    const half = { ...masked, 'c.weight_mask': { shape: kernel.shape, data: mask.data.map(() => 0.5) } };
    expect(() => read(half as never)).toThrow(
      'w0.safetensors: expected "c.weight_mask" of 0 and 1, got 0.5.',
    );
  });

  test('weight normalisation is computed: length times direction', () => {
    const { 'c.weight': _, ...rest } = weights([]);
    // Directions of length 5 and 13 in each of two channels.
    const direction = { shape: [2, 1, 2, 2], data: Float32Array.of(3, 0, 0, 4, 5, 0, 12, 0) };
    const kernelBy = (lengths: Record<string, { shape: number[]; data: Float32Array }>) => [
      ...read({ ...rest, ...lengths } as never).tensors['c.weight'].data,
    ];
    const length = { shape: [2, 1, 1, 1], data: Float32Array.of(10, 26) };
    const wanted = [6, 0, 0, 8, 10, 0, 24, 0];
    expect(kernelBy({ 'c.weight_g': length, 'c.weight_v': direction })).toEqual(wanted);
    const parametrised = 'c.parametrizations.weight.original';
    expect(kernelBy({ [`${parametrised}0`]: length, [`${parametrised}1`]: direction })).toEqual(wanted);
    const both = { [`${parametrised}0`]: length, [`${parametrised}1`]: direction };
    const scale = { shape: [2], data: Float32Array.of(1, 1) };
    expect(() => kernelBy({ ...both, 'c.parametrizations.weight.1._u': scale })).toThrow(
      'expected a tensor "c.weight", got "c.parametrizations.weight.original0", from which it is computed',
    );
    const whole = { shape: [], data: Float32Array.of(Math.sqrt(194)) };
    expect(kernelBy({ 'c.weight_g': whole, 'c.weight_v': direction }).map(Math.round)).toEqual([
      3, 0, 0, 4, 5, 0, 12, 0,
    ]);
    expect(() => kernelBy({ 'c.weight_g': { ...length, shape: [2] }, 'c.weight_v': direction })).toThrow(
      'w0.safetensors: expected "c.weight_g" to fit the shape [2, 1, 2, 2], got [2].',
    );
  });

  test.each([
    ['c.parametrizations.weight.original', 'parametrize.remove_parametrizations(module, "weight")'],
    ['c.weight_orig', 'prune.remove or remove_spectral_norm(module, "weight")'],
  ])('refuses %s, and says how to take it off', (name, remedy) => {
    const { 'c.weight': kernel, ...rest } = weights([]);
    expect(() => read({ ...rest, [name]: kernel } as never)).toThrow(
      `w0.safetensors: expected a tensor "c.weight", got "${name}", from which it is computed in PyTorch; ` +
        `take that off before saving: torch.nn.utils.${remedy}.`,
    );
  });

  test.each<[string, object, string]>([
    ['another format', { format: 'x' }, 'n.json: expected format to be "lacuna-network", got "x".'],
    [
      'a later version',
      { version: 3 },
      'n.json: expected version to be 1 to 2, the versions this release reads, got 3.',
    ],
    [
      'several layers of kinds that do not run here',
      { layers: [small.layers[0], { kind: 'attention', name: 'x' }, { kind: 'lstm' }] },
      'got 2 that do not: 1 (attention "x"), 2 (lstm).',
    ],
    [
      'an input that is not there',
      { layers: [small.layers[0], { ...small.layers[1], inputs: ['x'] }] },
      'n.json: expected layers[1].inputs[0] to be the name of an earlier layer, or "input", got "x".',
    ],
    [
      'padding of three sides',
      { layers: [{ ...small.layers[0], padding: [1, 2, 3] }] },
      'expected layers[0].padding to be a whole number, two (vertical, horizontal) or four',
    ],
    [
      'names of other classes',
      { classes: ['a'] },
      'n.json: expected classes to be a list of 2, one for each output, got a list of 1.',
    ],
    [
      'a seed that is none',
      { members: [{ id: 'a', seed: -1 }] },
      'expected members[0].seed to be a whole number from 0',
    ],
    [
      'layers that do not fit',
      { layers: [small.layers[0], { ...small.layers[1], channels: 3 }] },
      'n.json: expected layers that fit together, got a problem: Layer 1 (batchNorm "n") expects 3 ' +
        'channels, but receives 2 x 1 x 1.',
    ],
    [
      'rows and columns left over',
      { input: { ...small.input, height: 3 } },
      'n.json: expected one value a class from the last layer, got 2 x 2 x 1.',
    ],
  ])('refuses %s', async (_, change, sentence) => {
    const message = await refusal(describeWith(change));
    expect(message).toMatch(SENTENCE);
    expect(message).toContain(sentence);
  });

  const without = (name: string) => {
    const { [name as 'c.weight']: _, ...rest } = weights([]);
    return rest as ReturnType<typeof weights>;
  };
  test.each<[string, Record<string, ReturnType<typeof floats>>[], string]>([
    [
      'a missing tensor',
      [without('n.running_var')],
      'expected a tensor "n.variance" or "n.running_var", got none.',
    ],
    [
      'a tensor too many',
      [{ ...weights([]), 'x.weight': floats([1]) }],
      'expected only tensors of the described layers, got x.weight besides',
    ],
    [
      'another shape',
      [{ ...weights([]), 'n.bias': floats([3]) }],
      'expected tensor "n.bias" of shape [2], or of several networks stacked, got [3].',
    ],
    [
      'fewer networks in one tensor',
      [{ ...weights([2]), 'n.bias': floats([1, 2]) }],
      'expected tensor "n.bias" of shape [2, 2]',
    ],
    [
      'NaN',
      [{ ...weights([]), 'n.bias': floats([2], Number.NaN) }],
      'w0.safetensors: expected finite weights in n.bias, got NaN at position 0.',
    ],
    [
      'a variance below 0',
      [{ ...weights([]), 'n.running_var': floats([2], -0.5) }],
      'w0.safetensors: expected variances of 0 or more in n.variance, got -0.5 at position 0.',
    ],
    [
      'infinite weights in a stack',
      [{ ...weights([1]), 'n.bias': floats([1, 2], Infinity) }],
      'got Infinity at position 0.',
    ],
    ['no networks', [weights([0])], 'got [0, 2, 1, 2, 2].'],
  ])('refuses %s', async (_, files, sentence) => {
    const message = await refusal(() => read(...files));
    expect(message).toMatch(SENTENCE);
    expect(message).toContain(sentence);
  });

  test('answers any text with a description or one sentence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.anything(), async (json, value) => {
        for (const each of [json, JSON.stringify({ ...small, layers: value }) ?? '']) {
          const message = await refusal(() => readNetworkDescription(each, 'n.json'));
          if (message !== undefined) expect(message).toMatch(SENTENCE);
        }
      }),
    );
  });
});

describe('stackNetworks', () => {
  test('refuses other architectures and ids that come twice', async () => {
    const plain = readOnnxNetwork(fixture('plain.onnx'), 'plain.onnx');
    const kept = readOnnxNetwork(fixture('kept.onnx'), 'kept.onnx');
    const stack = (...members: Parameters<typeof stackNetworks>[0]) => refusal(() => stackNetworks(members));
    const [a, b] = [
      { id: 'a', file: 'a.onnx', network: plain },
      { id: 'b', file: 'b.onnx', network: kept },
    ];
    expect(await stack(a, b)).toBe(
      'b.onnx: expected the architecture of a.onnx, got another one from layer 0.',
    );
    expect(await stack(a, a)).toBe('a.onnx: expected a different id for each of 2 networks, got 1.');
    expect(stackNetworks([a, { ...a, id: 'b' }]).tensors).toHaveProperty('conv.weight');
  });
});
