import { describe, expect, it } from 'vitest';
import { audit } from '../../audit/audit';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { summariseLevel } from '../../audit/levels/levels';
import type { LevelRow } from '../../audit/levels/levelsTable';
import { defaultExperiment, type Experiment } from '../../model/experiment';
import { toplineClaim } from '../../views/topline/levels';
import { initialLabState, type LabState, reduceLab } from '../lab/labState';
import { sameCurve } from '../lab/sameExperiment';
import { madeName } from '../names';
import type { LevelDigest } from '../panels/levels/question';
import { curve, tuningBeside } from './curve';
import { madeBeside } from './made';
import { pieLevels, setOnScreen } from './pieLevels';
import { seriesOf } from './swept';
import { tableEntries } from './tableEntries';

const shown = defaultExperiment({
  data: 'd',
  datasets: [{ id: 'd', title: 'D' }],
  levels: [0.5, 0.9],
  widths: [],
  images: 100,
  batchNorm: true,
  networks: { dense: 30, 'sparse-50': 30, 'sparse-90': 30 },
});
const row: LevelRow = {
  networks: 30,
  images: 100,
  classes: 10,
  top1: { perMember: [], mean: { value: 0.9, interval: null, n: 30 }, sd: null },
  top3: null,
  change: null,
};
const cost = { weightsLeft: 1, bytes: 1000, multiplyAdds: 100 };

function keep(
  state: LabState,
  experiment: Experiment,
  pies: number[],
  secondsPerImage = 1e-4,
  swept = false,
): LabState {
  const made = { experiment, row, pies: Uint32Array.from(pies), cost, secondsPerImage, swept };
  return reduceLab(state, { kind: 'made', made });
}

const int8: Experiment = { ...shown, variant: 'quantised', format: 'int8' };
const random: Experiment = {
  ...shown,
  variant: 'pruned',
  method: 'random',
  scope: 'layer',
  recalibrate: false,
};

describe('the top line', () => {
  const truth = Uint16Array.from({ length: 100 }, (_, image) => image % 2);
  const right = Array.from(truth);
  const wrong = right.map((label, image) => (image < 20 ? 1 - label : label));
  const dense = predictionsOf('dense', [right, right, right], 2);
  const other = predictionsOf('dense', [wrong, wrong, right], 2);
  const half = predictionsOf('sparse', [wrong, right, right], 2);
  const levelOf = (id: string, kind: 'dense' | 'sparse', sparsity: number) => {
    const summary = summariseLevel(
      kind === 'dense' ? null : dense,
      kind === 'dense' ? dense : half,
      truth,
      sparsity,
      'largest',
    );
    return { id, kind, summary, pies: new Uint32Array() };
  };
  const claimOn = (experiment: Experiment, answered: Experiment | null, images = 100) => {
    const comparison = answered && {
      experiment: answered,
      source: 'computed' as const,
      device: null,
      images,
      findings: audit(dense, other, truth, { ties: 'largest', alpha: 0.05, seed: 0 }),
      dense,
      compressed: other,
      agreement: null,
    };
    const levels = [levelOf('dense', 'dense', 0), levelOf('sparse-90', 'sparse', 0.9)];
    const levelsNow = curve({ ...initialLabState, levels, comparison }, experiment);
    return toplineClaim(levelsNow, { series: seriesOf(experiment), sparsity: experiment.sparsity });
  };

  it.each([
    [{ variant: 'quantised', format: 'int8' }, 'With int8 weights, '],
    [{ variant: 'quantised', format: 'float16' }, 'In float16, '],
    [{ variant: 'pruned', method: '2:4' }, 'With 2:4 pruning, '],
    [{ variant: 'pruned', method: 'channels', sparsity: 0.25 }, 'Without 25% of the channels, '],
    [{ variant: 'narrow', width: 0.305 }, 'Trained with 30.5% of the channels, '],
    [{ variant: 'pruned', sparsity: 0.57 }, 'With 57% of the weights removed here, '],
  ] satisfies [Partial<Experiment>, string][])('speaks of what is on screen: %o', (changes, lead) => {
    const asked: Experiment = { ...shown, ...changes };
    expect(claimOn(asked, asked)).toContain(
      `Each dot is one network. ${lead}average accuracy is 86.7% against 100.0%, with too few ` +
        'networks to tell a change; 20 images',
    );
  });

  it('speaks of no other population while the one asked for is not there', () => {
    const unknown = 'Each dot is one network. The dense ones reach 100.0% on average.';
    expect(claimOn(int8, null)).toBe(unknown);
    expect(claimOn(int8, int8, 50)).toBe(unknown);
    expect(claimOn(int8, { ...shown, variant: 'quantised', format: 'fixed' })).toBe(unknown);
    expect(claimOn({ ...shown, variant: 'dense' }, null)).toBe(unknown);
    expect(claimOn(shown, null)).toContain('With 90% of the weights removed in training, ');
  });
});

describe('what was computed here', () => {
  it('is kept once a question, and shown beside others of the same networks, images and ties', () => {
    let state = keep(initialLabState, int8, [1]);
    state = keep(state, random, [2, 3]);
    state = keep(state, { ...int8, device: 'wasm' }, [1, 4]);
    state = keep(state, { ...int8, images: 50 }, [1]);
    expect(state.made).toHaveLength(3);
    expect(madeBeside(state, shown).map(({ pies }) => Array.from(pies))).toEqual([
      [1, 4],
      [2, 3],
    ]);
    expect(pieLevels(state, shown).map(({ name, series }) => [name, series])).toEqual([
      ['int8 weights', 'other'],
      ['90% removed here, at random, layer by layer, BatchNorm as it was', 'other'],
    ]);
  });

  it('has the set on screen among those of the chapter on the same images', () => {
    const state = keep(keep(initialLabState, random, [2, 3]), int8, [1]);
    const ids = pieLevels(state, shown).map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(ids[1]).toBe(setOnScreen(int8));
    const level = (id: string, kind: 'null' | 'sparse', sparsity: number) => ({
      id,
      kind,
      summary: { sparsity, top1: row.top1, accuracyChange: null, pies: 1, excess: null, images: 100 },
      pies: Uint32Array.of(1),
    });
    const levels = [level('null', 'null', 0), level('sparse-90', 'sparse', 0.9)];
    expect(pieLevels({ ...initialLabState, levels }, shown).map(({ id }) => id)).toEqual([
      setOnScreen({ ...shown, variant: 'null' }),
      setOnScreen(shown),
    ]);
  });

  it('has names that tell compressions apart', () => {
    expect(madeName({ ...shown, variant: 'pruned' })).toBe('90% removed here');
    expect(madeName({ ...shown, variant: 'pruned', method: '2:4' })).toBe('2 of every 4 weights kept here');
  });

  it('stands on a curve of its own where it was fine-tuned, beside the same in one shot', () => {
    const oneShot: Experiment = { ...shown, variant: 'pruned', sparsity: 0.9 };
    const tuned: Experiment = { ...oneShot, finetune: 1 };
    const state = keep(keep(initialLabState, oneShot, [1, 2]), tuned, [1]);
    const { pruned, tuned: beside } = curve(state, tuned);
    expect([pruned.map(({ sparsity }) => sparsity), beside?.map(({ sparsity }) => sparsity)]).toEqual([
      [0.9],
      [0.9],
    ]);
    expect(seriesOf(tuned)).toBe('tuned');
    expect(curve(state, oneShot).tuned).toEqual([]);
    expect(tableEntries(state, [], shown).map(({ name, kind }) => [name, kind])).toEqual([
      ['90% removed here', 'pruned'],
      ['90% removed, fine-tuned here, 1 epoch', 'tuned'],
    ]);
    const ids = pieLevels(state, tuned).map(({ id }) => id);
    expect(ids).toContain(setOnScreen(tuned));
    expect(new Set(ids).size).toBe(2);
    expect(madeName({ ...tuned, sparsity: 0, baseline: 'trained' })).toBe(
      'Fine-tuned here for 1 epoch, nothing removed',
    );
  });

  it('in rounds it is another population, on another curve', () => {
    const oneShot: Experiment = { ...shown, variant: 'pruned', sparsity: 0.9 };
    const tuned: Experiment = { ...oneShot, finetune: 1 };
    const rounds: Experiment = { ...tuned, rounds: 3 };
    const state = keep(keep(initialLabState, tuned, [1]), rounds, [2]);
    expect(tableEntries(state, [], shown).map(({ name, kind }) => [name, kind])).toEqual([
      ['90% removed, fine-tuned here, 1 epoch', 'tuned'],
      ['90% removed in 3 rounds, fine-tuned here, 1 epoch after each', 'tuned'],
    ]);
    expect(sameCurve(tuned, rounds)).toBe(false);
    expect(tuningBeside(initialLabState, rounds)).toEqual({ finetune: 1, rounds: 3 });
    const sweeps = [{ experiment: rounds, levels: [] }];
    expect(tuningBeside({ ...initialLabState, sweeps }, oneShot)).toEqual({ finetune: 1, rounds: 3 });
    expect(tuningBeside(initialLabState, oneShot)).toEqual({ finetune: 0, rounds: 1 });
    const alone = { sparsity: 0, baseline: 'trained' } as const;
    expect(madeName({ ...rounds, ...alone })).toBe('Fine-tuned here in 3 rounds of 1 epoch, nothing removed');
  });

  it('stands in the table when a sweep made it, as no second compression; a full run outranks it', () => {
    const half: Experiment = { ...shown, variant: 'pruned', sparsity: 0.5 };
    let state = keep(initialLabState, half, [1], 1e-4, true);
    expect(tableEntries(state, [], shown)).toMatchObject([
      { name: '50% removed here', kind: 'pruned', removed: 0.5, row: { networks: 30 } },
    ]);
    expect([madeBeside(state, shown), pieLevels(state, shown)]).toEqual([[], []]);
    state = keep(state, half, [1, 2]);
    expect(keep(state, half, [1], 1e-4, true)).toEqual(state);
    expect(madeBeside(state, shown)).toHaveLength(1);
  });

  it('has narrow populations beside it, off the axis of weights removed', () => {
    const narrow: LevelDigest = {
      id: 'narrow-50',
      kind: 'narrow',
      removed: 0,
      width: 0.5,
      row: { ...row, networks: 10 },
      cost,
      impacts: [],
    };
    expect(tableEntries(initialLabState, [narrow], shown)).toMatchObject([
      {
        id: 'narrow-50',
        name: 'Narrow, 50% of the channels, trained so',
        kind: 'other',
        removed: null,
        row: { networks: 10 },
      },
    ]);
  });

  it('stands in the table with the time its run took, and so do the zoo’s populations that ran here', () => {
    const digest = (id: string, kind: LevelDigest['kind'], removed: number): LevelDigest => ({
      id,
      kind,
      removed,
      row,
      cost,
      impacts: [],
    });
    const digests = [
      digest('dense', 'dense', 0),
      digest('sparse-50', 'sparse', 0.5),
      digest('sparse-90', 'sparse', 0.9),
    ];
    let state = keep(initialLabState, int8, []);
    state = keep(state, shown, [], 2e-4);
    state = reduceLab(state, {
      kind: 'device',
      device: {
        name: 'wasm',
        description: '',
        reason: '',
        speed: { imagesPerSecond: 4000, source: 'warm-up' },
        tiles: null,
      },
    });
    expect(
      tableEntries(state, digests, shown).map(({ name, cost: { secondsPerImage } }) => [
        name,
        secondsPerImage,
      ]),
    ).toEqual([
      ['Dense', 1 / 4000],
      ['50% removed in training', null],
      ['90% removed in training', 2e-4],
      ['int8 weights', 1e-4],
    ]);
  });
});
