import type { Robustness } from '../../audit/levels/robustness';
import type { RobustnessTable } from '../../library/robustness';
import { type Experiment, sweptExperiment } from '../../model/experiment';
import type { DeviceFigures, DeviceOffer } from '../../model/machine';
import type { Population } from '../../model/population';
import type { Shard } from '../../model/shard';
import type { Learning } from '../../views/learning/describe';
import type { Answers } from '../panels/questions';
import type { JobProgress } from './meter';
import type { DeviceReport, LabEvent, LabRequest, RunState, ZooReport } from './protocol';
import type { Comparison, Level, MadeDigest } from './results';

/** Everything the page knows of the lab. Finished results stay until better ones arrive. */
export type LabState = {
  zoo: ZooReport | null;
  shard: Shard | null;
  device: DeviceReport | null;
  comparison: Comparison | null;
  runState: RunState;
  /** The job in progress. */
  job: { number: number; kind: 'run' | 'sweep' | 'measure' | 'robustness' } | null;
  progress: JobProgress | null;
  /** The curve over the zoo's own levels. */
  levels: Level[];
  /** Curves of levels pruned here, each with the experiment it belongs to, the latest first. */
  sweeps: { experiment: Experiment; levels: Level[] }[];
  /** What was computed here in full, in the order of its first computation. */
  made: MadeDigest[];
  /** What panels asked for: the last answer to each question, and the experiment it was asked of. */
  answers: Answers<{ experiment: Experiment }>;
  /** Populations whose weights the page has asked for, by the zoo's variant id. */
  weights: Record<string, Population>;
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
};

export const initialLabState: LabState = {
  zoo: null,
  shard: null,
  device: null,
  comparison: null,
  runState: 'shipped',
  job: null,
  progress: null,
  levels: [],
  sweeps: [],
  made: [],
  answers: {},
  weights: {},
  robustness: null,
  shippedRobustness: null,
  learning: null,
  offers: null,
  measured: [],
  problem: null,
};

/** Whether two experiments are the same question, computed on whatever device. */
export function sameQuestion(a: Experiment, b: Experiment): boolean {
  const strip = ({ device: _, ...rest }: Experiment) => JSON.stringify(rest);
  return strip(a) === strip(b);
}

/** Whether a sweep of both experiments would give the same curve: all but the level is the same. */
export function sameCurve(a: Experiment, b: Experiment): boolean {
  const strip = ({
    method,
    scope,
    members,
    images,
    recalibrate,
    finetune,
    baseline,
    ties,
    seed,
  }: Experiment) => {
    const isTreated = finetune > 0 || recalibrate;
    return JSON.stringify([
      [method, scope, members, images, finetune > 0 || recalibrate, finetune, ties],
      isTreated ? baseline : null,
      isTreated || method === 'random' ? seed : 0,
    ]);
  };
  return strip(sweptExperiment(a)) === strip(sweptExperiment(b));
}

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

/** What was on screen stays until the new dataset's is there, where both were shipped and have the same classes. */
function afterZoo(state: LabState, zoo: ZooReport): LabState {
  const { device, offers, measured, comparison, levels, shard, runState } = state;
  const shipped = state.zoo?.origin.kind === 'shipped' && zoo.origin.kind === 'shipped';
  const alike = shipped && state.zoo?.classes.join('\n') === zoo.classes.join('\n');
  const kept = { device, offers, measured, zoo };
  return { ...initialLabState, ...kept, ...(alike && { comparison, levels, shard, runState }) };
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

/** The state after an event of the lab; events of jobs that are no longer the current one change nothing. */
export function reduceLab(state: LabState, event: LabEvent): LabState {
  if ('job' in event) return afterJobEvent(state, event);
  switch (event.kind) {
    case 'zoo':
      return afterZoo(state, event.zoo);
    case 'shard':
      return { ...state, shard: event.shard };
    case 'device':
      return { ...state, device: event.device };
    case 'made':
      return { ...state, made: withMade(state.made, event.made) };
    case 'levels':
      return { ...state, levels: event.levels };
    case 'shippedRobustness':
      return { ...state, shippedRobustness: event };
    case 'answered':
      return { ...state, answers: { ...state.answers, [event.question]: event } };
    case 'weights':
      return { ...state, weights: { ...state.weights, [event.variant]: event.population } };
    case 'shown':
      if (event.state === 'shipped' && outranked(state, event.comparison)) return state;
      return { ...state, comparison: event.comparison, runState: shownState(state, event) };
    case 'survey':
      return { ...state, offers: event.offers };
    case 'failed':
      return { ...state, problem: event.message };
    case 'broken':
      return { ...state, job: null, progress: null, runState: 'failed', problem: event.message };
  }
}

/** The state once a request has been sent. */
export function expectLab(state: LabState, request: LabRequest): LabState {
  switch (request.kind) {
    case 'run':
      return {
        ...state,
        job: { number: request.job, kind: 'run' },
        progress: null,
        runState: 'running',
        learning: null,
        problem: null,
      };
    case 'sweep':
      return { ...state, job: { number: request.job, kind: 'sweep' }, progress: null, problem: null };
    case 'measure':
      return {
        ...state,
        job: { number: request.job, kind: 'measure' },
        progress: null,
        measured: [],
        problem: null,
      };
    case 'robustness':
      return { ...state, job: { number: request.job, kind: 'robustness' }, progress: null, problem: null };
    case 'open':
      return { ...state, job: null, progress: null, problem: null };
    case 'show':
      return { ...state, job: null, progress: null, runState: 'shipped', problem: null };
    default:
      return state;
  }
}

/** Starts the lab's worker. `onEvent` also hears, as `broken`, that the worker itself broke. */
export function startLab(onEvent: (event: LabEvent) => void): {
  send: (request: LabRequest) => void;
  stop: () => void;
} {
  const worker = new Worker(new URL('./lab.worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = (message: MessageEvent<LabEvent>) => onEvent(message.data);
  worker.onerror = (event) => {
    onEvent({
      kind: 'broken',
      message: `The computing worker stopped: ${event.message || 'it could not be started'}. What is on screen stays; reload the page to compute again.`,
    });
  };
  return { send: (request) => worker.postMessage(request), stop: () => worker.terminate() };
}
