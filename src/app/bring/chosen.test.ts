import { expect, test } from 'vitest';
import { notRefused, withChosen } from './chosen';

const file = (path: string, version = 1) => ({ path, version });

test('a file that is chosen again takes the place of the one before', () => {
  expect(withChosen([file('a.csv'), file('b.csv')], [file('b.csv', 2), file('c.csv')])).toEqual([
    file('a.csv'),
    file('b.csv', 2),
    file('c.csv'),
  ]);
});

test('of files of which one is refused, the others wait for the corrected one', () => {
  const files = ['a.csv', 'a', 'x/b.onnx'].map((path) => file(path));
  const left = (sentence: string) => notRefused(files, sentence).map(({ path }) => path);
  expect(left('x/b.onnx: expected a network, got text.')).toEqual(['a.csv', 'a']);
  expect(left('a.csv: expected a header.')).toEqual(['a', 'x/b.onnx']);
  expect(left('a (conv1): expected weights.')).toEqual(['a.csv', 'x/b.onnx']);
  expect(left('Expected files of networks, got none.')).toEqual([]);
});
