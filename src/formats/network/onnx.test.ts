import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inOrder } from '../../text/testing';
import { changedBytes } from '../testing/changedBytes';
import { fixture } from '../testing/fixture';
import { refusal, SENTENCE } from '../testing/sentence';
import { concat } from '../testing/tarOf';
import { readOnnxNetwork } from './onnx';
import { readMessage } from './protobuf';

describe('readOnnxNetwork', () => {
  test('names every layer that does not run here', async () => {
    expect(await refusal(() => readOnnxNetwork(fixture('unfit.onnx'), 'unfit.onnx'))).toMatch(
      inOrder(
        /^unfit\.onnx: expected a network of layers that run here, got 3 that do not: ConvTranspose /,
        /"[^"]*" \(not supported\); InstanceNormalization "[^"]*" \(not supported\); Sin "[^"]*" \(not /,
        /supported\)\.$/,
      ),
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
        fc.asyncProperty(changedBytes(fixture(name)), async (bytes) => {
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
