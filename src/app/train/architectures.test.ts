import { expect, test } from 'vitest';
import { readDescription } from './architectures';

const read = (document: unknown) =>
  readDescription({ kind: 'description', file: 'a.json', text: JSON.stringify(document) });

const document = {
  format: 'lacuna-network',
  version: 2,
  input: { channels: 1, height: 4, width: 4, mean: [0], std: [1] },
  layers: [{ kind: 'flatten' }, { kind: 'dense', name: 'head', input: 16, output: 2, bias: true }],
};

test('a description is read when it is chosen, and one sentence says what is wrong with it', () => {
  expect(read(document).layers).toHaveLength(2);
  const refusal = (text: string) => () => readDescription({ kind: 'description', file: 'a.json', text });
  expect(refusal('\b\u0004pytorch\uFFFD')).toThrow(
    /^a\.json: expected the description of a network \(JSON\), got a file that is no text\.$/,
  );
  expect(refusal('{ "format": "lac')).toThrow(
    /got "\{ [^,]+, which does not go on as JSON; it may be cut off\.$/,
  );
  expect(() => read({ format: 'x' })).toThrow(/^a\.json: expected format to be "lacuna-network", got "x"/);
  const short = [document.layers[0], { ...document.layers[1], input: 12 }];
  expect(() => read({ ...document, layers: short })).toThrow(/a\.json: expected layers that fit together/);
});
