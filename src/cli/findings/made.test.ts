import { expect, test } from 'vitest';
import { formatsClaim, type Made, madeSection, prunedOverFormats } from './made';

const population = (name: string, title: string, count: number): Made['made'][number] => ({
  name,
  title,
  kind: name === 'half' ? 'format' : name === 'alone' ? 're-estimated' : 'pruned',
  beside: name === 'cut' ? 'alone' : 'dense',
  accuracyChange: { value: -0.1, interval: [-0.2, 0] },
  pies: { count, outcomes: { forgotten: count, recovered: 0, traded: 0 } },
  flips: { value: 0.004, interval: [0.003, 0.005] },
  flagged: { raw: 1, adjusted: 0, tested: 10 },
  piesAsTrained: count + 3,
});
/** Images in only the PIEs of the pruned population, and in only those of the format. */
const known = (onlyPruned: number, onlyFormat: number): Made => ({
  command: 'node scripts/made.mjs FOLDER',
  commands: ['first', 'second'],
  images: 1000,
  networks: 30,
  made: [
    population('half', 'float16 weights', 2),
    population('alone', 're-estimated, nothing removed', 5),
    population('cut', '50% removed here', 14),
  ],
  pairs: [{ pruned: 'cut', format: 'half', onlyPruned, both: 1, onlyFormat }],
});

test('pruned minus format, over the images that only one of them changes', () => {
  const [{ interval, ...rest }] = prunedOverFormats(known(13, 1));
  expect(rest).toEqual({ pruned: '50% removed here', format: 'float16 weights', value: 12, n: 1000 });
  expect(interval![0]).toBeGreaterThan(4);
  expect(interval![1]).toBeLessThan(22);
});

test.each<[string, number, number]>([
  ['agrees', 13, 1],
  ['not told', 3, 1],
  ['does not', 1, 13],
])('quantisation changes less: %s', (verdict, onlyPruned, onlyFormat) => {
  const claim = formatsClaim(known(onlyPruned, onlyFormat));
  expect(claim.verdict).toBe(verdict);
  expect(claim.figures).toContain('Formats: 2 float16 weights. Pruned here: 14 50% removed. Of 1 pairs');
});

test('milder pruning that changes measurably fewer leaves it in part', () => {
  const one = known(13, 1);
  const mild = { ...one.pairs[0], onlyPruned: 1, onlyFormat: 13 };
  expect(formatsClaim({ ...one, pairs: [one.pairs[0], mild] }).verdict).toBe('in part');
});

test('without any it is not told', () => {
  expect(formatsClaim(null).verdict).toBe('not told');
});

test('a row a population, beside what it is compared with, and the commands that made it', () => {
  const text = madeSection(known(13, 1));
  expect(text).toContain(
    '| 50% removed here | re-estimated, nothing removed | −0.10 (−0.20 to 0.00) | 14 | 1.40% (0.84 ' +
      'to 2.34) ' +
      '| 14 | 0 | 0 | 0.40% (0.30 to 0.50) | 1 of 10 | 0 | 17 |',
  );
  expect(text).toContain('| float16 weights | as trained |');
  expect(text).toContain('```\nfirst\nsecond\n```');
});
