import { expect, test } from 'vitest';
import { audit } from './audit';
import { predictionsOf } from './fixtures/predictionsOf';
import { versusOf } from './versus';

const options = { ties: 'largest', alpha: 0.05, seed: 0 } as const;
const truth = Uint16Array.from([0, 0, 1, 1, 2, 2]);
const three = (name: string, row: number[]) => predictionsOf(name, [row, row, row], 3);
const dense = three('dense', [0, 0, 1, 1, 2, 2]);
// PIEs 0, 1, 2 and PIEs 1, 2, 5; image 1 becomes the same label, image 2 another.
const first = audit(dense, three('first', [1, 1, 2, 1, 2, 2]), truth, options);
const second = audit(dense, three('second', [0, 1, 0, 1, 2, 0]), truth, options);

test('splits the PIEs of two compressions, and counts those that become the same label', () => {
  const { only, sameLabel, difference } = versusOf(first, second);
  expect(Array.from(only.first)).toEqual([0]);
  expect(Array.from(only.both)).toEqual([1, 2]);
  expect(Array.from(only.second)).toEqual([5]);
  expect(sameLabel).toBe(1);
  expect(difference.value).toBe(0);
  // One image in each alone: 1.959964 sqrt(1 + 1 - 0).
  expect(difference.interval?.[1]).toBeCloseTo(2.771808, 5);
});

test('is the other way round the other way round', () => {
  const there = versusOf(first, second).only;
  const back = versusOf(second, first).only;
  expect([back.second, back.both, back.first]).toEqual([there.first, there.both, there.second]);
});

test('takes only comparisons of the same images', () => {
  const fewer = predictionsOf('few', [[0, 1]], 3);
  const other = audit(fewer, fewer, truth.subarray(0, 2), options);
  expect(() => versusOf(first, other)).toThrow('6 images of 3 classes and 2 of 3');
});
