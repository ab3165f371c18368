import { expect, test } from 'vitest';
import { defaultExperiment, type Experiment, type Offer } from '../../model/experiment';
import type { Address } from '../address';
import { initialLabState, type LabState } from '../lab/labState';
import { awaitsShipped, shownAddress } from './useZooGiven';

const offer: Offer = {
  data: 'tiny',
  datasets: [{ id: 'tiny', title: 'Tiny' }],
  levels: [0.5, 0.9],
  widths: [],
  images: 4,
  batchNorm: true,
  networks: { dense: 2, null: 2, 'sparse-50': 2, 'sparse-90': 2 },
};
const shown = defaultExperiment(offer);
const known = { zoo: { offer }, comparison: { experiment: shown } } as unknown as LabState;
const awaits = (change: Partial<Experiment>, state: Partial<LabState> = {}) =>
  awaitsShipped({
    lab: { state: { ...initialLabState, ...known, ...state } },
    address: { experiment: { ...shown, ...change } },
  } as unknown as Parameters<typeof awaitsShipped>[0]);

test('chapters stay as drawn while shipped answers are on their way, and not for what must be computed', () => {
  expect(awaits({ sparsity: 0.5 })).toBe(true);
  expect(awaits({})).toBe(false);
  expect(awaits({ device: 'wasm' })).toBe(false);
  expect(awaits({ variant: 'pruned', sparsity: 0.42 })).toBe(false);
});

test('nor once something went wrong, or before anything is on screen', () => {
  expect(awaits({ sparsity: 0.5 }, { problem: 'gone' })).toBe(false);
  expect(awaits({ sparsity: 0.5 }, { comparison: null })).toBe(false);
});

test('what is opened meanwhile is followed, but not on another dataset', () => {
  const at = (change: Partial<Experiment>, details: string[]) =>
    ({ experiment: { ...shown, ...change }, panels: { details }, gallery: {} }) as unknown as Address;
  const drawn = at({}, []);
  const opened = at({ sparsity: 0.5 }, ['levels']);
  expect(shownAddress(drawn, opened)).toEqual({ ...opened, experiment: drawn.experiment });
  expect(shownAddress(drawn, { ...opened, experiment: drawn.experiment })?.panels).toBe(opened.panels);
  expect(shownAddress(drawn, at({ data: 'other' }, ['levels']))).toBe(drawn);
});
