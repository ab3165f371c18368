import type { LabEvent, LabRequest } from './protocol';

/**
 * Starts the lab's worker. `onEvent` also hears, as `broken`, that the worker itself broke; the next request
 * starts another.
 */
export function startLab(onEvent: (event: LabEvent) => void): {
  send: (request: LabRequest) => void;
  stop: () => void;
} {
  let worker: Worker | null = null;
  let open: LabRequest | null = null;
  let show: LabRequest | null = null;

  function start(): Worker {
    const started = new Worker(new URL('./lab.worker.ts', import.meta.url), { type: 'module' });
    started.onmessage = (message: MessageEvent<LabEvent>) => onEvent(message.data);
    started.onerror = (event) => {
      started.terminate();
      if (worker === started) worker = null;
      onEvent({
        kind: 'broken',
        message:
          `The computing worker stopped: ${event.message || 'it could not be started'}. What is on ` +
          'screen stays; try again to compute.',
        requests: [open, show].flatMap((request) => request ?? []),
      });
    };
    return started;
  }

  return {
    send(request) {
      if (request.kind === 'open') [open, show] = [request, null];
      if (request.kind === 'show') show = request;
      if (!worker) {
        worker = start();
        if (open && request !== open) worker.postMessage(open);
      }
      worker.postMessage(request);
    },
    stop: () => worker?.terminate(),
  };
}
