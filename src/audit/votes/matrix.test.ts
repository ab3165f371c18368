import { describe, expect, test } from 'vitest';
import type { Predictions } from '../predictions';
import { alignMembers, orderImages, sameMembers, selectImages, selectMembers } from './matrix';

const predictions: Predictions = {
  members: ['a', 'b', 'c'],
  images: 2,
  classes: 10,
  labels: Uint16Array.from([1, 2, 3, 4, 5, 6]),
  pPrediction: Float32Array.from([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]),
  pLabel: Float32Array.from([0.01, 0.02, 0.03, 0.04, 0.05, 0.06]),
  rankLabel: Uint16Array.from([9, 8, 7, 6, 5, 4]),
};

test('the first networks', () => {
  const selected = selectMembers(predictions, 2);
  expect(selected.members).toEqual(['a', 'b']);
  expect(selected.images).toBe(2);
  expect([...selected.labels]).toEqual([1, 2, 3, 4]);
  expect([...selected.rankLabel!]).toEqual([9, 8, 7, 6]);
  expect(selected.pLabel).toHaveLength(4);
});

test('images in another order', () => {
  const ordered = orderImages(predictions, [1, 0]);
  expect([...ordered.labels]).toEqual([2, 1, 4, 3, 6, 5]);
  expect([...ordered.rankLabel!]).toEqual([8, 9, 6, 7, 4, 5]);
  expect([...predictions.labels]).toEqual([1, 2, 3, 4, 5, 6]);
});

test('the first images', () => {
  const selected = selectImages(predictions, 1);
  expect(selected.images).toBe(1);
  expect([...selected.labels]).toEqual([1, 3, 5]);
  expect([...selected.rankLabel!]).toEqual([9, 7, 5]);
  expect(selected.pPrediction).toEqual(Float32Array.from([0.1, 0.3, 0.5]));
});

test.each([0, 4, 1.5, Number.NaN])('%d of three networks cannot be selected', (k) => {
  expect(() => selectMembers(predictions, k)).toThrow(/Expected to select 1 to 3 networks, but/);
});

test('what is not there stays away', () => {
  const { pLabel, ...rest } = predictions;
  expect('pLabel' in selectImages(rest, 1)).toBe(false);
});

describe('alignment', () => {
  const mixed = alignMembers(predictions, ['c', 'a', 'b']);

  test('rows follow the ids', () => {
    expect(mixed.members).toEqual(['c', 'a', 'b']);
    expect([...mixed.labels]).toEqual([5, 6, 1, 2, 3, 4]);
    expect([...mixed.rankLabel!]).toEqual([5, 4, 9, 8, 7, 6]);
  });

  test('repeated ids are not the same networks', () => {
    const twice = { ...predictions, members: ['a', 'a', 'b'] };
    expect(sameMembers(twice, twice)).toBe(false);
    expect(sameMembers(predictions, twice)).toBe(false);
  });
});
