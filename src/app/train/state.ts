/** The page Train as state: what its worker says, reduced. */
import type { TrainingRun } from '../../library/trainingRun';
import type { RunEntry } from '../../library/trainingRuns';
import type { Pace } from '../../model/trainingEstimate';
import type { Preview } from '../bring/preview';
import type {
  Ended,
  PaceQuestion,
  PieCount,
  PreviewQuestion,
  SeenImages,
  Standing,
  TrainEvent,
  TrainRequest,
} from './protocol';

/** A training that goes on, or has ended: its networks as far as they are. */
export type Training = {
  run: TrainingRun;
  networks: Standing[];
  /** Steps of one network. */
  steps: number;
  testImages: number;
  pies: PieCount[];
  ended: Ended | null;
};

export type TrainState = {
  listed: { runs: RunEntry[]; kept: boolean; dataHere: boolean } | null;
  pace: { question: PaceQuestion; pace: Pace } | null;
  seen: Partial<Record<'training' | 'heldOut', SeenImages>>;
  /** The first of the images to train on, as they were last asked for. */
  preview: { question: PreviewQuestion; preview: Preview } | null;
  training: Training | null;
  busy: { doing: string; done: number | null; secondsLeft: number | null } | null;
  /** What was asked last of what takes time. */
  asked: TrainRequest['kind'] | null;
  notices: string[];
  problem: { asked: TrainRequest['kind'] | null; message: string } | null;
};

export const initialTrain: TrainState = {
  listed: null,
  pace: null,
  seen: {},
  preview: null,
  training: null,
  busy: null,
  asked: null,
  notices: [],
  problem: null,
};

export type TrainAction =
  | { kind: 'sent'; request: TrainRequest }
  | { kind: 'heard'; event: TrainEvent }
  | { kind: 'told'; message: string }
  /** The reader puts an ended training away. */
  | { kind: 'closed' };

/** Requests during which nothing else can be asked. */
const WORKS: ReadonlySet<TrainRequest['kind']> = new Set(['look', 'begin', 'resume']);

/** Whether the machine is measured, which keeps the reader from nothing. */
export function isMeasuring({ asked, busy }: TrainState): boolean {
  return asked === 'measure' && busy !== null;
}

export function reduceTrain(state: TrainState, action: TrainAction): TrainState {
  switch (action.kind) {
    case 'sent': {
      const { request } = action;
      if (request.kind === 'list' || request.kind === 'cancel' || request.kind === 'remove') return state;
      if (request.kind === 'preview') return { ...state, problem: null };
      const asked = request.kind;
      if (!WORKS.has(asked)) return { ...state, asked, problem: null };
      return {
        ...state,
        asked,
        busy: { doing: 'Beginning', done: null, secondsLeft: null },
        problem: null,
        notices: [],
      };
    }
    case 'heard':
      return afterEvent(state, action.event);
    case 'told':
      return {
        ...state,
        training: state.training?.ended ? state.training : null,
        busy: null,
        problem: { asked: null, message: action.message },
      };
    case 'closed':
      return { ...state, training: null, notices: [] };
  }
}

function afterEvent(state: TrainState, event: TrainEvent): TrainState {
  switch (event.kind) {
    case 'listed':
      return { ...state, listed: event };
    case 'paced':
      return { ...state, busy: null, pace: event };
    case 'seen':
      return {
        ...state,
        busy: null,
        seen: { ...state.seen, [event.role]: event.seen },
        preview: event.role === 'training' ? null : state.preview,
      };
    case 'previewed':
      return { ...state, preview: event };
    case 'began': {
      const { run, networks, steps, testImages } = event;
      return { ...state, training: { run, networks, steps, testImages, pies: [], ended: null } };
    }
    case 'network':
      return withNetwork(state, event.index, () => event.standing);
    case 'point':
      return withNetwork(state, event.index, (standing) => ({
        ...standing,
        done: event.done,
        curve: event.point ? [...standing.curve, event.point] : standing.curve,
      }));
    case 'pies':
      return state.training ? { ...state, training: { ...state.training, pies: event.pies } } : state;
    case 'progress': {
      const { doing, done, secondsLeft } = event;
      return { ...state, busy: { doing, done, secondsLeft } };
    }
    case 'notice':
      return { ...state, notices: [...new Set([...state.notices, event.message])] };
    case 'ended':
      return { ...state, busy: null, training: state.training && { ...state.training, ended: event } };
    case 'stopped':
      // What was asked for in the place of a measurement is under way.
      return event.asked === 'measure' && state.asked !== 'measure' ? state : { ...state, busy: null };
    case 'failed':
      return { ...state, busy: null, problem: { asked: event.asked, message: event.message } };
  }
}

function withNetwork(state: TrainState, index: number, change: (standing: Standing) => Standing): TrainState {
  const { training } = state;
  if (!training) return state;
  const networks = training.networks.map((each, at) => (at === index ? change(each) : each));
  return { ...state, training: { ...training, networks } };
}
