import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inOrder } from '../../text/testing';
import { changedBytes } from '../testing/changedBytes';
import { fixture } from '../testing/fixture';
import { refusal, SENTENCE } from '../testing/sentence';
import { readTfjsNetwork } from './tfjs';

const text = (name: string) => new TextDecoder().decode(fixture(name));
const shardsOf = (name: string) =>
  new Map([1, 2].map((part) => [`${name}-${part}of2.bin`, fixture(`${name}-${part}of2.bin`)]));

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
      inOrder(
        /^m\.json: expected a network of layers that run here, got 3 that do not: Conv2D "[^"]*" /,
        /\(dilations 0 x 2\); Activation "[^"]*" \(activation softsign\); Lambda<script> "[^"]*" \(not /,
        /supported\)\.$/,
      ),
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
      fc.asyncProperty(changedBytes(fixture('graph.json')), async (bytes) => {
        const message = await refusal(() =>
          readTfjsNetwork(new TextDecoder().decode(bytes), shardsOf('graph'), 'm.json'),
        );
        if (message !== undefined) expect(message).toMatch(SENTENCE);
      }),
      { numRuns: 300 },
    );
  });
});
