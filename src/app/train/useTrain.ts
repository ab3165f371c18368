import { useCallback, useEffect, useReducer, useRef } from 'react';
import { workerFailure } from '../loading/workerFailure';
import type { TrainEvent, TrainRequest } from './protocol';
import { initialTrain, reduceTrain, type TrainState } from './state';

export type TrainLab = {
  state: TrainState;
  send: (request: TrainRequest) => void;
  close: () => void;
};

/** The worker that trains, for the life of the page Train. */
export function useTrain(): TrainLab {
  const [state, dispatch] = useReducer(reduceTrain, initialTrain);
  const worker = useRef<Worker | null>(null);
  const send = useCallback((request: TrainRequest) => {
    dispatch({ kind: 'sent', request });
    worker.current?.postMessage(request);
  }, []);
  useEffect(() => {
    const started = new Worker(new URL('./train.worker.ts', import.meta.url), { type: 'module' });
    let wasHeard = false;
    started.onmessage = ({ data }: MessageEvent<TrainEvent>) => {
      wasHeard = true;
      dispatch({ kind: 'heard', event: data });
    };
    started.onerror = (event) => {
      const why = workerFailure('The worker that trains', event.message, wasHeard);
      dispatch({
        kind: 'told',
        message: `${why} Reload the page: a training goes on after its last finished epoch.`,
      });
    };
    worker.current = started;
    send({ kind: 'list' });
    return () => started.terminate();
  }, [send]);
  const close = useCallback(() => dispatch({ kind: 'closed' }), []);
  return { state, send, close };
}
