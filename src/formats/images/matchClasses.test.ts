import { expect, test } from 'vitest';
import { chosenWay, isGuessing, matchClasses } from './matchClasses';

const match = (network: string[] | null, classes: string[], outputs = 3, byName = false) =>
  matchClasses(network, { file: 'i.zip', classes, counts: classes.map(() => 1), byName }, outputs);

/**
 * Folders or labels that are the given numbers, as images have them: with the classes between that have none.
 */
const numbered = (there: number[], outputs: number, byName: boolean) => {
  const classes = Array.from({ length: Math.max(...there) + 1 }, (_, number) => `${number}`);
  const counts = classes.map((_, number) => Number(there.includes(number)));
  const { matches, problem } = matchClasses(null, { file: 'i.zip', classes, counts, byName }, outputs);
  return {
    problem,
    matches: matches.map((each) => ({ ...each, outputs: there.map((n) => each.outputs[n]) })),
  };
};

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

test('names with numbers in them are tried in the order of the text and in that of the numbers', () => {
  const names = ['class0', 'class1', 'class10', 'class2'];
  const [text, counted] = match(null, names, 4, true).matches;
  expect(text.outputs).toEqual([0, 1, 2, 3]);
  expect(counted.outputs).toEqual([0, 1, 3, 2]);
  expect(counted.names).toEqual(['class0', 'class1', 'class2', 'class10']);
  expect(counted.words).toBe('Names sorted by the numbers in them: class0, class1, class2, class10.');
  expect(match(['a', 'b', 'c', 'd'], names, 4, true).matches.map(({ outputs }) => outputs)).toEqual([
    [0, 1, 2, 3],
    [0, 1, 2, 3],
    [0, 1, 3, 2],
  ]);
  // Padded numbers, names without them, and the order of a file leave no choice.
  expect(match(null, ['class00', 'class01', 'class10'], 3, true).matches.length).toBe(1);
  expect(match(null, ['B', 'a', 'b'], 3, true).matches.length).toBe(1);
  expect(match(null, names, 4, false).matches.length).toBe(1);
});

test('numbers of classes that disagree are one sentence', () => {
  const sentence = 'i.zip: expected 3 classes, as many as the networks have outputs, got 2 (x, y).';
  expect(match(null, ['x', 'y'])).toEqual({ matches: [], problem: sentence });
  expect(match(null, ['0', '1', '2', '3']).problem).toBe(
    'i.zip: expected labels from 0 to 2, one for each output of the networks, got 3 for 1 of 4 images; ' +
      'leave those images out, or choose networks with that output.',
  );
  expect(numbered([3, 4, 5], 3, false).problem).toBe(
    'i.zip: expected labels from 0 to 2 or from 1 to 3, one for each output of the networks, got 3, 4, 5; ' +
      'number them so.',
  );
  const minusOne = numbered([0, 1, 2, 255], 3, false).problem;
  expect(minusOne).toContain(
    'got 255 for 1 of 4 images (-1, which says that there is no class, is 255 as a byte)',
  );
});

test('guessing is what chance gives, and two deviations more', () => {
  // Of 200 images in 10 classes chance gives 20, with a deviation of 4.24.
  expect([28, 29].map((correct) => isGuessing(correct, 200, 10))).toEqual([true, false]);
});

test('folders that are numbers stand as text first, as torchvision sorts them, and as numbers too', () => {
  const twelve = Array.from({ length: 12 }, (_, number) => number);
  const { matches } = numbered(twelve, 12, true);
  // Sorted as text: 0, 1, 10, 11, 2, 3, ...
  expect(matches.map(({ outputs }) => outputs)).toEqual([[0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 2, 3], twelve]);
  expect(matches[0].names.slice(0, 4)).toEqual(['0', '1', '10', '11']);
  expect(matches[0].words).toBe('Folders sorted as text, as torchvision and Keras do: 0, 1, 10, 11, ... 9.');
  expect(numbered(twelve, 12, false).matches).toMatchObject([{ outputs: twelve }]);
  // Ten folders stand the same either way.
  expect(numbered(twelve.slice(0, 10), 10, true).matches).toMatchObject([
    { words: 'Labels are numbers: number k is output k.' },
  ]);
  const fromOne = numbered(twelve.slice(1, 11), 10, true).matches;
  expect(fromOne.map(({ outputs }) => outputs)).toEqual([
    [0, 2, 3, 4, 5, 6, 7, 8, 9, 1],
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  ]);
});

test('labels from 1 are shifted where networks have no further output, and asked about else', () => {
  const letters = Array.from({ length: 26 }, (_, at) => at + 1);
  const shifted = letters.map((label) => label - 1);
  const { matches } = numbered(letters, 26, false);
  expect(matches).toMatchObject([
    { outputs: shifted, words: 'Labels run from 1 to 26: number k is output k - 1.' },
  ]);
  expect([matches[0].names[0], matches[0].names[25]]).toEqual(['1', '26']);
  expect(numbered(letters, 27, false).matches.map(({ outputs }) => outputs)).toEqual([letters, shifted]);
  expect(numbered(letters, 25, false).problem).toBe(
    'i.zip: expected 25 classes, as many as the networks have outputs, got 26 (1, 2, 3, 4, ... 26).',
  );
});

test('the way that a first network is right with holds, unless another was chosen', () => {
  const { matches } = numbered([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 11, true);
  expect(chosenWay(matches, null, null)).toBe(0);
  expect(chosenWay(matches, null, { correct: [20, 110] })).toBe(1);
  expect(chosenWay(matches, matches[0].words, { correct: [20, 110] })).toBe(0);
});
