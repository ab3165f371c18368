import { expect, test } from 'vitest';
import type { Estimate, Interval } from '../findings';
import { expectedLongTail as fixture } from '../fixtures/longTail';
import { predictionsOf } from '../fixtures/predictionsOf';
import { capacity } from './capacity';

const { classes, capacity: expected } = fixture;
const truth = Uint16Array.from(fixture.truth);
const contender = (id: string, weights: number, rows: number[][]) => ({
  id,
  weights,
  predictions: predictionsOf(id, rows, classes),
});
const dense = contender('dense', 1000, fixture.dense);
const narrow = contender('narrow-31', 101, fixture.narrow);
const sparse = contender('sparse-90', 100, fixture.compressed);

function expectEstimate(actual: Estimate, { value, interval }: { value: number; interval: Interval }) {
  expect(actual.value).toBeCloseTo(value, 10);
  expect(actual.interval?.[0]).toBeCloseTo(interval[0], 8);
  expect(actual.interval?.[1]).toBeCloseTo(interval[1], 8);
}

test('every population on as many networks as the smallest has, as numpy and scipy have it', () => {
  const found = capacity(dense, { nulls: null, narrow: [narrow], sparse: [sparse] }, truth, 'largest');
  expect(found).toMatchObject({ networks: expected.networks, images: truth.length, retrained: null });
  expect(found.dense.pies).toBeNull();
  [found.dense, found.narrow[0], found.sparse[0]].forEach(({ top1 }, index) => {
    expect(top1.perMember).toHaveLength(expected.networks);
    expectEstimate(top1.mean, expected.top1[index]);
  });
  [found.narrow[0], found.sparse[0]].forEach(({ pies }, index) => {
    const { count, interval, tied } = expected.pies[index];
    expect(pies).toMatchObject({ count, tied });
    expectEstimate(pies as Estimate, { value: count / truth.length, interval });
  });
  expect(found.matches).toHaveLength(1);
  expect(found.matches[0]).toMatchObject({ narrow: 'narrow-31', sparse: 'sparse-90' });
  expectEstimate(found.matches[0].top1, expected.match.top1);
  expectEstimate(found.matches[0].pies, expected.match.pies);
});

test('weights over 2% apart are no match, and the smallest population decides the networks', () => {
  const retrained = contender('null', 1000, fixture.dense.slice(0, 2));
  const found = capacity(
    dense,
    { nulls: retrained, narrow: [{ ...narrow, weights: 103 }], sparse: [sparse] },
    truth,
    'largest',
  );
  expect(found.matches).toEqual([]);
  expect(found.networks).toBe(2);
  expect(found.retrained?.pies?.count).toBe(
    capacity(dense, { nulls: null, narrow: [], sparse: [retrained] }, truth, 'largest').sparse[0].pies?.count,
  );
});
