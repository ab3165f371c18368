import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FINETUNE_EPOCHS, PRUNE_ROUNDS } from './epochs';
import {
  defaultExperiment,
  type Experiment,
  inOneShot,
  type Offer,
  takesRounds,
  variantOf,
  withinOffer,
} from './experiment';
import { experimentQuery, parseExperiment } from './experimentAddress';
import { offer } from './testing/offer';

describe('parseExperiment', () => {
  it('shows the highest trained level for an empty query', () => {
    const { experiment, notices } = parseExperiment(new URLSearchParams(), offer);
    expect(experiment).toEqual(defaultExperiment(offer));
    expect(experiment).toMatchObject({ variant: 'sparse', sparsity: 0.9, members: 30, images: 10_000 });
    expect(notices).toEqual([]);
  });

  it('says what it expected of a bad value and keeps the rest', () => {
    const query = new URLSearchParams('members=31&images=500&ties=middle&seed=');
    const { experiment, notices } = parseExperiment(query, offer);
    expect(experiment).toMatchObject({ members: 30, images: 500, ties: 'largest', seed: 0 });
    expect(notices).toEqual([
      'The link says members=31; expected a whole number from 1 to 30. Showing 30 instead.',
      'The link says ties=middle; expected largest or smallest. Showing largest instead.',
      'The link says seed=; expected a whole number below 2^32. Showing 0 instead.',
    ]);
  });

  it('moves a trained sparse level to one that exists, but prunes here at any', () => {
    const sparse = parseExperiment(new URLSearchParams('variant=sparse&sparsity=0.75'), offer);
    expect(sparse.experiment.sparsity).toBe(0.7);
    expect(sparse.notices).toHaveLength(1);
    const pruned = parseExperiment(new URLSearchParams('variant=pruned&sparsity=0.8'), offer);
    expect(pruned.experiment.sparsity).toBe(0.8);
    expect(pruned.notices).toEqual([]);
  });

  it('takes narrow networks of a width that was trained, of as many as there are', () => {
    const { experiment, notices } = parseExperiment(new URLSearchParams('variant=narrow&width=0.4'), offer);
    expect(experiment).toMatchObject({ variant: 'narrow', width: 0.5, members: 10 });
    expect(notices).toEqual(['No networks were trained with 0.4 of the channels; the nearest is 0.5.']);
    expect(variantOf(experiment)).toEqual({ kind: 'narrow', width: 0.5 });
    expect(experimentQuery(experiment, offer).toString()).toBe('variant=narrow&width=0.5');
    const without = parseExperiment(new URLSearchParams('variant=narrow'), { ...offer, widths: [] });
    expect(without.experiment.variant).toBe('sparse');
    expect(without.notices).toHaveLength(1);
  });

  it('names the dataset in the address unless it is the first', () => {
    const other: Offer = { ...offer, data: 'long-tail' };
    const { experiment } = parseExperiment(new URLSearchParams('data=long-tail'), other);
    expect(experimentQuery(experiment, other).toString()).toBe('data=long-tail');
    expect(experimentQuery({ ...experiment, data: offer.data }, offer).toString()).toBe('');
    expect(parseExperiment(new URLSearchParams('data=mnist'), offer).notices).toEqual([
      'The link says data=mnist; expected fashion-mnist or long-tail. Showing fashion-mnist instead.',
    ]);
  });

  it('takes any string without failing', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('data', 'variant', 'sparsity', 'members', 'images', 'seed', 'device'),
          fc.string(),
        ),
        (values) => {
          const { experiment } = parseExperiment(new URLSearchParams(values), offer);
          expect(experiment.members).toBeGreaterThanOrEqual(1);
          expect(experiment.members).toBeLessThanOrEqual(30);
          expect(experiment.sparsity).toBeLessThanOrEqual(0.99);
        },
      ),
    );
  });
});

describe('fine-tuning', () => {
  const asked = (query: string, given = offer) => parseExperiment(new URLSearchParams(query), given);

  it.each([
    ['0.25', 0.25],
    ['1', 1],
    ['3', 3],
    ['none', 0],
    ['0', 0],
  ])('finetune=%s', (text, epochs) => {
    const { experiment, notices } = asked(`variant=pruned&method=2:4&finetune=${text}`);
    expect([experiment.finetune, notices]).toEqual([epochs, []]);
    expect(variantOf(experiment)).toEqual({
      kind: 'structured',
      method: '2:4',
      recalibrated: true,
      ...(epochs > 0 && { finetune: epochs }),
    });
    expect(experimentQuery(experiment, offer).get('finetune')).toBe(epochs === 0 ? null : text);
  });

  it('follows no quantisation', () => {
    const { experiment } = asked('variant=quantised&format=int8&finetune=1');
    expect(variantOf(experiment)).toEqual({ kind: 'quantised', format: 'int8' });
    expect(experimentQuery(experiment, offer).has('finetune')).toBe(false);
  });

  it('says what was expected', () => {
    expect(asked('variant=pruned&finetune=2').notices).toEqual([
      'The link says finetune=2; expected none, 0.25, 1 or 3. Showing 0 instead.',
    ]);
    const without = { ...offer, training: undefined };
    const { experiment, notices } = asked('variant=pruned&finetune=1', without);
    expect(experiment.finetune).toBe(0);
    expect(notices).toEqual([
      'The link says finetune=1; expected none, since this dataset has no training images here. Showing 0 ' +
        'instead.',
    ]);
    expect(withinOffer({ ...experiment, finetune: 3 }, without).finetune).toBe(0);
  });
});

describe('rounds of pruning and fine-tuning', () => {
  const asked = (query: string) => parseExperiment(new URLSearchParams(`variant=pruned&${query}`), offer);

  it('follow the address where the smallest weights go and are fine-tuned after', () => {
    const { experiment, notices } = asked('finetune=1&rounds=3');
    expect([experiment.rounds, notices]).toEqual([3, []]);
    expect(variantOf(experiment)).toMatchObject({ method: 'magnitude', finetune: 1, rounds: 3 });
    expect(experimentQuery(experiment, offer).toString()).toBe('variant=pruned&finetune=1&rounds=3');
    expect(variantOf(inOneShot(experiment))).not.toHaveProperty('rounds');
    expect(withinOffer(experiment, { ...offer, training: undefined })).toMatchObject({
      finetune: 0,
      rounds: 1,
    });
    expect(variantOf({ ...experiment, method: 'random' })).not.toHaveProperty('rounds');
  });

  it('say what was expected', () => {
    expect(asked('finetune=1&rounds=4').notices).toEqual([
      'The link says rounds=4; expected 1, 2, 3 or 5. Showing 1 instead.',
    ]);
    for (const query of ['rounds=3', 'method=2:4&finetune=1&rounds=3']) {
      expect(asked(query).notices).toEqual([
        'The link says rounds=3; expected 1, since rounds take the smallest weights and fine-tuning after ' +
          'each. Showing 1 instead.',
      ]);
    }
  });
});

describe('experimentQuery', () => {
  it('reopens the same experiment', () => {
    const all = fc.record<Experiment>({
      data: fc.constant('fashion-mnist'),
      variant: fc.constant('pruned'),
      method: fc.constantFrom('magnitude', 'unfolded', 'random', 'taylor', '2:4', '4:8', 'channels'),
      scope: fc.constantFrom('global', 'layer'),
      sparsity: fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100),
      format: fc.constant('int8'),
      width: fc.constant(0.25),
      members: fc.integer({ min: 1, max: 30 }),
      images: fc.integer({ min: 1, max: 10_000 }),
      device: fc.constantFrom('auto', 'webgpu', 'wasm', 'tensorflow'),
      recalibrate: fc.boolean(),
      finetune: fc.constantFrom(...FINETUNE_EPOCHS),
      rounds: fc.constantFrom(...PRUNE_ROUNDS),
      baseline: fc.constantFrom('alike', 'trained'),
      ties: fc.constantFrom('largest', 'smallest'),
      seed: fc.nat(),
    });
    const experiments = all.map((one) => (takesRounds(one) ? one : { ...one, rounds: 1 }));
    fc.assert(
      fc.property(experiments, (experiment) => {
        const reopened = parseExperiment(experimentQuery(experiment, offer), offer);
        expect(reopened).toEqual({ experiment, notices: [] });
      }),
    );
  });
});
