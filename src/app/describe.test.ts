import { describe, expect, it } from 'vitest';
import type { LevelRow } from '../audit/levelsTable';
import { defaultExperiment, type Experiment } from '../model/experiment';
import { madeBeside, madeName, pieLevels, tableEntries } from './describe';
import { initialLabState, type LabState, reduceLab } from './lab/client';
import type { LevelDigest } from './lab/protocol';

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

  it('has names that tell compressions apart', () => {
    expect(madeName({ ...shown, variant: 'pruned' })).toBe('90% removed here');
    expect(madeName({ ...shown, variant: 'pruned', method: '2:4' })).toBe('2 of every 4 weights kept here');
  });

  it('stands in the table when a sweep made it, and is no second compression then; a full run outranks it', () => {
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
