import { expect, test } from 'vitest';
import type { Interval } from '../../audit/findings';
import { formatsClaim, type Made, madeSection, prunedOverFormats } from './made';

const made: Made['made'] = [
  { name: 'half', title: 'float16 weights', kind: 'format' },
  { name: 'cut', title: '50% removed here', kind: 'pruned' },
];
const row = (name: string, count: number): Made['rows'][number] => ({
  name,
  accuracyChange: { value: -0.1, interval: [-0.2, 0] },
  pies: {
    count,
    share: count / 1000,
    interval: [0.001, 0.02],
    outcomes: { forgotten: count, recovered: 0, traded: 0 },
  },
  flips: { value: 0.004, interval: [0.003, 0.005] },
  flagged: { raw: 1, adjusted: 0, tested: 10 },
});
const known = (first: string, second: string, value: number, interval: Interval): Made => ({
  command: 'node scripts/made.mjs FOLDER',
  commands: ['first', 'second'],
  images: 1000,
  networks: 30,
  made,
  rows: [row('half', 2), row('cut', 14)],
  pairs: [{ first, second, pies: { difference: { value, interval } } }],
});

test('pruned minus format, whichever of them comes first', () => {
  const expected = [
    { pruned: '50% removed here', format: 'float16 weights', value: 12, interval: [5, 19], n: 0 },
  ];
  expect(prunedOverFormats(known('half', 'cut', -12, [-19, -5]))).toEqual(expected);
  expect(prunedOverFormats(known('cut', 'half', 12, [5, 19]))).toEqual(expected);
});

test.each<[string, number, Interval]>([
  ['in part', -12, [-19, -5]],
  ['not told', -2, [-9, 5]],
  ['does not', 12, [5, 19]],
])('quantisation changes less: %s', (verdict, value, interval) => {
  const claim = formatsClaim(known('half', 'cut', value, interval));
  expect(claim.verdict).toBe(verdict);
  expect(claim.figures).toContain('2 float16 weights; 14 50% removed here');
});

test('without any it is not told', () => {
  expect(formatsClaim(null).verdict).toBe('not told');
});

test('a row a population, with the commands that made it', () => {
  const text = madeSection(known('half', 'cut', -12, [-19, -5]));
  expect(text).toContain(
    '| float16 weights | −0.10 (−0.20 to 0.00) | 2 | 0.20% (0.10 to 2.00) | 2 | 0 | 0 | 0.40% (0.30 to 0.50) | 1 of 10 | 0 |',
  );
  expect(text).toContain('```\nfirst\nsecond\n```');
});
