import { expect, test } from 'vitest';
import { agreementSentence, agrees, compareFindings } from './compareFindings';

const found = { pies: { count: 2, imageIds: [3, 8] }, p: 0.031415926535, kind: null, floor: [1, 2, 3] };

test('the same findings agree, whatever the last digits of their floats', () => {
  const agreement = compareFindings({ ...found, p: found.p * (1 + 1e-12) }, found);
  expect(agreement).toEqual({ values: 8, differing: 0, first: [], missing: [] });
  expect(agrees(agreement)).toBe(true);
  expect(agreementSentence(agreement)).toBe(
    'Computed anew, the findings are those that came with the bundle: 8 values, all equal.',
  );
});

test('what differs is named', () => {
  const claimed = { ...found, pies: { count: 1, imageIds: [3] }, kind: '<b>' };
  const agreement = compareFindings(claimed, found);
  expect(agrees(agreement)).toBe(false);
  expect(agreement).toMatchObject({ values: 7, differing: 3 });
  expect(agreementSentence(agreement)).toBe(
    'Computed anew, the findings are not those that came with the bundle: 3 of 7 values differ. pies.count ' +
      'is 1 there, 2 here; pies.imageIds is a list of 1 there, a list of 2 here; kind is "<b>" there, null ' +
      'here.',
  );
});

test('of many that differ the first are named', () => {
  const many = (by: number) => Array.from({ length: 1200 }, (_, i) => i + by);
  const sentence = agreementSentence(compareFindings(many(1), many(0)));
  expect(sentence).toMatch(/1,200 of 1,200 values differ\. \[0\] is 1 there, 0 here; .*; and 1,195 more\.$/);
});

test('parts that one of both lacks are told apart from values that differ', () => {
  const { floor: _, ...less } = found;
  const agreement = compareFindings({ ...less, newer: 1 }, found);
  expect(agreement).toEqual({ values: 5, differing: 0, first: [], missing: ['floor', 'newer'] });
  expect(agrees(agreement)).toBe(false);
  expect(agreementSentence(agreement)).toMatch(
    /all of the 5 values that both have\. Only one .* floor, newer\.$/,
  );
});

test.each([null, 7, 'text', [], { pies: [] }, JSON.parse('{"__proto__": {"pies": 1}}')])(
  'findings that are %j agree with nothing',
  (claimed) => expect(agrees(compareFindings(claimed, found))).toBe(false),
);
