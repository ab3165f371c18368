import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Both } from '../findings';
import { predictionsOf } from '../fixtures/predictionsOf';
import { differingImages } from '../votes/pies';
import { addedByChance } from './addedByChance';
import {
  type CorruptionChange,
  changeUnder,
  firstNetworks,
  meanAnswers,
  type Robustness,
  robustnessAgreement,
  robustnessCell,
  sideAnswers,
} from './robustness';

type Fixture = {
  paired: boolean;
  classes: number;
  truth: number[];
  labels: Both<number[][]>[];
  expected: { changes: CorruptionChange[]; average: CorruptionChange; pies: number[]; alsoClean: number[] };
}[];
const fixtures: Fixture = JSON.parse(
  readFileSync(new URL('../fixtures/robustness.json', import.meta.url), 'utf8'),
);

function robustnessOf({ paired, classes, truth, labels }: Fixture[number]): Robustness {
  const answers = labels.map((both) => {
    const side = (name: keyof Both<number[][]>) =>
      sideAnswers(predictionsOf(name, both[name], classes), Uint16Array.from(truth), 'largest');
    return { dense: side('dense'), compressed: side('compressed') };
  });
  const [clean] = answers;
  const pies = differingImages(clean.dense.modal, clean.compressed.modal);
  return {
    images: truth.length,
    paired,
    clean: {
      right: { dense: clean.dense.right, compressed: clean.compressed.right },
      hits: { dense: clean.dense.hits, compressed: clean.compressed.hits },
      pies: pies.length,
    },
    cells: answers.slice(1).map((both, index) => robustnessCell('fog', index + 1, both, pies)),
  };
}

/** Every number of a result, in order. */
function numbers(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbers) : [];
}

function expectClose(found: CorruptionChange, expected: CorruptionChange): void {
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  const [a, b] = [numbers(found), numbers(expected)];
  expect(a).toHaveLength(b.length);
  a.forEach((value, index) => {
    expect(value).toBeCloseTo(b[index], 7);
  });
}

describe.each(fixtures)('paired: $paired, as numpy and scipy have it', (fixture) => {
  const robustness = robustnessOf(fixture);
  const { expected } = fixture;

  test('changes of each cell and of their average', () => {
    robustness.cells.forEach((cell, index) => {
      expectClose(changeUnder(robustness, cell), expected.changes[index]);
    });
    const average = meanAnswers(robustness.cells);
    expectClose(changeUnder(robustness, average!), expected.average);
  });

  test('PIEs, and those of the clean images among them', () => {
    expect(robustness.clean.pies).toBe(expected.pies[0]);
    robustness.cells.forEach(({ pies }, index) => {
      expect(pies).toEqual({ count: expected.pies[index + 1], alsoClean: expected.alsoClean[index + 1] });
    });
    expect(expected.alsoClean.some((count, index) => index > 0 && count > 0)).toBe(true);
  });
});

const [first] = fixtures.map(robustnessOf);

test('clean images change nothing against themselves', () => {
  const { lost, added } = changeUnder(first, first.clean);
  expect(lost.dense).toMatchObject({ value: 0, interval: [0, 0] });
  expect(added.value).toBe(0);
});

test('one network gives no interval, none right no relative change', () => {
  const lonely = firstNetworks(first, 1)!;
  expect(lonely.cells[0].pies).toBeNull();
  const { points, relative, top1 } = changeUnder(lonely, lonely.cells[0]);
  expect([points.interval, relative?.interval, top1.dense.interval]).toEqual([null, null, null]);
  const none = { right: { dense: [0, 0], compressed: [1, 2] } };
  expect(changeUnder({ ...first, clean: { ...none, pies: 0 } }, none)).toMatchObject({
    relative: null,
    addedCrossed: null,
  });
});

test('relabelled networks tell how many corruptions chance alone puts on one side', () => {
  const found = addedByChance(first);
  expect(found).toBeGreaterThanOrEqual(0);
  expect(found).toBeLessThan(0.3);
  expect(addedByChance(firstNetworks(first, 1)!)).toBeNull();
});

test('the first networks are a prefix; more than there are is nothing', () => {
  expect(firstNetworks(first, 3)?.clean.right.dense).toEqual(first.clean.right.dense.slice(0, 3));
  expect(firstNetworks(first, 6)).toBeNull();
});

test('no cells, no mean', () => {
  expect(meanAnswers([])).toBeNull();
  const { hits: _, ...bare } = first.cells[0];
  expect(meanAnswers([first.cells[1], bare])?.hits).toBeNull();
});

test('agreement counts equal counts over the common cells', () => {
  expect(robustnessAgreement(first, first)).toEqual({ counts: 22, equal: 22, most: 0 });
  const [cell] = first.cells;
  const off = {
    ...cell,
    right: { ...cell.right, dense: cell.right.dense.map((n, k) => n + (k === 2 ? 3 : 0)) },
  };
  expect(robustnessAgreement({ ...first, cells: [off] }, first)).toEqual({ counts: 11, equal: 10, most: 3 });
  expect(robustnessAgreement({ ...first, cells: [{ ...cell, corruption: 'snow' }] }, first)).toBeNull();
});

test('refuses labels that are not of these images', () => {
  const [{ labels, classes }] = fixtures;
  expect(() =>
    sideAnswers(predictionsOf('dense', labels[0].dense, classes), new Uint16Array(3), 'largest'),
  ).toThrow(/one true label for each of 60 images/);
});
