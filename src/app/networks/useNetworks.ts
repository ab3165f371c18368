import { useCallback, useEffect, useReducer, useRef } from 'react';
import { notRefused, withChosen } from '../bring/chosen';
import type { Preview } from '../bring/preview';
import type { OwnFile } from '../imports/protocol';
import { workerFailure } from '../loading/workerFailure';
import type {
  CheckAnswer,
  GatheredImages,
  KnownData,
  NetworksEvent,
  NetworksRequest,
  Reading,
  SeenImages,
  SeenNetworks,
} from './protocol';

/**
 * All that the page knows of networks that are being brought in. What was chosen stays when something fails.
 */
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
  | { kind: 'cleared' }
  /** The worker is gone with all that it held, and another one is there. */
  | { kind: 'ended' }
  | { kind: 'told'; message: string };

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
    case 'ended':
      return { ...initialNetworks, datasets: state.datasets, listed: state.listed, files: state.files };
    case 'told':
      return {
        ...state,
        busy: state.busy?.asked === 'networks' ? state.busy : null,
        problem: { asked: 'bring', message: action.message },
      };
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

/** What the page knows of networks that are brought in, and what it asks of their worker. */
export type NetworksLab = {
  state: NetworksState;
  send: (request: NetworksRequest) => void;
  /** Adds files to those that were chosen, and looks at all of them. */
  choose: (files: OwnFile[]) => void;
  /**
   * Ends what is being done; a worker that does not hear is replaced, and reads the chosen networks again.
   */
  stop: () => void;
  /** Puts the chosen files of networks away. */
  clear: () => void;
};

/**
 * How long a worker that is told to stop may take for it, in milliseconds; one that does not hear is ended.
 */
const PATIENCE = 2000;

/** The worker that brings networks in, for the life of the page that asks for it. */
export function useNetworks(): NetworksLab {
  const [state, dispatch] = useReducer(reduceNetworks, initialNetworks);
  const worker = useRef<Worker | null>(null);
  const files = useRef<OwnFile[]>([]);
  files.current = withChosen(state.files, state.waiting);
  const read = useRef<OwnFile[]>([]);
  read.current = state.files;
  const waiting = useRef(0);
  const stopping = useRef(() => {});
  const send = useCallback((request: NetworksRequest) => {
    dispatch({ kind: 'sent', request });
    worker.current?.postMessage(request);
  }, []);
  const start = useCallback(() => {
    const started = new Worker(new URL('./networks.worker.ts', import.meta.url), { type: 'module' });
    let wasHeard = false;
    const again = (why: string) => {
      started.terminate();
      start();
      dispatch({ kind: 'ended' });
      send({ kind: 'list' });
      if (read.current.length > 0) send({ kind: 'networks', files: read.current });
      dispatch({ kind: 'told', message: `${why} Choose the images again.` });
    };
    started.onmessage = ({ data }: MessageEvent<NetworksEvent>) => {
      wasHeard = true;
      if (data.kind !== 'progress') clearTimeout(waiting.current);
      dispatch({ kind: 'heard', event: data });
    };
    started.onerror = (event) => {
      const why = workerFailure('The worker that brings networks in', event.message, wasHeard);
      if (wasHeard) again(why);
      else dispatch({ kind: 'told', message: `${why} Reload the page to begin again.` });
    };
    worker.current = started;
    stopping.current = () => {
      send({ kind: 'cancel' });
      clearTimeout(waiting.current);
      waiting.current = window.setTimeout(
        () => again('What was being done did not stop by itself and was ended.'),
        PATIENCE,
      );
    };
  }, [send]);
  useEffect(() => {
    start();
    send({ kind: 'list' });
    return () => {
      clearTimeout(waiting.current);
      worker.current?.terminate();
    };
  }, [start, send]);
  return {
    state,
    send,
    choose: useCallback(
      (chosen: OwnFile[]) => send({ kind: 'networks', files: withChosen(files.current, chosen) }),
      [send],
    ),
    stop: useCallback(() => stopping.current(), []),
    clear: useCallback(() => dispatch({ kind: 'cleared' }), []),
  };
}
