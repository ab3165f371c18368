import { useCallback, useEffect, useReducer, useRef } from 'react';
import { isShown } from '../../formats/tables/shownFile';
import type { ImportEntry } from '../../library/imports';
import { notRefused, withChosen } from '../bring/chosen';
import type { NetworkSource } from '../bring/roles';
import { workerFailure } from '../loading/workerFailure';
import type { Answers } from '../panels/questions';
import type {
  BundleOffer,
  ChangedFindings,
  DatasetOffer,
  ImportEvent,
  ImportRequest,
  LookedFile,
  OpenedImport,
  OwnFile,
} from './protocol';

/** All that the page knows of imports. What was opened or chosen stays when something else fails. */
export type ImportsState = {
  listed: { imports: ImportEntry[]; kept: boolean } | null;
  /** Files that were chosen and looked at, and what they hold; `looking` are being looked at. */
  files: OwnFile[];
  looking: OwnFile[];
  /** Of files of which one was refused, the others, which wait for the corrected one. */
  waiting: OwnFile[];
  looked: LookedFile[] | null;
  /** The networks of the files, once read. */
  sources: NetworkSource[] | null;
  /** The import that was made last. */
  made: { id: string; query: string | null; notes: string[] } | null;
  /** Whether it is still being kept, and why it could not be. */
  keeping: boolean;
  notice: string | null;
  /** A bundle that was chosen, before it is opened. */
  offered: BundleOffer | null;
  /** A dataset of parts that was chosen, before it is read. */
  dataset: DatasetOffer | null;
  opened: OpenedImport | null;
  /** An id that is not on this machine. */
  absent: string | null;
  /** Counts what the open import was: its findings or what was added to it changed with each. */
  revision: number;
  /** What panels asked for: the last answer to each question, and the revision it is of. */
  answers: Answers<{ revision: number }>;
  /** What is being done; null when nothing is. */
  busy: { doing: string; done: number | null; asked: ImportRequest['kind'] } | null;
  problem: string | null;
  /** Whether the worker is gone, so that another must be started before anything else. */
  gone: boolean;
};

const initialImports: ImportsState = {
  listed: null,
  files: [],
  looking: [],
  waiting: [],
  looked: null,
  sources: null,
  made: null,
  keeping: false,
  notice: null,
  offered: null,
  dataset: null,
  opened: null,
  absent: null,
  revision: 0,
  answers: {},
  busy: null,
  problem: null,
  gone: false,
};

type Action =
  | { kind: 'heard'; event: ImportEvent }
  | { kind: 'sent'; request: ImportRequest }
  | { kind: 'stopped' }
  | { kind: 'broke'; problem: string }
  | { kind: 'cleared' };

/** Requests that a reader waits for, with what is said until the first word of progress. */
const WAITED: Partial<Record<ImportRequest['kind'], string>> = {
  fetch: 'Asking for the file',
  look: 'Looking at the files',
  read: 'Reading',
  make: 'Putting networks and images in order',
  unpack: 'Opening the bundle',
  gather: 'Reading the parts',
  open: 'Opening the import',
  audit: 'Auditing',
  add: 'Adding to the import',
};

/** The state after an event, a request, a stop. */
function reduceImports(state: ImportsState, action: Action): ImportsState {
  switch (action.kind) {
    case 'sent':
      return afterRequest(state, action.request);
    case 'stopped':
      return {
        ...state,
        busy: null,
        revision: state.revision + 1,
        sources: null,
        offered: null,
        dataset: null,
        keeping: false,
        ...(state.gone && { gone: false, problem: null }),
        notice: state.keeping ? 'It was stopped before it was kept.' : state.notice,
      };
    case 'broke':
      return { ...state, busy: null, keeping: false, sources: null, problem: action.problem, gone: true };
    case 'cleared':
      return { ...cleared(state), waiting: [], problem: null };
    case 'heard':
      return afterEvent(state, action.event);
  }
}

function afterRequest(state: ImportsState, request: ImportRequest): ImportsState {
  const doing = WAITED[request.kind];
  if (!doing) return state;
  const waiting = { ...state, busy: { doing, done: null, asked: request.kind }, problem: null };
  if (request.kind === 'look') return { ...waiting, looking: request.files };
  return request.kind === 'open' ? { ...waiting, absent: null } : waiting;
}

function afterEvent(state: ImportsState, event: ImportEvent): ImportsState {
  switch (event.kind) {
    case 'progress':
      return state.busy ? { ...state, busy: { ...state.busy, doing: event.doing, done: event.done } } : state;
    case 'listed':
      return { ...state, listed: { imports: event.imports, kept: event.kept } };
    case 'fetched':
      return { ...state, busy: null };
    case 'looked':
      return {
        ...cleared(state),
        busy: null,
        files: state.looking.filter(({ path }) => isShown(path)),
        waiting: [],
        looked: event.files,
      };
    case 'offered':
      return { ...cleared(state), busy: null, offered: event.offer };
    case 'gathering':
      return { ...cleared(state), busy: null, dataset: event.offer };
    case 'read':
      return { ...state, busy: null, sources: event.sources };
    case 'made':
      return { ...cleared(state), busy: null, made: event, keeping: true, notice: null };
    case 'kept':
      return { ...state, keeping: false, notice: event.notice };
    case 'opened':
      return {
        ...state,
        busy: null,
        opened: event.imported,
        notice: state.made?.id === event.imported.id ? state.notice : null,
        revision: state.revision + 1,
        answers: {},
      };
    case 'audited':
      return state.opened?.id === event.id
        ? {
            ...state,
            busy: null,
            opened: withFindings(state.opened, event.findings),
            revision: state.revision + 1,
            answers: {},
          }
        : { ...state, busy: null };
    case 'added':
      return afterAddition({ ...state, busy: null }, event);
    case 'answered':
      return state.opened?.id === event.id
        ? {
            ...state,
            answers: { ...state.answers, [event.question]: { ...event, revision: state.revision } },
          }
        : state;
    case 'absent':
      return { ...state, busy: null, absent: event.id };
    case 'deleted':
      return { ...state, notice: 'Another tab deleted this import from this browser.' };
    case 'failed':
      return {
        ...state,
        busy: WAITED[event.asked] || event.asked === 'list' ? null : state.busy,
        waiting: event.asked === 'look' ? notRefused(state.looking, event.message) : state.waiting,
        problem: event.message,
      };
  }
}

/** Without what was chosen. */
function cleared(state: ImportsState): ImportsState {
  return { ...state, files: [], looked: null, sources: null, offered: null, dataset: null };
}

/** The open import with findings of other settings; votes are the same in all. */
function withFindings(opened: OpenedImport, changed: ChangedFindings): OpenedImport {
  const { votes, taxicab } = opened.findings;
  return { ...opened, findings: { ...changed, votes, taxicab } };
}

/**
 * The open import with what was added; what was answered before stays on screen until it is answered again.
 */
function afterAddition(
  state: ImportsState,
  { id, pictures, extras }: Extract<ImportEvent, { kind: 'added' }>,
): ImportsState {
  if (state.opened?.id !== id) return state;
  const { pictures: before } = state.opened;
  const opened = { ...state.opened, extras, pictures: pictures === undefined ? before : pictures };
  return { ...state, opened, revision: state.revision + 1 };
}

export type Imports = {
  state: ImportsState;
  /** Adds files to those that were chosen, and looks at all of them. */
  choose: (files: OwnFile[]) => void;
  send: (request: ImportRequest) => void;
  /** Ends what is being done, or starts anew where the worker is gone; the files that were chosen stay. */
  stop: () => void;
  /** Puts the chosen files away. */
  clear: () => void;
};

/** The importer's worker for the life of the page that shows imports. */
export function useImports(): Imports {
  const [state, dispatch] = useReducer(reduceImports, initialImports);
  const worker = useRef<Worker | null>(null);

  const files = useRef<OwnFile[]>([]);
  files.current = withChosen(state.files, state.waiting);
  const send = useCallback((request: ImportRequest) => {
    dispatch({ kind: 'sent', request });
    worker.current?.postMessage(request, request.kind === 'lend' ? [request.port] : []);
  }, []);
  const choose = useCallback(
    (chosen: OwnFile[]) => send({ kind: 'look', files: withChosen(files.current, chosen) }),
    [send],
  );
  const start = useCallback(() => {
    const started = new Worker(new URL('./worker/imports.worker.ts', import.meta.url), { type: 'module' });
    let wasHeard = false;
    started.onmessage = ({ data }: MessageEvent<ImportEvent>) => {
      wasHeard = true;
      dispatch({ kind: 'heard', event: data });
      if (data.kind === 'fetched') choose([data.file]);
    };
    started.onerror = ({ message }) => {
      const why = workerFailure('The importing worker', message, wasHeard);
      dispatch({ kind: 'broke', problem: `${why} What was kept is still there.` });
    };
    worker.current = started;
  }, [choose]);
  useEffect(() => {
    start();
    send({ kind: 'list' });
    return () => worker.current?.terminate();
  }, [start, send]);

  return {
    state,
    send,
    choose,
    stop: useCallback(() => {
      worker.current?.terminate();
      start();
      dispatch({ kind: 'stopped' });
      send({ kind: 'list' });
    }, [start, send]),
    clear: useCallback(() => dispatch({ kind: 'cleared' }), []),
  };
}
