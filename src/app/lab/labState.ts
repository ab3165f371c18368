import type { Robustness } from '../../audit/levels/robustness';
import type { RobustnessTable } from '../../library/robustness';
import type { DeviceFigures, DeviceOffer } from '../../model/deviceFigures';
import type { Experiment } from '../../model/experiment';
import type { Shard } from '../../model/shard';
import type { NetworkWeights } from '../../model/weights';
import type { Learning } from '../../views/learning/learningWords';
import type { Answers } from '../panels/questions';
import type { JobProgress } from './meter';
import type { DeviceReport, LabEvent, LabRequest, RunState, ZooReport } from './protocol';
import type { Comparison, Level, MadeDigest } from './results';
import { sameCurve, sameQuestion } from './sameExperiment';

/** Everything the page knows of the lab. Finished results stay until better ones arrive. */
export type LabState = {
  zoo: ZooReport | null;
  /** How many times a dataset was opened: the same one, opened again, knows nothing of what was asked. */
  opened: number;
  shard: Shard | null;
  device: DeviceReport | null;
  comparison: Comparison | null;
  runState: RunState;
  /** The job in progress. */
  job: { number: number; kind: 'run' | 'sweep' | 'measure' | 'robustness' | 'images' } | null;
  progress: JobProgress | null;
  /** The curve over the zoo's own levels. */
  levels: Level[];
  /** Curves of levels pruned here, each with the experiment it belongs to, the latest first. */
  sweeps: { experiment: Experiment; levels: Level[] }[];
  /** The same curve of one-shot pruning as it came with the zoo, and the experiment it belongs to. */
  oneShot: { experiment: Experiment; levels: Level[] } | null;
  /** What was computed here in full, in the order of its first computation. */
  made: MadeDigest[];
  /** What panels asked for: the last answer to each question, and the experiment it was asked of. */
  answers: Answers<{ experiment: Experiment }>;
  /** The weights of the network that was asked for last. */
  weights: NetworkWeights | null;
  /** An experiment's populations under corruption, as far as computed here. */
  robustness: { experiment: Experiment; robustness: Robustness } | null;
  /** The zoo's own table of robustness, once asked for; `shipped` is null where it has none. */
  shippedRobustness: { shipped: RobustnessTable | null } | null;
  /** How networks learn that are fine-tuned, or were, in the latest job. */
  learning: { experiment: Experiment; learning: Learning } | null;
  /** The devices this machine offers, once asked for, and what was measured of each. */
  offers: DeviceOffer[] | null;
  measured: DeviceFigures[];
  /** One sentence on what went wrong last. */
  problem: string | null;
  /** What was asked and could not be answered, each to be asked again; a panel that waits for it says so. */
  failures: { request: LabRequest; message: string }[];
};

export const initialLabState: LabState = {
  zoo: null,
  opened: 0,
  shard: null,
  device: null,
  comparison: null,
  runState: 'shipped',
  job: null,
  progress: null,
  levels: [],
  sweeps: [],
  oneShot: null,
  made: [],
  answers: {},
  weights: null,
  robustness: null,
  shippedRobustness: null,
  learning: null,
  offers: null,
  measured: [],
  problem: null,
  failures: [],
};

/** Sweeps that are kept, the latest first: one-shot and fine-tuned ones stand beside each other. */
const SWEEPS = 4;

function withSweepLevel(state: LabState, experiment: Experiment, level: Level): LabState {
  const known = state.sweeps.find((sweep) => sameCurve(sweep.experiment, experiment));
  const kept = known?.levels ?? [];
  const others = kept.filter(({ summary }) => summary.sparsity !== level.summary.sparsity);
  const levels = [...others, level].sort((a, b) => a.summary.sparsity - b.summary.sparsity);
  const rest = state.sweeps.filter((sweep) => sweep !== known);
  return { ...state, sweeps: [{ experiment, levels }, ...rest].slice(0, SWEEPS) };
}

/** Digests of computed comparisons that are kept: more would make no readable table. */
const MADE = 40;

function withMade(known: MadeDigest[], made: MadeDigest): MadeDigest[] {
  const at = known.findIndex(({ experiment }) => sameQuestion(experiment, made.experiment));
  if (at < 0) return [...known, made].slice(-MADE);
  return made.swept && !known[at].swept ? known : known.with(at, made);
}

/** Shipped results do not replace results computed here for the same question. */
function outranked(state: LabState, incoming: Comparison): boolean {
  const known = state.comparison;
  return known !== null && known.source === 'computed' && sameQuestion(known.experiment, incoming.experiment);
}

/** How a run stands is not changed by more detail on the results that are on screen already. */
function shownState(state: LabState, event: Extract<LabEvent, { kind: 'shown' }>): RunState {
  const known = state.comparison;
  const detail = known !== null && sameQuestion(known.experiment, event.comparison.experiment);
  return state.job?.kind === 'run' || detail ? state.runState : event.state;
}

/**
 * What was on screen stays until the new dataset's is there, where both were shipped and have the same
 * classes.
 */
function afterZoo(state: LabState, zoo: ZooReport): LabState {
  const { device, offers, measured, comparison, shard, runState } = state;
  const shipped = state.zoo?.origin.kind === 'shipped' && zoo.origin.kind === 'shipped';
  const alike = shipped && state.zoo?.classes.join('\n') === zoo.classes.join('\n');
  const kept = { device, offers, measured, zoo, opened: state.opened + 1 };
  return { ...initialLabState, ...kept, ...(alike && { comparison, shard, runState }) };
}

/** Pixels came or went: what was computed on others goes, what came with the networks stays. */
function withImages(state: LabState, { zoo, shard }: Extract<LabEvent, { kind: 'images' }>): LabState {
  const comparison = state.comparison?.source === 'shipped' ? state.comparison : null;
  return { ...state, zoo, shard, comparison, sweeps: [], made: [], robustness: null, learning: null };
}

function afterJobEvent(state: LabState, event: Extract<LabEvent, { job: number }>): LabState {
  if (event.job !== state.job?.number) return state;
  switch (event.kind) {
    case 'comparison':
      return { ...state, comparison: event.comparison, runState: event.state };
    case 'progress': {
      const { done, secondsLeft, doing } = event;
      return { ...state, progress: { done, secondsLeft, doing } };
    }
    case 'robustness':
      return { ...state, robustness: event };
    case 'learning': {
      const { experiment, learning } = event;
      return { ...state, learning: { experiment, learning } };
    }
    case 'sweepLevel':
      return withSweepLevel(state, event.experiment, event.level);
    case 'measured': {
      const others = state.measured.filter(({ name }) => name !== event.figures.name);
      return { ...state, measured: [...others, event.figures] };
    }
    case 'ended': {
      const ended = { ...state, job: null, progress: null, problem: event.message ?? state.problem };
      return state.job.kind === 'run' ? { ...ended, runState: event.state } : ended;
    }
  }
}

/** What a request is for, where only the latest of its kind counts. */
export function purposeOf(request: LabRequest): string {
  return request.kind === 'ask' ? request.question : request.kind;
}

function replaces(later: LabRequest, earlier: LabRequest): boolean {
  return later.kind === 'open' || purposeOf(later) === purposeOf(earlier);
}

/** What the whole page waits for is a problem of the page; anything else one of the panel that asked. */
const OF_THE_PAGE: LabRequest['kind'][] = ['open', 'show', 'device', 'survey'];

function withFailure(state: LabState, { request, message }: Extract<LabEvent, { kind: 'failed' }>): LabState {
  const others = state.failures.filter((failure) => !replaces(request, failure.request));
  const problem = OF_THE_PAGE.includes(request.kind) ? message : state.problem;
  return { ...state, problem, failures: [...others, { request, message }] };
}

/** The state after an event of the lab; events of jobs that are no longer the current one change nothing. */
export function reduceLab(state: LabState, event: LabEvent): LabState {
  if ('job' in event) return afterJobEvent(state, event);
  switch (event.kind) {
    case 'zoo':
      return afterZoo(state, event.zoo);
    case 'shard':
      return { ...state, shard: event.shard };
    case 'images':
      return withImages(state, event);
    case 'device':
      return { ...state, device: event.device };
    case 'made':
      return { ...state, made: withMade(state.made, event.made) };
    case 'levels':
      return { ...state, levels: event.levels };
    case 'shippedRobustness':
      return { ...state, shippedRobustness: event };
    case 'oneShot':
      return { ...state, oneShot: event };
    case 'answered':
      return { ...state, answers: { ...state.answers, [event.question]: event } };
    case 'weights':
      return { ...state, weights: event.weights };
    case 'shown':
      if (event.state === 'shipped' && outranked(state, event.comparison)) return state;
      return { ...state, comparison: event.comparison, runState: shownState(state, event) };
    case 'survey':
      return { ...state, offers: event.offers };
    case 'failed':
      return withFailure(state, event);
    case 'broken':
      return {
        ...state,
        job: null,
        progress: null,
        runState: 'failed',
        problem: event.message,
        failures: event.requests.map((request) => ({ request, message: event.message })),
      };
  }
}

function begun(state: LabState, { job, kind }: Extract<LabRequest, { job: number }>): LabState {
  return { ...state, job: { number: job, kind }, progress: null, problem: null };
}

/** Whether nothing is computed, and nothing went wrong: to show another experiment changes nothing yet. */
function isShowing({ job, runState, problem }: LabState): boolean {
  return job === null && runState === 'shipped' && problem === null;
}

/** The state once a request has been sent. */
export function expectLab(before: LabState, request: LabRequest): LabState {
  const failures = before.failures.filter((failure) => !replaces(request, failure.request));
  const state = failures.length < before.failures.length ? { ...before, failures } : before;
  switch (request.kind) {
    case 'run':
      return { ...begun(state, request), runState: 'running', learning: null };
    case 'measure':
      return { ...begun(state, request), measured: [] };
    case 'sweep':
    case 'images':
    case 'robustness':
      return begun(state, request);
    case 'open':
      return { ...state, job: null, progress: null, problem: null };
    case 'show':
      return isShowing(state)
        ? state
        : { ...state, job: null, progress: null, runState: 'shipped', problem: null };
    default:
      return state;
  }
}
