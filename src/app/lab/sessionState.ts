import type { DatasetEntry } from '../../library/datasets';
import type { DeviceChoice, Experiment } from '../../model/experiment';
import type { Comparison } from './results';

/** Comparisons computed here that are kept, so that going back to one is immediate. */
const KEPT = 6;

/** What the lab knows between two requests. */
export type SessionState = {
  /** Datasets that were opened so far; what belongs to an earlier one is not told any more. */
  opened: number;
  /** Experiments that were shown so far, alike, and the last of them. */
  turn: number;
  asked: Experiment | null;
  /** The datasets there are. */
  datasets: DatasetEntry[];
  /**
   * The dataset whose images and the key of the levels that the page has, and whether anything is on screen.
   * The same of the curve of one-shot pruning that shipped, and the keys of its levels in the table.
   */
  shown: {
    shard: string | null;
    levels: string | null;
    any: boolean;
    oneShot: string | null;
    made: readonly string[];
  };
  /** The device that was asked for last. */
  wanted: DeviceChoice;
  /** What was computed here, the oldest first. */
  computed: readonly Comparison[];
};

export const initialSessionState: SessionState = {
  opened: 0,
  turn: 0,
  asked: null,
  datasets: [],
  shown: { shard: null, levels: null, any: false, oneShot: null, made: [] },
  wanted: 'auto',
  computed: [],
};

export type SessionChange =
  | { kind: 'open' }
  | { kind: 'datasets'; datasets: DatasetEntry[] }
  | { kind: 'show'; experiment: Experiment }
  /** The pixels of a dataset's images came, or went. */
  | { kind: 'images'; data: string }
  | { kind: 'shown'; shown: Partial<SessionState['shown']> }
  | { kind: 'wanted'; choice: DeviceChoice }
  | { kind: 'computed'; comparison: Comparison };

/**
 * The state after a change. Another dataset has other networks, images and levels; what was computed stays.
 */
export function reduceSession(state: SessionState, change: SessionChange): SessionState {
  const { opened, turn, shown } = state;
  switch (change.kind) {
    case 'open':
      return {
        ...state,
        opened: opened + 1,
        turn: turn + 1,
        asked: null,
        shown: initialSessionState.shown,
      };
    case 'datasets':
      return { ...state, datasets: change.datasets };
    case 'show':
      return { ...state, turn: turn + 1, asked: change.experiment };
    case 'images': {
      const computed = state.computed.filter(({ experiment }) => experiment.data !== change.data);
      return { ...state, computed, shown: { ...shown, shard: change.data, made: [] } };
    }
    case 'shown':
      return { ...state, shown: { ...shown, ...change.shown } };
    case 'wanted':
      return { ...state, wanted: change.choice };
    case 'computed':
      return { ...state, computed: withComputed(state.computed, change.comparison) };
  }
}

/** Equal for experiments that differ in nothing but the tie rule, which only the audit knows. */
function computationKey({ ties: _, ...rest }: Experiment): string {
  return JSON.stringify(rest);
}

function withComputed(known: readonly Comparison[], comparison: Comparison): readonly Comparison[] {
  const key = computationKey(comparison.experiment);
  const others = known.filter(({ experiment }) => computationKey(experiment) !== key);
  return [...others, comparison].slice(-KEPT);
}

/** What was computed here before for an experiment, by whatever tie rule. */
export function computedBefore({ computed }: SessionState, experiment: Experiment): Comparison | null {
  const key = computationKey(experiment);
  return computed.find((known) => computationKey(known.experiment) === key) ?? null;
}

/** All that a level of one-shot pruning that shipped depends on, and by `curve` all its levels. */
export function oneShotKey({ device: _, sparsity, ...rest }: Experiment, of: 'level' | 'curve'): string {
  return JSON.stringify(of === 'level' ? { ...rest, sparsity } : rest);
}

/** All that the curve over shipped levels depends on. */
export function levelsKey({ data, members, images, ties }: Experiment): string {
  return JSON.stringify([data, members, images, ties]);
}
