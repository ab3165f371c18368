import { useSyncExternalStore } from 'react';
import { workerFailure } from '../loading/workerFailure';
import type { TrainEvent, TrainRequest } from './protocol';
import { initialTrain, isMeasuring, reduceTrain, type TrainAction, type TrainState } from './state';

/** What the page knows of trainings, and what it asks of the worker that trains. */
export type TrainLab = {
  state: TrainState;
  send: (request: TrainRequest) => void;
  close: () => void;
};

/** Requests that take the place of a measurement under way. */
const INSTEAD: ReadonlySet<TrainRequest['kind']> = new Set(['measure', 'look', 'begin', 'resume']);

/** The worker that trains lives as long as the tab: a training goes on while another page is read. */
function createTrainer() {
  let state = initialTrain;
  let worker: Worker | null = null;
  const watchers = new Set<() => void>();
  const dispatch = (action: TrainAction) => {
    state = reduceTrain(state, action);
    for (const watch of watchers) watch();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./train.worker.ts', import.meta.url), { type: 'module' });
    let wasHeard = false;
    started.onmessage = ({ data }: MessageEvent<TrainEvent>) => {
      wasHeard = true;
      dispatch({ kind: 'heard', event: data });
    };
    started.onerror = (event) => {
      started.terminate();
      worker = null;
      const why = workerFailure('The worker that trains', event.message, wasHeard);
      const next = 'What was kept goes on from the list below.';
      dispatch({ kind: 'told', message: wasHeard ? `${why} ${next}` : why });
      if (wasHeard) send({ kind: 'list' });
    };
    return started;
  };
  const send = (request: TrainRequest) => {
    // A measurement begins by itself: what the reader asks for does not wait for its end.
    if (isMeasuring(state) && INSTEAD.has(request.kind)) worker?.postMessage({ kind: 'cancel' });
    dispatch({ kind: 'sent', request });
    worker ??= start();
    worker.postMessage(request);
  };
  return {
    subscribe(watch: () => void) {
      watchers.add(watch);
      if (!worker) send({ kind: 'list' });
      return () => void watchers.delete(watch);
    },
    read: () => state,
    send,
    close: () => dispatch({ kind: 'closed' }),
  };
}

const trainer = createTrainer();

/** What the tab trains, and how to ask for it. */
export function useTrain(): TrainLab {
  const { subscribe, read, send, close } = trainer;
  return { state: useSyncExternalStore(subscribe, read), send, close };
}
