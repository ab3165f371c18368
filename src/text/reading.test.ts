import { expect, test } from 'vitest';
import { crowdedClauses, hardToRead, longSentences } from './reading';

const words = (n: number) => Array.from({ length: n }, () => 'word').join(' ');

test('a sentence has at most 30 words, and a colon ends none', () => {
  expect(longSentences([`${words(30)}. ${words(30)}?`])).toEqual([]);
  expect(longSentences([`${words(16)}: ${words(15)}.`])).toEqual([`${words(16)}: ${words(15)}.`]);
});

test('a clause has at most two numbers; thousands are one', () => {
  expect(crowdedClauses('301 of 10,000 images change, 212 more than that.')).toEqual([]);
  expect(crowdedClauses('From 91.2% to 89.6% of 10,000 images.')).toHaveLength(1);
});

test('digits in a name are no number', () => {
  expect(crowdedClauses('ResNet-50 in float16 loses 4.1 points of top-1 at 90%.')).toEqual([]);
  expect(hardToRead('Jaccard 0.29 (0.08 to 0.64) in float16.')).toEqual([
    'Jaccard 0.29 (0.08 to 0.64) in float16.',
  ]);
});
