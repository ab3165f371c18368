import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import type { CorruptionWish } from '../corruptions/corrupt';
import type { DeviceName } from '../engine/device';
import type { DeviceChoice, Experiment } from '../model/experiment';
import type { WeightsAsked } from '../model/weights';
import type { OwnFile } from './imports/protocol';
import { startLab } from './lab/client';
import { expectLab, initialLabState, type LabState, reduceLab } from './lab/labState';
import type { LabEvent, LabRequest } from './lab/protocol';
import type { Ask } from './panels/questions';

type Action = { kind: 'heard'; event: LabEvent } | { kind: 'sent'; request: LabRequest };

function reduce(state: LabState, action: Action): LabState {
  return action.kind === 'heard' ? reduceLab(state, action.event) : expectLab(state, action.request);
}

/** Does `work` when the page has nothing else to do, within two seconds. */
function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(work, 300);
}

/** What the page knows of the lab, and what it asks of its worker. */
export type Lab = {
  state: LabState;
  show: (experiment: Experiment) => void;
  run: (experiment: Experiment, reuse: boolean) => void;
  sweep: (experiment: Experiment) => void;
  cancel: () => void;
  openDevice: (choice: DeviceChoice) => void;
  countWeights: (asked: WeightsAsked) => void;
  /** Asks what a panel wants to know of an experiment's results. */
  ask: (experiment: Experiment, question: Ask) => void;
  corrupt: (experiment: Experiment, wish: CorruptionWish) => void;
  fetchRobustness: () => void;
  survey: () => void;
  measure: (devices: DeviceName[], experiment: Experiment) => void;
  /** Reads the reader's own copy of the test images and keeps it; null deletes it. */
  bringImages: (from: OwnFile[] | 'published' | null) => void;
  /** Reads attributes of the test images from a file. */
  addAttributes: (file: OwnFile, inCopy: boolean) => void;
  /** Asks again what could not be answered. */
  askAgain: (request: LabRequest) => void;
};

/**
 * The lab's worker for the life of the page, with the zoo of `data` open: its state, and what can be asked of
 * it.
 */
export function useLab(data: string): Lab {
  const [state, dispatch] = useReducer(reduce, initialLabState);
  const worker = useRef<ReturnType<typeof startLab> | null>(null);
  const jobs = useRef(0);

  const send = useCallback((request: LabRequest) => {
    dispatch({ kind: 'sent', request });
    worker.current?.send(request);
  }, []);

  useEffect(() => {
    const started = startLab((event) => dispatch({ kind: 'heard', event }));
    worker.current = started;
    return () => started.stop();
  }, []);
  useEffect(() => {
    send({ kind: 'open', base: new URL('zoo/', document.baseURI).href, data });
  }, [data, send]);

  return {
    state,
    show: useCallback((experiment) => send({ kind: 'show', experiment }), [send]),
    run: useCallback(
      (experiment, reuse) => send({ kind: 'run', job: ++jobs.current, experiment, reuse }),
      [send],
    ),
    sweep: useCallback((experiment) => send({ kind: 'sweep', job: ++jobs.current, experiment }), [send]),
    cancel: useCallback(() => send({ kind: 'cancel' }), [send]),
    openDevice: useCallback((choice) => whenIdle(() => send({ kind: 'device', choice })), [send]),
    ask: useCallback((experiment, question) => send({ kind: 'ask', experiment, ...question }), [send]),
    askAgain: send,
    bringImages: useCallback((from) => send({ kind: 'images', job: ++jobs.current, from }), [send]),
    addAttributes: useCallback((file, inCopy) => send({ kind: 'attributes', file, inCopy }), [send]),
    survey: useCallback(() => send({ kind: 'survey' }), [send]),
    measure: useCallback(
      (devices, experiment) => send({ kind: 'measure', job: ++jobs.current, devices, experiment }),
      [send],
    ),
    corrupt: useCallback(
      (experiment, wish) => send({ kind: 'robustness', job: ++jobs.current, experiment, wish }),
      [send],
    ),
    fetchRobustness: useCallback(() => send({ kind: 'shippedRobustness' }), [send]),
    countWeights: useCallback((asked) => send({ kind: 'weights', asked }), [send]),
  };
}

/** The lab without the progress of its job: the same object until something else of its state changes. */
export function useSettledLab(lab: Lab): Lab {
  const kept = useRef(lab.state);
  const names = Object.keys(lab.state) as (keyof LabState)[];
  if (names.some((name) => name !== 'progress' && kept.current[name] !== lab.state[name])) {
    kept.current = { ...lab.state, progress: null };
  }
  const state = kept.current;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what can be asked of the lab never changes
  return useMemo(() => ({ ...lab, state }), [state]);
}
