import { describe, expect, it } from 'vitest';
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
import { FORMAT_IDS, PRUNED_IDS } from './methods/registry';
import { offer } from './testing/offer';

const oneOf = (ids: readonly string[]) => `${ids.slice(0, -1).join(', ')} or ${ids.at(-1)}`;

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

  it('without a null population offers none', () => {
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
      `The link says method=1:2; expected ${oneOf(PRUNED_IDS)}. Showing magnitude instead.`,
    ]);
    expect(asked('variant=quantised&format=int4').notices).toEqual([
      `The link says format=int4; expected ${oneOf(FORMAT_IDS)}. Showing int8 instead.`,
    ]);
  });

  it('are swept one weight at a time', () => {
    const swept = (method: Experiment['method']) =>
      sweptExperiment({ ...defaultExperiment(offer), variant: 'quantised', method });
    expect(swept('channels')).toMatchObject({ variant: 'pruned', method: 'magnitude' });
    expect(swept('random')).toMatchObject({ variant: 'pruned', method: 'random' });
  });
});

describe('answers that ship', () => {
  const shipped: Offer = { ...offer, oneShot: [0.5, 0.9] };
  const sparse = defaultExperiment(shipped);
  const pruned: Experiment = { ...sparse, variant: 'pruned', sparsity: 0.9 };

  it('are those of trained populations, and of one-shot pruning at the levels of the dataset', () => {
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
