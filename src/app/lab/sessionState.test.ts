import { expect, test } from 'vitest';
import { defaultExperiment, type Experiment } from '../../model/experiment';
import type { Comparison } from './results';
import {
  computedBefore,
  initialSessionState,
  reduceSession,
  type SessionChange,
  type SessionState,
} from './sessionState';

const experiment: Experiment = defaultExperiment({
  data: 'tiny',
  datasets: [],
  levels: [],
  widths: [],
  images: 4,
  batchNorm: true,
  networks: { dense: 2 },
});
const at = (sparsity: number): Experiment => ({ ...experiment, variant: 'pruned', sparsity });
const computed = (of: Experiment): SessionChange => ({
  kind: 'computed',
  comparison: { experiment: of } as Comparison,
});
const after = (changes: SessionChange[], from: SessionState = initialSessionState): SessionState =>
  changes.reduce(reduceSession, from);

test('the last six comparisons are kept, each once, and found by whatever tie rule', () => {
  const state = after([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.2, 0.7].map((sparsity) => computed(at(sparsity))));
  const kept = state.computed.map((known) => known.experiment.sparsity);
  expect(kept).toEqual([0.3, 0.4, 0.5, 0.6, 0.2, 0.7]);
  expect(computedBefore(state, { ...at(0.7), ties: 'smallest' })?.experiment).toEqual(at(0.7));
  expect(computedBefore(state, at(0.1))).toBeNull();
});

test('another dataset shows nothing yet, and makes what was asked before late', () => {
  const before = after([
    { kind: 'show', experiment },
    { kind: 'shown', shown: { shard: 'tiny', any: true } },
    computed(at(0.5)),
  ]);
  const { shown, turn, opened, computed: kept } = reduceSession(before, { kind: 'open' });
  expect(shown).toEqual({ shard: null, levels: null, any: false, oneShot: null, made: [] });
  expect([turn, opened]).toEqual([before.turn + 1, before.opened + 1]);
  expect(kept).toHaveLength(1);
});

test('other pixels of a dataset take away what was computed on it, and nothing else', () => {
  const other = { ...at(0.5), data: 'other' };
  const {
    computed: kept,
    asked,
    shown,
  } = after([
    { kind: 'show', experiment },
    computed(at(0.5)),
    computed(other),
    { kind: 'images', data: 'tiny' },
  ]);
  expect(kept.map((known) => known.experiment)).toEqual([other]);
  expect([asked, shown.shard]).toEqual([experiment, 'tiny']);
});
