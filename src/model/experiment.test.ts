import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FINETUNE_EPOCHS } from './epochs';
import {
  defaultExperiment,
  type Experiment,
  isAnswered,
  isCostly,
  type Offer,
  shippedVariant,
  sweptExperiment,
  variantOf,
  withinOffer,
} from './experiment';
import { experimentQuery, parseExperiment } from './experimentAddress';

const offer: Offer = {
  data: 'fashion-mnist',
  datasets: [
    { id: 'fashion-mnist', title: 'Fashion-MNIST' },
    { id: 'long-tail', title: 'Long-tailed' },
  ],
  levels: [0.3, 0.5, 0.7, 0.9],
  widths: [0.5, 0.25],
  images: 10_000,
  batchNorm: true,
  training: { images: 60_000, bytes: 26_000_000 },
  networks: {
    dense: 30,
    null: 30,
    'sparse-30': 10,
    'sparse-50': 20,
    'sparse-70': 30,
    'sparse-90': 30,
    'narrow-50': 10,
    'narrow-25': 10,
  },
};

describe("a reader's own dataset", () => {
  const own: Offer = {
    ...offer,
    data: 'own-mine',
    datasets: [...offer.datasets, { id: 'own-mine', title: 'Mine', own: true }],
    levels: [],
    widths: [],
    networks: { dense: 3 },
  };

  it('without compressed networks begins with the dense ones pruned here, on the first images', () => {
    expect(defaultExperiment(own)).toMatchObject({ variant: 'pruned', members: 3, images: 1000 });
    expect(defaultExperiment({ ...own, images: 600 }).images).toBe(600);
    expect(experimentQuery(defaultExperiment(own), own).toString()).toBe('data=own-mine');
  });

  it('without a second dense population offers none', () => {
    const { experiment, notices } = parseExperiment(new URLSearchParams('variant=null'), own);
    expect(experiment.variant).toBe('pruned');
    expect(notices).toHaveLength(1);
    expect(withinOffer({ ...experiment, variant: 'null' }, own).variant).toBe('pruned');
  });

  it('that is not here is told by whoever looked for it, not by the address', () => {
    const { experiment, notices } = parseExperiment(new URLSearchParams('data=own-gone'), offer);
    expect(experiment.data).toBe('fashion-mnist');
    expect(notices).toEqual([]);
  });
});

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

describe('withinOffer', () => {
  it('turns to the default where a dataset has no such population', () => {
    const narrow: Experiment = { ...defaultExperiment(offer), variant: 'narrow' };
    expect(withinOffer(narrow, { ...offer, widths: [] }).variant).toBe('sparse');
    expect(withinOffer(narrow, offer)).toMatchObject({ variant: 'narrow', width: 0.25, members: 10 });
  });

  it('takes a level that was trained and no more networks than both populations have', () => {
    const pruned: Experiment = { ...defaultExperiment(offer), variant: 'pruned', sparsity: 0.57 };
    expect(withinOffer(pruned, offer)).toEqual(pruned);
    expect(withinOffer({ ...pruned, variant: 'sparse' }, offer)).toMatchObject({
      sparsity: 0.5,
      members: 20,
    });
    expect(parseExperiment(new URLSearchParams('sparsity=0.3'), offer).experiment.members).toBe(10);
  });
});

describe('populations made here', () => {
  const asked = (query: string) => parseExperiment(new URLSearchParams(query), offer);

  it('are told apart by their method or their format', () => {
    expect(variantOf(asked('variant=pruned&method=2:4&sparsity=0.7').experiment)).toEqual({
      kind: 'structured',
      method: '2:4',
      recalibrated: true,
    });
    expect(variantOf(asked('variant=pruned&method=channels&sparsity=0.5&recalibrate=0').experiment)).toEqual({
      kind: 'structured',
      method: 'channels',
      share: 0.5,
      recalibrated: false,
    });
    const quantised = asked('variant=quantised&format=fixed').experiment;
    expect(variantOf(quantised)).toEqual({ kind: 'quantised', format: 'fixed' });
    expect(experimentQuery(quantised, offer).toString()).toBe('variant=quantised&format=fixed');
    expect(shippedVariant(quantised)).toBeNull();
    expect(quantised.members).toBe(30);
  });

  it('say what was expected of a method or format that does not exist', () => {
    expect(asked('variant=pruned&method=1:2').notices).toEqual([
      'The link says method=1:2; expected magnitude, unfolded, random, taylor, gradient, 2:4, 4:8 or channels. Showing magnitude instead.',
    ]);
    expect(asked('variant=quantised&format=int4').notices).toEqual([
      'The link says format=int4; expected float16, int8 or fixed. Showing int8 instead.',
    ]);
  });

  it('are swept one weight at a time', () => {
    const swept = (method: Experiment['method']) =>
      sweptExperiment({ ...defaultExperiment(offer), variant: 'quantised', method });
    expect(swept('channels')).toMatchObject({ variant: 'pruned', method: 'magnitude' });
    expect(swept('random')).toMatchObject({ variant: 'pruned', method: 'random' });
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
      'The link says finetune=1; expected none, since this dataset has no training images here. Showing 0 instead.',
    ]);
    expect(withinOffer({ ...experiment, finetune: 3 }, without).finetune).toBe(0);
  });
});

describe('experimentQuery', () => {
  it('reopens the same experiment', () => {
    const experiments = fc.record<Experiment>({
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
      baseline: fc.constantFrom('alike', 'trained'),
      ties: fc.constantFrom('largest', 'smallest'),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(experiments, (experiment) => {
        const reopened = parseExperiment(experimentQuery(experiment, offer), offer);
        expect(reopened).toEqual({ experiment, notices: [] });
      }),
    );
  });
});

describe('answers that ship', () => {
  const shipped: Offer = { ...offer, oneShot: [0.5, 0.9] };
  const sparse = defaultExperiment(shipped);
  const pruned: Experiment = { ...sparse, variant: 'pruned', sparsity: 0.9 };

  it('are those of trained populations, and of one-shot pruning by magnitude at the levels of the dataset', () => {
    expect(isAnswered(offer, sparse)).toBe(true);
    expect(isAnswered(offer, pruned)).toBe(false);
    expect(isAnswered(shipped, pruned)).toBe(true);
    expect(isAnswered(shipped, { ...pruned, baseline: 'trained', members: 3 })).toBe(true);
    const others: Partial<Experiment>[] = [
      ...[{ sparsity: 0.6 }, { method: 'random' as const }, { method: 'channels' as const }],
      ...[
        { scope: 'layer' as const },
        { recalibrate: false },
        { seed: 1 },
        { variant: 'quantised' as const },
      ],
    ];
    for (const other of others) expect(isAnswered(shipped, { ...pruned, ...other })).toBe(false);
  });

  it('what takes long waits for a reader, the sooner where its kind may be passed by', () => {
    const few = { ...pruned, members: 10, images: 1000 };
    expect([isCostly(few, true), isCostly({ ...few, images: 1001 }, true)]).toEqual([false, true]);
    expect([isCostly({ ...few, images: 6000 }, false), isCostly(pruned, false)]).toEqual([false, true]);
  });
});
