import { expect, test } from 'vitest';
import { isGuessing, matchClasses } from './classes';

const match = (network: string[] | null, classes: string[], outputs = 3, byName = false) =>
  matchClasses(network, { file: 'i.zip', classes, byName }, outputs);

test('numbers are outputs, and may be fewer than these', () => {
  expect(match(['a', 'b', 'c'], ['0', '1']).matches).toMatchObject([
    { outputs: [0, 1], names: ['a', 'b', 'c'] },
  ]);
  expect(match(null, ['0', '1']).matches).toMatchObject([{ names: ['0', '1', '2'] }]);
});

test('names in another order are mapped by name, unless the images are right', () => {
  const { matches } = match(['owl', 'cat', 'dog'], ['cat', 'dog', 'owl'], 3, true);
  expect(matches.map(({ outputs, names }) => [outputs, names])).toEqual([
    [
      [1, 2, 0],
      ['owl', 'cat', 'dog'],
    ],
    [
      [0, 1, 2],
      ['cat', 'dog', 'owl'],
    ],
  ]);
  expect(matches[1].words).toContain('alphabetical');
  expect(match(['owl', 'cat', 'dog'], ['owl', 'cat']).matches).toMatchObject([{ outputs: [0, 1] }]);
});

test('other names go by position, and either file may name them', () => {
  expect(match(['a', 'b', 'c'], ['x', 'y', 'z']).matches.map(({ names }) => names[0])).toEqual(['a', 'x']);
  expect(match(['a', 'b', 'c'], ['a', 'b', 'c']).matches.length).toBe(1);
  expect(match(null, ['x', 'y', 'z']).matches).toMatchObject([
    { outputs: [0, 1, 2], names: ['x', 'y', 'z'] },
  ]);
});

test('numbers of classes that disagree are one sentence', () => {
  const sentence = 'i.zip: expected 3 classes, as many as the networks have outputs, got 2.';
  expect(match(null, ['x', 'y'])).toEqual({ matches: [], problem: sentence });
  expect(match(null, ['0', '1', '2', '3']).problem).toContain('got 4.');
});

test('guessing is what chance gives, and two deviations more', () => {
  // Of 200 images in 10 classes chance gives 20, with a deviation of 4.24.
  expect([28, 29].map((correct) => isGuessing(correct, 200, 10))).toEqual([true, false]);
});
