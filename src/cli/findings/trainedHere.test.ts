import { expect, test } from 'vitest';
import { givenBack, sameImages, type TrainedHere, trainedHereSection } from './trainedHere';

const population = (name: string, top1: number, pies: number) => ({
  name,
  top1: { value: top1, interval: null },
  accuracyChange: { value: 100 * (top1 - 0.8), interval: null },
  pies: { count: pies, outcomes: { forgotten: pies, recovered: 0, traded: 0 } },
});
const overlap = (first: string, second: string, both: number) => ({
  ...{ first, second, both, either: 100, jaccard: both / 100, byChance: 1.4 },
  interval: [both / 100 - 0.05, both / 100 + 0.05] as [number, number],
  byMargin: { value: 30, interval: [25, 35] as [number, number] },
});

/** With so many PIEs that gradual networks have in common with one-shot pruning. */
const known = (gradual: number): TrainedHere => ({
  command: 'node scripts/trainedHere.mjs FOLDER',
  commands: ['first', 'second'],
  images: 1000,
  networks: 10,
  training: { images: 2000, epochs: 4, sparsity: 0.9 },
  dense: { value: 0.8, interval: [0.79, 0.81] },
  populations: [
    population('retrained', 0.8, 30),
    population('dense-tuned', 0.81, 10),
    population('one-shot', 0.5, 200),
    population('fine-tuned', 0.75, 60),
    population('gradual', 0.77, 50),
    population('tickets', 0.78, 40),
  ],
  overlaps: [
    overlap('retrained', 'one-shot', 30),
    overlap('one-shot', 'fine-tuned', 40),
    overlap('one-shot', 'gradual', gradual),
    overlap('tickets', 'one-shot', 20),
  ],
});

test('what fine-tuning gives back, beside the dense networks fine-tuned alike, and which PIEs stay', () => {
  expect(givenBack(known(30))).toBe(
    'One epoch of fine-tuning takes top-1 from 50.0% to 75.0%; the same epoch takes the dense networks ' +
      'from 80.0% to 81.0%. Of the 200 PIEs of one-shot pruning 40 stay, 20% (15 to 26); of the 60 after ' +
      'fine-tuning 20 are new.',
  );
});

test.each([
  [36, 'more than'],
  [30, 'within'],
  [24, 'fewer than'],
])('%d PIEs in common are %s what contested images alone give', (both, verdict) => {
  expect(sameImages(known(both), 'gradual')).toBe(
    `Of the 50 PIEs of networks pruned gradually while trained, ${both} are PIEs of one-shot pruning too. ` +
      `That is ${verdict} what contested images alone give (30 (25 to 35)).`,
  );
});

test('a row a population and a row a pair, and the commands that made them', () => {
  const text = trainedHereSection(known(30));
  expect(text).toContain('| pruned in one shot | 50.00% | −30.00 | 200 | 200 | 0 | 0 |');
  expect(text).toContain(
    '| made lottery tickets | pruned in one shot | 20 | 100 | 20% (15 to 25) | 1 | 30 (25 to 35) |',
  );
  expect(text).toContain('```\nfirst\nsecond\n```');
});
