import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectedLevels } from '../fixtures/levels';
import { predictionsOf } from '../fixtures/predictionsOf';
import { countVotes } from '../votes/votes';
import {
  denseMargins,
  type Intersection,
  intersectionsOf,
  overlapOf,
  persistenceOf,
  strataOf,
  taxicabAgreements,
} from './persistence';

const { images, series, margins, expected } = expectedLevels.persistence;
const sets = series.map((pies) => ({ pies: Uint32Array.from(pies) }));

test("levels, first level and levels a PIE lasts, as Python's sets have them", () => {
  const { levels, some, every, byCount, first } = persistenceOf(sets, images);
  expect(levels).toEqual(expected.levels);
  expect({ some, every, byCount }).toEqual({
    some: expected.some,
    every: expected.every,
    byCount: expected.byCount,
  });
  expect([...first]).toEqual(expected.first);
});

test('overlaps and Jaccard, as scikit-learn has it', () => {
  sets.forEach((a, i) => {
    sets.forEach((b, j) => {
      const overlap = overlapOf(a.pies, b.pies, images);
      expect(overlap.both).toBe(expected.both[i][j]);
      expect(overlap.either).toBe(a.pies.length + b.pies.length - overlap.both);
      expect(overlap.jaccard).toBeCloseTo(expected.jaccard[i][j], 12);
      expect(overlap.interval?.[0]).toBeCloseTo(expected.interval[i][j][0], 12);
      expect(overlap.interval?.[1]).toBeCloseTo(expected.interval[i][j][1], 12);
      expect(overlap.byChance).toBeCloseTo(expected.byChance[i][j], 12);
      expect(overlap.byMargin).toBeNull();
    });
  });
});

test('what equally contested sets share, as scipy has it', () => {
  sets.forEach((a, i) => {
    sets.forEach((b, j) => {
      const { byMargin } = overlapOf(a.pies, b.pies, images, strataOf(Uint16Array.from(margins)));
      const { mean, sd } = expected.byMargin[i][j];
      const half = 1.959963984540054 * sd;
      expect(byMargin?.value).toBeCloseTo(mean, 10);
      expect(byMargin?.interval?.[0]).toBeCloseTo(Math.max(0, mean - half), 10);
      expect(byMargin?.interval?.[1]).toBeCloseTo(mean + half, 10);
    });
  });
});

test('one stratum gives what random sets share; a stratum for every image, the sets themselves', () => {
  const [{ pies: a }, { pies: b }] = sets;
  const together = overlapOf(a, b, images, strataOf(new Uint16Array(images)));
  expect(together.byMargin?.value).toBeCloseTo(together.byChance, 12);
  const apart = overlapOf(a, b, images, strataOf(Uint16Array.from({ length: images }, (_, image) => image)));
  expect(apart.byMargin).toEqual({ value: apart.both, interval: [apart.both, apart.both], n: images });
});

test('the margin of the dense votes', () => {
  const rows = [
    [0, 1, 2],
    [0, 1, 1],
    [0, 0, 0],
  ];
  const votes = countVotes(predictionsOf('dense', rows, 3));
  const { of, sizes } = denseMargins({ votes: { dense: votes, compressed: votes }, images: 3 });
  expect([...of]).toEqual([3, 1, 0]);
  expect([...sizes]).toEqual([1, 1, 0, 1]);
});

test('nothing to compare', () => {
  const none = new Uint32Array();
  expect(overlapOf(none, none, 10, strataOf(new Uint16Array(10)))).toEqual({
    both: 0,
    either: 0,
    jaccard: null,
    interval: null,
    byChance: 0,
    byMargin: { value: 0, interval: [0, 0], n: 10 },
  });
  expect(persistenceOf([], 3)).toEqual({
    levels: [],
    some: 0,
    every: 0,
    byCount: [3],
    first: Int16Array.of(-1, -1, -1),
  });
});

test('modal PIEs against the images whose votes moved most', () => {
  const { taxicab, pies, expected } = expectedLevels.taxicab;
  const findings = {
    images: taxicab.length,
    taxicab: Float32Array.from(taxicab),
    pies: {
      images: Uint32Array.from(pies),
      outcomes: [],
      counts: { forgotten: 0, recovered: 0, traded: 0 },
      tied: 0,
    },
  };
  const shares = expected.map(({ share }) => share);
  taxicabAgreements(findings, shares).forEach((agreement, place) => {
    const { share, top, both, jaccard } = expected[place];
    expect(agreement).toMatchObject({ share, top, both });
    expect(agreement.jaccard).toBeCloseTo(jaccard, 12);
  });
});

test("exclusive intersections, as Python's sets have them", () => {
  const fixture: { images: number; sets: number[][]; intersections: Intersection[] } = JSON.parse(
    readFileSync(new URL('../fixtures/sets.json', import.meta.url), 'utf8'),
  );
  const found = intersectionsOf(
    fixture.sets.map((pies) => ({ pies: Uint32Array.from(pies) })),
    fixture.images,
  );
  const byMembers = (list: Intersection[]) =>
    Object.fromEntries(list.map(({ members, count }) => [members.join(' '), count]));
  expect(byMembers(found)).toEqual(byMembers(fixture.intersections));
  const counts = found.map(({ count }) => count);
  expect([...counts].sort((a, b) => b - a)).toEqual(counts);
  expect(intersectionsOf([], 5)).toEqual([]);
  expect(() => intersectionsOf(new Array(31).fill({ pies: new Uint32Array() }), 5)).toThrow('at most 30');
});
