import { describe, expect, test } from 'vitest';
import { audit } from '../audit';
import type { Interval, TTest } from '../findings';
import { expectedGroups } from '../fixtures/groups';
import { predictionsOf } from '../fixtures/predictionsOf';
import { crossed, groupingOf, NO_GROUP } from './grouping';
import { subgroups } from './subgroups';

const CLASSES = 4;
const { seed, draws, tables } = expectedGroups;

function expectEnds(actual: Interval | null | undefined, expected: Interval | null) {
  if (!expected) expect(actual).toBeNull();
  else {
    expect(actual?.[0]).toBeCloseTo(expected[0], 6);
    expect(actual?.[1]).toBeCloseTo(expected[1], 6);
  }
}

function expectTest(actual: TTest | undefined, expected: TTest) {
  for (const field of ['t', 'df', 'p'] as const) {
    if (expected[field] === null) expect(actual?.[field]).toBeNull();
    else expect(actual?.[field]).toBeCloseTo(expected[field], 9);
  }
}

describe.each(tables)('$name', ({ attributes, target, paired, expected, ...given }) => {
  const dense = predictionsOf('network', given.dense, CLASSES);
  const compressed = predictionsOf(paired ? 'network' : 'pruned', given.compressed, CLASSES);
  const truth = Uint16Array.from(given.truth);
  const retrained = predictionsOf('retrained', given.retrained, CLASSES);
  const findings = audit(dense, compressed, truth, { ties: 'largest', alpha: 0.05, seed }, retrained);
  const byNumber = groupingOf({ name: 'number', values: Float64Array.from(given.values) });
  const byCategory = groupingOf({
    name: 'category',
    categories: ['x', 'y', 'z'],
    codes: Uint16Array.from(given.codes),
  });
  const [first, second] = attributes.map((name) => (name === 'number' ? byNumber : byCategory));
  const grouping = second ? crossed(first, second) : first;
  const resampling = { draws, seed };
  const table = subgroups(findings, { dense, compressed }, truth, grouping, {
    target,
    leastImages: 1,
    resampling,
  });

  test('groups as numpy has them', () => {
    expect([...grouping.of]).toEqual(given.of);
    expect(table.attributes).toEqual(attributes);
    expect(table.paired).toBe(paired);
    expect(table.ungrouped).toBe(0);
  });

  test('rates from confusion matrices, tests and intervals from scipy', () => {
    expect(table.groups).toHaveLength(expected.groups.length);
    table.groups.forEach(({ images, rates }, group) => {
      expect(images).toBe(expected.groups[group].images);
      expect(Object.keys(rates)).toEqual(Object.keys(expected.groups[group].rates));
      for (const kind of ['error', 'falsePositive', 'falseNegative'] as const) {
        const wanted = expected.groups[group].rates[kind];
        const rate = rates[kind];
        if (wanted === undefined) continue;
        if (wanted === null) {
          expect(rate).toMatchObject({ images: 0, absolute: null, normalised: null, interval: null });
          continue;
        }
        for (const side of ['dense', 'compressed'] as const) {
          expect(rate?.rate[side]?.value).toBeCloseTo(wanted[side].value, 12);
          expectEnds(rate?.rate[side]?.interval, wanted[side].interval);
        }
        expect(rate?.absolute).toBeCloseTo(wanted.absolute, 10);
        expect(rate?.normalised).toBeCloseTo(wanted.normalised, 10);
        expectEnds(rate?.interval, wanted.interval);
        expectTest(rate?.test, wanted.test);
        expect(rate?.pAdjusted).toBeCloseTo(wanted.pAdjusted, 9);
        if (!wanted.crossed) expect(rate?.crossed).toBeNull();
        else {
          for (const field of ['value', 'se', 'df', 'p', 'pAdjusted'] as const) {
            expect(rate?.crossed?.[field]).toBeCloseTo(wanted.crossed[field], 7);
          }
          expectEnds(rate?.crossed?.interval, wanted.crossed.interval);
        }
        if (!wanted.odds) expect(rate?.odds).toBeNull();
        else {
          for (const field of ['group', 'model', 'ratio'] as const) {
            expect(rate?.odds?.[field]).toBeCloseTo(wanted.odds[field], 9);
          }
          expectEnds(rate?.odds?.interval, wanted.odds.interval);
        }
      }
    });
    const { made, flagged, adjusted, byChance } = expected;
    expect(table.tests).toEqual({ made, flagged, adjusted, byChance: expect.closeTo(byChance, 9) });
    for (const [kind, [before, after]] of Object.entries(expected.model)) {
      const model = table.model[kind as 'error'];
      expect(model?.dense.value).toBeCloseTo(before, 12);
      expect(model?.compressed.value).toBeCloseTo(after, 12);
    }
  });

  test('shares of the PIEs over shares of the images, with numpy’s quantiles of the same draws', () => {
    table.groups.forEach(({ pies, overIndex, retraining }, group) => {
      const wanted = expected.groups[group];
      expect(pies).toBe(wanted.pies);
      expect(overIndex?.value).toBeCloseTo(wanted.overIndex.value, 12);
      expectEnds(overIndex?.interval, wanted.overIndex.interval);
      expect(retraining?.pies).toBe(wanted.retraining.pies);
      expect(retraining?.overIndex?.value).toBeCloseTo(wanted.retraining.overIndex.value, 12);
      expectEnds(retraining?.overIndex?.interval, wanted.retraining.overIndex.interval);
      const { beyond } = wanted.retraining;
      if (!beyond) expect(retraining?.beyond).toBeNull();
      else {
        expect(retraining?.beyond?.value).toBeCloseTo(beyond.value, 12);
        expectEnds(retraining?.beyond?.interval, beyond.interval);
      }
    });
  });
});

test('images of which an attribute is not known are in no group, and empty groups are left out', () => {
  const byNumber = groupingOf({ name: 'size', values: Float64Array.of(1, 1, Number.NaN, 1, 1) });
  expect(byNumber.groups).toEqual([[{ name: 'lowest quarter', range: [1, 1] }]]);
  expect([...byNumber.of]).toEqual([0, 0, NO_GROUP, 0, 0]);
  const byPlace = groupingOf({
    name: 'place',
    categories: ['attic', 'barn', 'cellar'],
    codes: Uint16Array.of(2, 0, 0, NO_GROUP, 2),
  });
  expect(byPlace.groups.map(([{ name }]) => name)).toEqual(['attic', 'cellar']);
  const both = crossed(byPlace, byNumber);
  expect([...both.of]).toEqual([1, 0, NO_GROUP, NO_GROUP, 1]);
  expect(both.attributes).toEqual(['place', 'size']);
  expect(both.groups[0].map(({ name }) => name)).toEqual(['attic', 'lowest quarter']);
  const labels = predictionsOf('a', [[0, 0, 0, 0, 0]], 2);
  const truth = Uint16Array.of(0, 0, 0, 1, 1);
  const findings = audit(labels, labels, truth, { ties: 'largest', alpha: 0.05, seed: 1 });
  const table = subgroups(findings, { dense: labels, compressed: labels }, truth, both, {
    target: null,
    leastImages: 1,
    resampling: { draws: 10, seed: 1 },
  });
  expect(table.ungrouped).toBe(2);
  expect(table.tests).toMatchObject({ made: 0, flagged: 0 });
  expect(table.groups.map(({ overIndex, retraining }) => overIndex ?? retraining)).toEqual([null, null]);
  expect(table.model.error?.dense.value).toBeCloseTo(0.4, 12);
});

test('rates over few images are given but not tested', () => {
  const [{ truth, values, ...given }] = tables;
  const dense = predictionsOf('dense', given.dense, CLASSES);
  const compressed = predictionsOf('pruned', given.compressed, CLASSES);
  const findings = audit(dense, compressed, Uint16Array.from(truth), { ties: 'largest', alpha: 0.05, seed });
  const grouping = groupingOf({ name: 'number', values: Float64Array.from(values) });
  const sizes = given.expected.groups.map(({ images }) => images);
  const leastImages = Math.max(...sizes);
  const { groups, tests } = subgroups(findings, { dense, compressed }, Uint16Array.from(truth), grouping, {
    target: null,
    leastImages,
    resampling: { draws: 1, seed },
  });
  expect(tests.made).toBe(sizes.filter((images) => images === leastImages).length);
  expect(tests.made).toBeLessThan(groups.length);
  for (const { images, rates } of groups) {
    expect(rates.error?.normalised).not.toBeNull();
    expect(rates.error?.test.p === null).toBe(images < leastImages);
    expect(rates.error?.interval === null).toBe(images < leastImages);
  }
});
