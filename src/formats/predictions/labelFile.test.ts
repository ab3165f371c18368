import { describe, expect, test } from 'vitest';
import { writeNpz } from '../arrays/npz';
import { npyOf } from '../testing/npyOf';
import { readLabelFile } from './labelFile';
import { readPredictionFile } from './predictionFile';
import { alignPredictions } from './predictions';

const utf8 = (text: string) => new TextEncoder().encode(text);
const says = async (bytes: Uint8Array<ArrayBuffer>) => {
  const {
    labels: { image, label, rows },
  } = await readLabelFile(bytes, 'l');
  return Array.from({ length: rows }, (_, row) => [
    image.values[image.codes[row]],
    label.values[label.codes[row]],
  ]);
};
const labels = { shape: [3], values: Uint16Array.of(2, 0, 2) };

describe('readLabelFile', () => {
  test.each([
    ['an npy vector', npyOf('<i8', '(3,)', new Uint8Array(BigInt64Array.of(2n, 0n, 2n).buffer))],
    ['an npz of one vector', writeNpz({ anything: labels })],
    ['labels beside names of classes', writeNpz({ labels, classes: { shape: [1], values: ['cat'] } })],
  ])('%s: images are numbered', async (_, bytes) => {
    expect(await says(bytes)).toEqual([
      ['0', '2'],
      ['1', '0'],
      ['2', '2'],
    ]);
  });

  test.each([
    ['an npz with ids', writeNpz({ y: labels, image_ids: { shape: [3], values: ['a', 'b', 'c'] } })],
    ['a table with other names', utf8('filename;truth\na;2\nb;0\nc;2\n')],
    ['a table', utf8('label,image_id\n2,a\n0,b\n2,c\n')],
  ])('%s: images have their names', async (_, bytes) => {
    expect(await says(bytes)).toEqual([
      ['a', '2'],
      ['b', '0'],
      ['c', '2'],
    ]);
  });

  test('names of classes are labels too', async () => {
    expect(await says(writeNpz({ labels: { shape: [2], values: ['dog', 'dog'] } }))).toEqual([
      ['0', 'dog'],
      ['1', 'dog'],
    ]);
  });

  test.each([
    [
      'two vectors',
      writeNpz({ a: labels, b: labels }),
      /^l: expected one array of true labels, .* got a \(3\), b \(3\)\.$/,
    ],
    ['a matrix', writeNpz({ labels: { shape: [1, 3], values: labels.values } }), /got labels \(1 x 3\)\.$/],
    ['no label', writeNpz({ labels: { shape: [0], values: new Uint16Array(0) } }), /at least one true label/],
    [
      'a fraction',
      writeNpz({ labels: { shape: [1], values: Float32Array.of(0.5) } }),
      /classes from 0 .* got 0\.5/,
    ],
    ['a table of neither', utf8('a,b\n1,2\n'), /expected the columns image_id, label, got a, b/],
  ])('%s is one sentence', async (_, bytes, sentence) => {
    await expect(readLabelFile(bytes, 'l')).rejects.toThrow(sentence);
  });

  test('as many numbered labels as images, no fewer and no more', async () => {
    const { populations } = await readPredictionFile(
      writeNpz({ p: { shape: [1, 2], values: Uint16Array.of(1, 2) } }),
      'p',
    );
    const { labels: more } = await readLabelFile(writeNpz({ labels }), 'l');
    expect(() => alignPredictions([populations[0].table], more)).toThrow(
      'l: expected 2 true labels, one for each image of p, got 3.',
    );
  });
});
