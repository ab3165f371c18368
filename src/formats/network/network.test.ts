import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeSafetensors } from '../arrays/writeSafetensors';
import { fixture } from '../testing/fixture';
import { refusal, SENTENCE } from '../testing/sentence';
import { concat } from '../testing/tarOf';
import { readNetworkDescription, readPopulation } from './description';
import { readOnnxNetwork } from './onnx';
import { stackNetworks } from './population';
import { readMessage } from './protobuf';
import { readTfjsNetwork } from './tfjs';

const text = (name: string) => new TextDecoder().decode(fixture(name));
const shardsOf = (name: string) =>
  new Map([1, 2].map((part) => [`${name}-${part}of2.bin`, fixture(`${name}-${part}of2.bin`)]));

/** A file with one to four bytes changed. */
const changed = (whole: Uint8Array<ArrayBuffer>) =>
  fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }).map((changes) => {
    const bytes = whole.slice();
    for (const [at, value] of changes) bytes[at] = value;
    return bytes;
  });

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

  test('names with the prefixes of wrappers, and weights with masks of pruning, are the same networks', () => {
    const plain = weights([]);
    const under = (prefix: (name: string) => string, from: object = plain) =>
      Object.fromEntries(Object.entries(from).map(([name, tensor]) => [prefix(name), tensor]));
    expect(read(under((name) => `module.${name}`)).tensors).toEqual(read(plain).tensors);
    expect(read(under((name) => `_orig_mod.module.${name}`)).tensors).toEqual(read(plain).tensors);
    expect(read(under((name) => name.replace('.', '._orig_mod.'))).tensors).toEqual(read(plain).tensors);
    const { 'c.weight': kernel, ...rest } = plain;
    const mask = { shape: kernel.shape, data: kernel.data.map((_, i) => i % 2) };
    const pruned = { shape: kernel.shape, data: kernel.data.map((value, i) => value * (i % 2)) };
    const masked = { ...rest, 'c.weight_orig': kernel, 'c.weight_mask': mask };
    expect(read(masked as never).tensors).toEqual(read({ ...plain, 'c.weight': pruned }).tensors);
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
      'n.json: expected layers that fit together, got a problem: Layer 1 (batchNorm "n") expects 3 channels, but receives',
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

describe('readOnnxNetwork', () => {
  test('names every layer that does not run here', async () => {
    expect(await refusal(() => readOnnxNetwork(fixture('unfit.onnx'), 'unfit.onnx'))).toMatch(
      /^unfit\.onnx: expected a network of layers that run here, got 3 that do not: ConvTranspose "[^"]*" \(not supported\); InstanceNormalization "[^"]*" \(not supported\); Sin "[^"]*" \(not supported\)\.$/,
    );
  });

  test('refuses a normalisation for other channels', async () => {
    expect(
      await refusal(() =>
        readOnnxNetwork(fixture('plain.onnx'), 'p.onnx', { normalisation: { mean: [0], std: [1] } }),
      ),
    ).toBe('p.onnx: expected a mean and a deviation above 0 for each of 3 channels, got 1 and 1.');
  });

  test('refuses a file cut off anywhere', async () => {
    const whole = fixture('plain.onnx');
    for (let length = 0; length < whole.length; length++) {
      expect(await refusal(() => readOnnxNetwork(whole.slice(0, length), 'p.onnx')), `${length}`).toMatch(
        SENTENCE,
      );
    }
  });

  test.each(['plain.onnx', 'kept.onnx'])(
    'answers %s with bytes changed with a network or one sentence',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(changed(fixture(name)), async (bytes) => {
          const message = await refusal(() => readOnnxNetwork(bytes, name));
          if (message !== undefined) expect(message).toMatch(SENTENCE);
        }),
        { numRuns: 400 },
      );
    },
  );
});

describe('readMessage', () => {
  test('reads numbers, text and packed lists', () => {
    const message = readMessage(
      concat(
        [0x08, 0x96, 0x01],
        [0x08, ...new Array(9).fill(255), 1],
        [0x12, 2, 104, 105],
        [0x1a, 3, 1, 0x96, 1],
      ),
      'it',
    );
    expect(message.integers(1)).toEqual([150, -1]);
    expect(message.text(2)).toBe('hi');
    expect(message.integers(3)).toEqual([1, 150]);
    expect(message.integers(9)).toEqual([]);
  });

  test.each<[string, number[], string]>([
    ['a length past the end', [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f], 'got a claim of 4294967295 bytes'],
    ['a number without end', [0x08, ...new Array(11).fill(255)], 'got a number of over 64 bits'],
    ['a group', [0x0b], 'got wire type 3'],
    ['field 0', [0x00, 0], 'got field 0'],
  ])('refuses %s', (_, bytes, sentence) => {
    expect(() => readMessage(Uint8Array.from(bytes), 'it')).toThrow(sentence);
  });
});

describe('readTfjsNetwork', () => {
  const model = (change: (document: ReturnType<typeof JSON.parse>) => void, name = 'chain') => {
    const document = JSON.parse(text(`${name}.json`));
    change(document);
    return refusal(() => readTfjsNetwork(JSON.stringify(document), shardsOf(name), 'm.json'));
  };

  test('names every layer that does not run here', async () => {
    const message = await model(({ modelTopology: { config } }) => {
      config.layers[0].config.dilation_rate = [0, 2];
      config.layers[2].config.activation = 'softsign';
      config.layers[4].class_name = 'Lambda<script>';
    });
    expect(message).toMatch(
      /^m\.json: expected a network of layers that run here, got 3 that do not: Conv2D "[^"]*" \(dilations 0 x 2\); Activation "[^"]*" \(activation softsign\); Lambda<script> "[^"]*" \(not supported\)\.$/,
    );
  });

  test.each<[string, (document: ReturnType<typeof JSON.parse>) => void, string]>([
    [
      'a graph model',
      (document) => Object.assign(document, { format: 'graph-model' }),
      'expected format to be "layers-model"',
    ],
    [
      'a missing shard',
      (document) => document.weightsManifest[0].paths.push('../../etc/passwd'),
      'expected the file passwd beside it, got chain-1of2.bin, chain-2of2.bin.',
    ],
    [
      'a shape of 2^60',
      (document) => Object.assign(document.weightsManifest[0].weights[0], { shape: [2 ** 30, 2 ** 30] }),
      `expected ${2n ** 62n} bytes for`,
    ],
    [
      'weights too few for the shards',
      (document) => document.weightsManifest[0].weights.pop(),
      'bytes in the shards of weightsManifest[0], got 2312.',
    ],
    [
      'a type of the prototype',
      (document) => Object.assign(document.weightsManifest[0].weights[0], { dtype: 'toString' }),
      'to be float32, or quantised',
    ],
    [
      'an open extent',
      (document) =>
        Object.assign(document.modelTopology.config.layers[0].config, {
          batch_input_shape: [null, null, 8, 3],
        }),
      'got null x 8 x 3.',
    ],
    [
      'no layers',
      (document) => Object.assign(document.modelTopology.config, { layers: [] }),
      'to be a list of at least one layer',
    ],
    [
      'layers of one name',
      ({ modelTopology: { config } }) => {
        for (const layer of config.layers) layer.config.name = 'x';
      },
      'to be layers with different names',
    ],
  ])('refuses %s', async (_, change, sentence) => {
    const message = await model(change);
    expect(message).toMatch(SENTENCE);
    expect(message).toContain(sentence);
  });

  test('reads quantised weights', () => {
    const document = JSON.parse(text('chain.json'));
    const { weights } = document.weightsManifest[0];
    for (const weight of weights) weight.quantization = { dtype: 'uint8', scale: 0.5, min: -1 };
    const size = [...shardsOf('chain').values()].reduce((sum, { length }) => sum + length, 0) / 4;
    const shards = new Map([
      ['chain-1of2.bin', new Uint8Array(size).fill(3)],
      ['chain-2of2.bin', new Uint8Array(0)],
    ]);
    const { tensors } = readTfjsNetwork(JSON.stringify(document), shards, 'm.json');
    expect(
      [...tensors.values()].every((values) => values.every((value) => value === 0.5 || value === 1)),
    ).toBe(true);
  });

  test('answers a description with bytes changed with a network or one sentence', async () => {
    await fc.assert(
      fc.asyncProperty(changed(fixture('graph.json')), async (bytes) => {
        const message = await refusal(() =>
          readTfjsNetwork(new TextDecoder().decode(bytes), shardsOf('graph'), 'm.json'),
        );
        if (message !== undefined) expect(message).toMatch(SENTENCE);
      }),
      { numRuns: 300 },
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
