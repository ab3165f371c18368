import { describe, expect, test } from 'vitest';
import { audit } from '../audit';
import { predictionsOf } from '../fixtures/predictionsOf';
import { expectedVersus } from '../fixtures/versus';
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
  // One image of six in each alone: Tango's score interval, by src/audit/fixtures/paired_score.py.
  expect(difference.interval?.[1]).toBeCloseTo(2.888022, 5);
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

describe('classes under two compressions', () => {
  const labelled = (name: string, rows: number[][]) => predictionsOf(name, rows, 4);
  const sides = ({
    truth: labels,
    dense: before,
    first: a,
    second: b,
    baseline,
    name,
    paired,
  }: (typeof expectedVersus)[number]) => {
    const isMade = { first: paired, second: paired || name.startsWith('one of them') };
    const side = (rows: number[][], made: boolean) =>
      audit(labelled('dense', before), labelled(made ? 'dense' : 'other', rows), Uint16Array.from(labels), {
        ...options,
        baseline,
      });
    return [side(a, isMade.first), side(b, isMade.second)] as const;
  };

  test.each(expectedVersus)('$name: as scipy tells them apart', (given) => {
    const found = versusOf(...sides(given));
    expect(found.paired).toBe(given.paired);
    const { top1, classes } = given.expected;
    expect(found.top1.value).toBeCloseTo(top1.value, 10);
    expect(found.top1.interval?.[0]).toBeCloseTo(top1.interval[0], 10);
    expect(found.top1.interval?.[1]).toBeCloseTo(top1.interval[1], 10);
    expect(found.classes).toHaveLength(classes.length);
    classes.forEach((expected, label) => {
      const { apart, interval, test: told, pAdjusted } = found.classes[label];
      if (!expected) {
        expect({ apart, interval, told, pAdjusted }).toEqual({
          apart: null,
          interval: null,
          told: { t: null, df: null, p: null },
          pAdjusted: null,
        });
        return;
      }
      expect(apart).toBeCloseTo(expected.apart, 10);
      expect(interval?.[0]).toBeCloseTo(expected.interval[0], 10);
      expect(interval?.[1]).toBeCloseTo(expected.interval[1], 10);
      expect(told.t).toBeCloseTo(expected.t, 10);
      expect(told.df).toBeCloseTo(expected.df, 10);
      expect(told.p).toBeCloseTo(expected.p, 10);
      expect(pAdjusted).toBeCloseTo(expected.pAdjusted, 10);
    });
  });

  test('one network on a side is not tested', () => {
    const lone = audit(dense, predictionsOf('lone', [[0, 0, 1, 1, 2, 0]], 3), truth, options);
    const found = versusOf(first, lone);
    expect(found.classes.map(({ test: { p }, pAdjusted, interval }) => [p, pAdjusted, interval])).toEqual(
      Array.from({ length: 3 }, () => [null, null, null]),
    );
    expect(found.classes.every(({ apart }) => apart !== null)).toBe(true);
    expect(found.top1.interval).toBeNull();
  });
});
