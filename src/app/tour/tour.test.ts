import { describe, expect, test } from 'vitest';
import type { Offer } from '../../model/experiment';
import { crowdedClauses, longSentences } from '../../text/reading';
import { readAddress, writeAddress } from '../address';
import { chapters } from '../panels/panels';
import { TOUR, tourStep, withTour } from './addresses';
import type { TourFacts } from './facts';
import { askedAt, readGuesses, withheldAt } from './guesses';
import { STEPS } from './steps';

const offer: Offer = {
  data: 'zoo',
  datasets: [{ id: 'zoo', title: 'Zoo' }],
  levels: [0.5, 0.9],
  widths: [0.5],
  images: 10_000,
  batchNorm: true,
  networks: { dense: 30, null: 30, 'sparse-50': 30, 'sparse-90': 30, 'narrow-50': 10 },
};
const details = chapters.flatMap((chapter) => chapter.details.map(({ id }) => id));
const counts = { classes: 10, chapters: 8, details };
const read = (query: string) => readAddress(new URLSearchParams(query), offer, counts);

describe('its addresses', () => {
  test.each(TOUR.map(({ title }, index) => [index + 1, title] as const))('?tour=%i opens "%s"', (step) => {
    const { notices, ...address } = read(`tour=${step}`);
    expect(notices).toEqual([]);
    expect(address.tour).toBe(step);
    const again = read(writeAddress(address, offer).toString());
    expect(again).toEqual({ ...address, notices: [] });
    expect(address.panels.chapter ?? 1).toBeLessThanOrEqual(chapters.length);
  });

  test('what stands beside a step’s number is kept; with more, the step opens nothing of its own', () => {
    expect(read('tour=3&data=zoo').experiment).toMatchObject({ variant: 'pruned', images: 1000 });
    expect(read('tour=3&sparsity=0.9').experiment.variant).toBe('sparse');
    expect(withTour(new URLSearchParams('tour=4&stage')).toString()).toBe('tour=4&stage=&chapter=4');
  });

  test.each(['0', '8', '-1', '1.5', 'x', '', '999'])('tour=%s is no step', (text) => {
    expect(tourStep(new URLSearchParams({ tour: text }))).toBeNull();
  });

  test('the stage is part of the address', () => {
    expect(read('stage').stage).toBe(true);
    expect(writeAddress(read('stage&chapter=2'), offer).toString()).toBe('chapter=2&stage=1');
  });
});

const facts: TourFacts = {
  networks: 30,
  images: 10_000,
  dense: '91.2%',
  compressed: '89.6%',
  change: { size: '1.6 percentage points', isLoss: true },
  pies: 301,
  floor: 89,
  example: { image: 7, label: 'Ankle boot', before: '29 of 30', after: '8 of 30' },
  payer: 'Shirt loses 1.8 percentage points more than the average over all classes.',
  removed: '90%',
};
const bare: TourFacts = { ...facts, floor: null, example: null, payer: null, removed: null };

describe('what it does not say yet', () => {
  const at = (step: number | null, guesses = {}, hasFloor = true) =>
    Object.keys(withheldAt(step, guesses, hasFloor));

  test('the answers of this step and of later ones, until they are guessed or skipped', () => {
    expect(at(1)).toEqual(['pies', 'floor']);
    expect(at(4)).toEqual(['pies', 'floor']);
    expect(at(4, { 4: 100 })).toEqual(['floor']);
    expect(at(2, { 4: 'skipped' })).toEqual(['floor']);
    expect(at(5, { 4: 100, 5: 'skipped' })).toEqual([]);
    expect(withheldAt(1, {}, true).floor).toContain('step 5');
  });

  test('nor, at a step that asks, an earlier answer on which it builds: it is asked for first', () => {
    expect(at(5)).toEqual(['pies', 'floor']);
    expect(withheldAt(5, {}, true).pies).toContain('step 5');
    expect([askedAt(5, {}), askedAt(5, { 4: 'skipped' }), askedAt(5, { 4: 1, 5: 2 })]).toEqual([4, 5, null]);
    expect([askedAt(4, {}), askedAt(3, {}), askedAt(6, {})]).toEqual([4, null, null]);
  });

  test.each([
    [null, {}],
    ['', {}],
    ['null', {}],
    ['7', {}],
    ['{"zoo":null,"own":"skipped"}', { zoo: {}, own: {} }],
    ['{"zoo":{"4":12,"5":"skipped","6":null,"7":"12"}}', { zoo: { 4: 12, 5: 'skipped' } }],
  ])('of what was kept as %s, guesses are read and nothing else', (text, guesses) => {
    expect(readGuesses(text)).toEqual(guesses);
  });

  test('nothing while the tour is off, of steps that are passed, or of data without a floor', () => {
    expect(at(null)).toEqual([]);
    expect(at(6)).toEqual([]);
    expect(at(1, {}, false)).toEqual(['pies']);
  });

  test('the steps that ask are those that have a guess', () => {
    expect(TOUR.map(({ asks }) => asks !== undefined)).toEqual(STEPS.map(({ guess }) => guess !== undefined));
  });
});

describe('its texts', () => {
  test('a step for each address', () => expect(STEPS).toHaveLength(TOUR.length));

  test('no sentence has over 30 words, and no clause three numbers', () => {
    for (const known of [
      facts,
      bare,
      { ...facts, floor: 400, change: { size: '0.1 percentage points', isLoss: false } },
    ]) {
      const texts = STEPS.flatMap(({ before, guess, lines }) => [
        before,
        ...(guess ? [guess.asks(known)] : []),
        ...lines(known),
      ]);
      expect(longSentences(texts)).toEqual([]);
      expect(texts.flatMap(crowdedClauses)).toEqual([]);
      expect(texts.join(' ')).not.toMatch(/null|undefined|NaN/);
    }
  });

  test('every figure comes from the data: with others, each that was there is gone', () => {
    const said = (known: TourFacts) => STEPS.flatMap(({ lines }) => lines(known)).join(' ');
    expect(said(facts)).toContain('301 images of 10,000');
    const other = { ...facts, pies: 17, floor: 5, dense: '80.0%', compressed: '70.0%', removed: '50%' };
    expect(said(other)).not.toMatch(/301|\b89\b|91\.2|89\.6/);
  });

  test('guesses have their answers in the data, or none', () => {
    const answers = STEPS.map(({ guess }) => guess?.answer(facts) ?? null);
    expect(answers.filter((answer) => answer !== null)).toEqual([301, 89]);
    expect(STEPS[4].guess?.answer(bare)).toBeNull();
  });
});
