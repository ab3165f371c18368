/** A pool whose workers answer as a test says. */
import type { Costs } from '../packedKernels';
import { createPool, type Need } from '../pool';
import type { Job, Request, Response, Transport } from '../protocol';

export const costs = { tap: 1, entry: 0.3 };

/**
 * A worker whose answers the test gives; where it is asked what the kernels cost it says so at once, unless
 * `measures` is false.
 */
export function createFakeWorker(measures = true) {
  const requests: Request[] = [];
  let onMessage: (response: Response) => void = () => {};
  let onFailure: (reason: string) => void = () => {};
  const fake = {
    requests,
    closed: false,
    tell: (request: Request, told: Costs) => onMessage({ id: request.id, costs: told }),
    report: (request: Request, progress: number) => onMessage({ id: request.id, progress }),
    answer: (request: Request) => onMessage({ id: request.id, result: new Uint8Array([request.id]) }),
    throwIn: (request: Request, error: string) => onMessage({ id: request.id, error }),
    die: (reason: string) => onFailure(reason),
    transport: {
      post: (message) => {
        if (message.kind !== 'job') return;
        requests.push(message);
        if (measures && message.costs === null) fake.tell(message, costs);
      },
      onMessage: (handler) => {
        onMessage = handler;
      },
      onFailure: (handler) => {
        onFailure = handler;
      },
      close: () => {
        fake.closed = true;
      },
    } satisfies Transport,
  };
  return fake;
}

export function createFakePool(threads: number, measures = true) {
  const workers: ReturnType<typeof createFakeWorker>[] = [];
  const pool = createPool(threads, () => {
    workers.push(createFakeWorker(measures));
    return workers[workers.length - 1].transport;
  });
  return { pool, workers };
}

export const job: Job & { kind: 'run' } = {
  kind: 'run',
  member: 'm',
  images: 'i',
  start: 0,
  count: 16,
  logits: false,
  more: false,
};

export const need = (key: string, megabytes: number): Need => ({
  key,
  bytes: megabytes * 2 ** 20,
  make: () => ({
    resource: {
      kind: 'images',
      images: new Uint8Array(0),
      labels: new Uint16Array(0),
      count: 0,
      pixels: 0,
      channels: 0,
    },
    transfer: [],
  }),
});
