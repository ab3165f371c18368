import { useCallback, useEffect, useReducer, useRef } from 'react';
import { notRefused, withChosen } from '../bring/chosen';
import type { OwnFile } from '../imports/protocol';
import { workerFailure } from '../loading/workerFailure';
import type {
  CheckAnswer,
  GatheredImages,
  KnownData,
  NetworksEvent,
  NetworksRequest,
  Preview,
  Reading,
  SeenImages,
  SeenNetworks,
} from './protocol';

/** All that the page knows of networks that are being brought in. What was chosen stays when something fails. */
type NetworksState = {
  listed: Extract<NetworksEvent, { kind: 'listed' }> | null;
  /** Datasets whose networks can be taken in the place of files; null until it is known. */
  datasets: KnownData[] | null;
  /** The files of networks; `looking` are being looked at. */
  files: OwnFile[];
  looking: OwnFile[];
  /** Of files of which one was refused, the others, which wait for the corrected one. */
  waiting: OwnFile[];
  seen: SeenNetworks | null;
  images: SeenImages | null;
  preview: { reading: Reading; preview: Preview } | null;
  gathered: GatheredImages | null;
  checked: CheckAnswer | null;
  /** The networks that were brought in. */
  brought: string | null;
  /** What is being done; null when nothing that is waited for is. */
  busy: {
    doing: string;
    done: number | null;
    secondsLeft: number | null;
    asked: NetworksRequest['kind'];
  } | null;
  problem: { asked: NetworksRequest['kind']; message: string } | null;
};

const initialNetworks: NetworksState = {
  listed: null,
  datasets: null,
  files: [],
  looking: [],
  waiting: [],
  seen: null,
  images: null,
  preview: null,
  gathered: null,
  checked: null,
  brought: null,
  busy: null,
  problem: null,
};

type Action =
  | { kind: 'heard'; event: NetworksEvent }
  | { kind: 'sent'; request: NetworksRequest }
  | { kind: 'cleared' };

/** Requests that a reader waits for, with what is said until the first word of progress. */
const WAITED: Partial<Record<NetworksRequest['kind'], string>> = {
  networks: 'Reading the networks',
  known: 'Opening the networks',
  images: 'Looking at the images',
  gather: 'Reading images',
  bring: 'Putting networks together',
};

function reduceNetworks(state: NetworksState, action: Action): NetworksState {
  switch (action.kind) {
    case 'sent':
      return afterRequest(state, action.request);
    case 'cleared':
      return { ...state, files: [], waiting: [], seen: null, checked: null, problem: null };
    case 'heard':
      return afterEvent(state, action.event);
  }
}

function afterRequest(state: NetworksState, request: NetworksRequest): NetworksState {
  const doing = WAITED[request.kind];
  if (!doing) return state;
  const busy = { doing, done: null, secondsLeft: null, asked: request.kind };
  const waiting = { ...state, busy, problem: null };
  if (request.kind === 'known') return { ...waiting, looking: [] };
  return request.kind === 'networks' ? { ...waiting, looking: request.files } : waiting;
}

function afterEvent(state: NetworksState, event: NetworksEvent): NetworksState {
  switch (event.kind) {
    case 'progress': {
      const { doing, done, secondsLeft } = event;
      return state.busy ? { ...state, busy: { ...state.busy, doing, done, secondsLeft } } : state;
    }
    case 'listed':
      return { ...state, listed: event };
    case 'datasets':
      return { ...state, datasets: event.datasets };
    case 'networks':
      return { ...state, busy: null, files: state.looking, waiting: [], seen: event.seen, checked: null };
    case 'images':
      return { ...state, busy: null, images: event.seen, preview: null, gathered: null, checked: null };
    case 'preview':
      return { ...state, preview: event, problem: state.problem?.asked === 'preview' ? null : state.problem };
    case 'gathered':
      return { ...state, busy: null, gathered: event.gathered, checked: null };
    case 'checked':
      return { ...state, checked: event.answer };
    case 'brought':
      return { ...state, busy: null, brought: event.id };
    case 'stopped':
      return { ...state, busy: null };
    case 'failed': {
      const { asked, message } = event;
      const waiting = asked === 'networks' ? notRefused(state.looking, message) : state.waiting;
      return { ...state, waiting, busy: WAITED[asked] ? null : state.busy, problem: { asked, message } };
    }
  }
}

export type NetworksLab = {
  state: NetworksState;
  send: (request: NetworksRequest) => void;
  /** Adds files to those that were chosen, and looks at all of them. */
  choose: (files: OwnFile[]) => void;
  /** Puts the chosen files of networks away. */
  clear: () => void;
};

/** The worker that brings networks in, for the life of the page that asks for it. */
export function useNetworks(): NetworksLab {
  const [state, dispatch] = useReducer(reduceNetworks, initialNetworks);
  const worker = useRef<Worker | null>(null);
  const files = useRef<OwnFile[]>([]);
  files.current = withChosen(state.files, state.waiting);
  const send = useCallback((request: NetworksRequest) => {
    dispatch({ kind: 'sent', request });
    worker.current?.postMessage(request);
  }, []);
  useEffect(() => {
    const started = new Worker(new URL('./networks.worker.ts', import.meta.url), { type: 'module' });
    let wasHeard = false;
    started.onmessage = ({ data }: MessageEvent<NetworksEvent>) => {
      wasHeard = true;
      dispatch({ kind: 'heard', event: data });
    };
    started.onerror = (event) => {
      const why = workerFailure('The worker that brings networks in', event.message, wasHeard);
      const message = `${why} Reload the page to begin again.`;
      dispatch({ kind: 'heard', event: { kind: 'failed', asked: 'bring', message } });
    };
    worker.current = started;
    send({ kind: 'list' });
    return () => started.terminate();
  }, [send]);
  return {
    state,
    send,
    choose: useCallback(
      (chosen: OwnFile[]) => send({ kind: 'networks', files: withChosen(files.current, chosen) }),
      [send],
    ),
    clear: useCallback(() => dispatch({ kind: 'cleared' }), []),
  };
}
