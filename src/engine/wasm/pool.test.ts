import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Costs } from './packedKernels';
import { createPool, type Need } from './pool';
import type { Job, Request, Response, Transport } from './protocol';

const costs = { tap: 1, entry: 0.3 };

/**
 * A worker whose answers the test gives; where it is asked what the kernels cost it says so at once, unless
 * `measures` is false.
 */
function createFakeWorker(measures = true) {
  const requests: Request[] = [];
  let onMessage: (response: Response) => void = () => {};
  let onFailure: (reason: string) => void = () => {};
  const fake = {
    requests,
    closed: false,
    tell: (request: Request, told: Costs) => onMessage({ id: request.id, costs: told }),
    report: (request: Request, progress: number) => onMessage({ id: request.id, progress }),
    answer: (request: Request) => onMessage({ id: request.id, result: new Float32Array([request.id]) }),
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

function createFakePool(threads: number, measures = true) {
  const workers: ReturnType<typeof createFakeWorker>[] = [];
  const pool = createPool(threads, () => {
    workers.push(createFakeWorker(measures));
    return workers[workers.length - 1].transport;
  });
  return { pool, workers };
}

const job: Job & { kind: 'run' } = {
  kind: 'run',
  member: 'm',
  images: 'i',
  start: 0,
  count: 16,
  logits: false,
};

const need = (key: string, megabytes: number): Need => ({
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

const keys = ({ keep, forget }: Request) => ({ keep: keep.map(({ key }) => key), forget });

afterEach(() => {
  vi.useRealTimers();
});

describe('createPool', () => {
  it('gives each worker one job before any gets a second, two at most', () => {
    const { pool, workers } = createFakePool(2);
    for (let i = 0; i < 5; i++) void pool.submit(job, []).catch(() => {});
    expect(workers.map(({ requests }) => requests.map(({ id }) => id))).toEqual([
      [0, 2],
      [1, 3],
    ]);
    workers[1].answer(workers[1].requests[0]);
    expect(workers[1].requests.map(({ id }) => id)).toEqual([1, 3, 4]);
    pool.close();
  });

  it('lets one worker measure what the kernels cost while the others start, and tells them and later ones', async () => {
    const { pool, workers } = createFakePool(4, false);
    const jobs = [0, 1, 2].map(() => pool.submit(job, []));
    expect(workers.map(({ requests }) => requests.map((request) => request.costs))).toEqual([[null], [], []]);
    workers[0].tell(workers[0].requests[0], costs);
    expect(workers.map(({ requests }) => requests.length)).toEqual([1, 1, 1]);
    workers[0].die('out of memory');
    const [, ...later] = workers.flatMap(({ requests }) => requests);
    expect(later.map((request) => request.costs)).toEqual([costs, costs, costs]);
    for (const worker of workers.slice(1)) for (const request of worker.requests) worker.answer(request);
    await Promise.all(jobs);
  });

  it('starts no worker again before there is a job for it', async () => {
    const { pool, workers } = createFakePool(2, false);
    const jobs = [0, 1].map(() => pool.submit(job, []));
    expect(workers).toHaveLength(2);
    workers[1].die('its script could not be loaded.');
    expect(workers).toHaveLength(2);
    workers[0].tell(workers[0].requests[0], costs);
    expect(workers).toHaveLength(3);
    for (const worker of [workers[0], workers[2]]) worker.answer(worker.requests[0]);
    await Promise.all(jobs);
  });

  it('lets another measure when the first one dies before it has', async () => {
    const { pool, workers } = createFakePool(2, false);
    const jobs = [0, 1].map(() => pool.submit(job, []));
    workers[0].die('out of memory');
    const asked = workers.filter(({ requests, closed }) => requests.length > 0 && !closed);
    expect(asked.map(({ requests }) => requests.map((request) => request.costs))).toEqual([[null]]);
    asked[0].tell(asked[0].requests[0], costs);
    for (const worker of workers.slice(1)) for (const request of worker.requests) worker.answer(request);
    await Promise.all(jobs);
  });

  it('sends no long job ahead', () => {
    const { pool, workers } = createFakePool(1);
    for (let i = 0; i < 2; i++) {
      void pool
        .submit({ kind: 'recalibrate', member: 'm', images: 'i', into: 'r' }, [need('m', 1)])
        .catch(() => {});
    }
    expect(workers[0].requests.length).toBe(1);
    workers[0].answer(workers[0].requests[0]);
    expect(workers[0].requests.length).toBe(2);
    pool.close();
  });

  it('knows what a job leaves with its worker, and forgets that too', async () => {
    const { pool, workers } = createFakePool(2);
    const settings = { method: 'magnitude', scope: 'global', sparsity: 0.5, seed: 0 } as const;
    const pruning = pool.submit({ kind: 'prune', member: 'a', memberSeed: 0, settings, into: 'b' }, [
      need('a', 60),
    ]);
    workers[0].answer(workers[0].requests[0]);
    await pruning;
    void pool.submit(job, []).catch(() => {});
    void pool.submit(job, [need('b', 60)]).catch(() => {});
    expect(workers[0].requests.map(keys)).toEqual([
      { keep: ['a'], forget: [] },
      { keep: [], forget: ['a'] },
    ]);
    pool.close();
  });

  it('sends what a worker lacks once, and makes it forget the least recently used beyond its memory', () => {
    const { pool, workers } = createFakePool(1);
    const [a, b, c] = [need('a', 40), need('b', 40), need('c', 40)];
    for (const [i, needs] of [[a], [a, b], [a], [c, a], [b]].entries()) {
      void pool.submit(job, needs);
      workers[0].answer(workers[0].requests[i]);
    }
    expect(workers[0].requests.map(keys)).toEqual([
      { keep: ['a'], forget: [] },
      { keep: ['b'], forget: [] },
      { keep: [], forget: [] },
      { keep: ['c'], forget: ['b'] },
      { keep: ['b'], forget: ['c'] },
    ]);
  });

  it('keeps a member with one worker, and images in order', () => {
    const { pool, workers } = createFakePool(2);
    const members = ['m0', 'm1', 'm2', 'm3'].map((key) => need(key, 1));
    const tile = (start: number, member: Need) => {
      const run: Job & { kind: 'run' } = {
        kind: 'run',
        member: member.key,
        images: 'i',
        start,
        count: 16,
        logits: false,
      };
      void pool.submit(run, [member]).catch(() => {});
    };
    for (const start of [0, 16, 32]) for (const member of members) tile(start, member);
    for (let turn = 0; turn < 6; turn++) for (const worker of workers) worker.answer(worker.requests[turn]);
    const done = workers.map(({ requests }) =>
      requests.map(({ job }) => (job.kind === 'run' ? `${job.member}@${job.start}` : job.kind)),
    );
    expect(done).toEqual([
      ['m0@0', 'm2@0', 'm0@16', 'm2@16', 'm0@32', 'm2@32'],
      ['m1@0', 'm3@0', 'm1@16', 'm3@16', 'm1@32', 'm3@32'],
    ]);
    pool.close();
  });

  it('replaces a worker that throws, and does its jobs again in their order', async () => {
    const { pool, workers } = createFakePool(1);
    const jobs = [0, 1, 2].map(() => pool.submit(job, [need('a', 1)]));
    workers[0].throwIn(workers[0].requests[0], 'unreachable');
    expect(workers[0].closed).toBe(true);
    expect(workers[1].requests.map(keys)).toEqual([
      { keep: ['a'], forget: [] },
      { keep: [], forget: [] },
    ]);
    for (let i = 0; i < 3; i++) workers[1].answer(workers[1].requests[i]);
    await expect(Promise.all(jobs)).resolves.toEqual([2, 3, 4].map((id) => new Float32Array([id])));
  });

  it('gives up a job at which two workers failed, says why, and goes on with the others', async () => {
    const { pool, workers } = createFakePool(1);
    const jobs = [0, 1].map(() => pool.submit(job, []));
    workers[0].throwIn(workers[0].requests[0], 'unreachable');
    workers[1].throwIn(workers[1].requests[0], 'unreachable');
    await expect(jobs[0]).rejects.toThrow('2 WebAssembly workers failed at the same work: unreachable');
    workers[2].answer(workers[2].requests[0]);
    await jobs[1];
    expect(workers).toHaveLength(3);
  });

  it('blames the job that threw, not one that waits behind it', async () => {
    const { pool, workers } = createFakePool(1);
    const [good, bad] = [0, 1].map(() => pool.submit(job, []));
    const failing = bad.catch((error: Error) => error.message);
    workers[0].throwIn(workers[0].requests[1], 'unreachable');
    workers[1].throwIn(workers[1].requests[1], 'unreachable');
    workers[2].answer(workers[2].requests[0]);
    await good;
    expect(await failing).toContain('unreachable');
  });

  it('leaves the jobs to the workers that could be started', async () => {
    const worker = createFakeWorker();
    let attempts = 0;
    const pool = createPool(2, () => {
      if (++attempts > 1) throw new Error('no more threads.');
      return worker.transport;
    });
    const jobs = [0, 1, 2].map(() => pool.submit(job, []));
    for (let i = 0; i < 3; i++) worker.answer(worker.requests[i]);
    await expect(Promise.all(jobs)).resolves.toHaveLength(3);
    expect(attempts).toBeGreaterThan(1);
  });

  it('rejects every job, and each once, when no worker can be started, and starts one for the next', async () => {
    let allowed = 1;
    const workers: ReturnType<typeof createFakeWorker>[] = [];
    const pool = createPool(2, () => {
      if (workers.length >= allowed) throw new Error('no more threads.');
      workers.push(createFakeWorker());
      return workers[workers.length - 1].transport;
    });
    const ends = [0, 1, 2, 3].map(() => pool.submit(job, []).catch((error: Error) => error.message));
    workers[0].die('out of memory');
    const refused = 'Expected to start a WebAssembly worker, but it was refused: no more threads.';
    expect(await Promise.all(ends)).toEqual(new Array(4).fill(refused));
    await expect(pool.submit(job, [])).rejects.toThrow(refused);
    allowed = 2;
    const next = pool.submit(job, []);
    workers[1].answer(workers[1].requests[0]);
    await next;
  });

  it('gives up a job whose resources cannot be made, and goes on with the others', async () => {
    const { pool, workers } = createFakePool(1);
    const impossible = {
      ...need('a', 1),
      make: () => {
        throw new RangeError('Array buffer allocation failed');
      },
    };
    const before = pool.submit(job, []);
    const failing = pool.submit(job, [impossible]);
    await expect(failing).rejects.toThrow('failed at the same work: Array buffer allocation failed');
    const after = pool.submit(job, []);
    const [last] = workers.slice(-1);
    for (const request of last.requests) last.answer(request);
    await expect(Promise.all([before, after])).resolves.toHaveLength(2);
  });

  it('replaces a worker that dies, while the others take its jobs', async () => {
    const { pool, workers } = createFakePool(2);
    const jobs = [0, 1, 2, 3].map(() => pool.submit(job, []));
    workers[0].die('out of memory');
    expect(workers.map(({ requests }) => requests.length)).toEqual([2, 2, 2]);
    for (const worker of workers.slice(1)) for (const request of worker.requests) worker.answer(request);
    await Promise.all(jobs);
  });

  it('ends a worker that hangs, and gives its jobs to another', async () => {
    vi.useFakeTimers();
    const { pool, workers } = createFakePool(1);
    const slow = pool.submit(job, []);
    const stuck = pool.submit(job, []);
    vi.advanceTimersByTime(59_000);
    workers[0].answer(workers[0].requests[0]);
    await slow;
    vi.advanceTimersByTime(59_000);
    expect(workers[0].closed).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(workers[0].closed).toBe(true);
    vi.advanceTimersByTime(60_000);
    await expect(stuck).rejects.toThrow('no answer for 60 s.');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not repeat what was cancelled when its worker fails', async () => {
    const { pool, workers } = createFakePool(1);
    const controller = new AbortController();
    const cancelled = pool.submit(job, [], controller.signal);
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    workers[0].die('out of memory');
    const next = pool.submit(job, []);
    expect(workers[1].requests).toHaveLength(1);
    workers[1].answer(workers[1].requests[0]);
    await next;
  });

  it('passes progress on, and takes it for a sign of life', async () => {
    vi.useFakeTimers();
    const { pool, workers } = createFakePool(1);
    const heard: number[] = [];
    const long = pool.submit(job, [], undefined, (done) => heard.push(done));
    for (const done of [0.25, 0.5, 0.75]) {
      vi.advanceTimersByTime(50_000);
      workers[0].report(workers[0].requests[0], done);
    }
    workers[0].answer(workers[0].requests[0]);
    await long;
    expect(heard).toEqual([0.25, 0.5, 0.75]);
  });

  it('forgives a worker that slept with the page', async () => {
    vi.useFakeTimers();
    const { pool, workers } = createFakePool(1);
    const slow = pool.submit(job, []);
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(60_000);
    expect(workers[0].closed).toBe(false);
    vi.advanceTimersByTime(59_000);
    workers[0].answer(workers[0].requests[0]);
    await slow;
    expect(workers).toHaveLength(1);
  });

  it('rejects at once when cancelled, drops what waits, and stays usable', async () => {
    const { pool, workers } = createFakePool(1);
    const controller = new AbortController();
    const jobs = [0, 1, 2, 3].map(() => pool.submit(job, [], controller.signal));
    controller.abort();
    for (const cancelled of jobs) await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    const next = pool.submit(job, []);
    workers[0].answer(workers[0].requests[0]);
    workers[0].answer(workers[0].requests[1]);
    expect(workers[0].requests.length).toBe(3);
    workers[0].answer(workers[0].requests[2]);
    await next;
    await expect(pool.submit(job, [], controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('replaces a worker that is still at a cancelled job after a second, whatever it reports', async () => {
    vi.useFakeTimers();
    const { pool, workers } = createFakePool(1);
    const controller = new AbortController();
    const long = { kind: 'recalibrate', member: 'm', images: 'i', into: 'r' } as const;
    const cancelled = pool.submit(long, [need('m', 1)], controller.signal).catch(({ name }: Error) => name);
    workers[0].report(workers[0].requests[0], 0.2);
    vi.advanceTimersByTime(30_000);
    controller.abort();
    expect(await cancelled).toBe('AbortError');
    const next = pool.submit(job, [need('m', 1)]);
    expect(workers[0].requests).toHaveLength(2);
    vi.advanceTimersByTime(900);
    workers[0].report(workers[0].requests[0], 0.5);
    vi.advanceTimersByTime(99);
    expect(workers[0].closed).toBe(false);
    vi.advanceTimersByTime(1);
    expect(workers[0].closed).toBe(true);
    expect(workers[1].requests.map(keys)).toEqual([{ keep: ['m'], forget: [] }]);
    workers[1].answer(workers[1].requests[0]);
    await next;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets a worker start up before it counts the second', async () => {
    vi.useFakeTimers();
    const { pool, workers } = createFakePool(1, false);
    const controller = new AbortController();
    const long = { kind: 'recalibrate', member: 'm', images: 'i', into: 'r' } as const;
    const cancelled = pool.submit(long, [need('m', 1)], controller.signal).catch(({ name }: Error) => name);
    controller.abort();
    expect(await cancelled).toBe('AbortError');
    vi.advanceTimersByTime(20_000);
    workers[0].report(workers[0].requests[0], 0.2);
    vi.advanceTimersByTime(999);
    expect(workers[0].closed).toBe(false);
    vi.advanceTimersByTime(1);
    expect(workers[0].closed).toBe(true);
  });

  it('keeps a worker that is soon done with a cancelled job, and has patience with the next', async () => {
    vi.useFakeTimers();
    const { pool, workers } = createFakePool(1);
    const controller = new AbortController();
    const before = pool.submit(job, []);
    const cancelled = pool.submit(job, [], controller.signal).catch(({ name }: Error) => name);
    workers[0].answer(workers[0].requests[0]);
    await before;
    const next = pool.submit(job, []);
    controller.abort();
    expect(await cancelled).toBe('AbortError');
    vi.advanceTimersByTime(900);
    workers[0].answer(workers[0].requests[1]);
    vi.advanceTimersByTime(59_000);
    workers[0].answer(workers[0].requests[2]);
    await next;
    expect(workers).toHaveLength(1);
  });

  it('has patience with a job that a cancelled one waits behind', async () => {
    vi.useFakeTimers();
    const { pool, workers } = createFakePool(1);
    const controller = new AbortController();
    const first = pool.submit(job, []);
    const behind = pool.submit(job, [], controller.signal).catch(({ name }: Error) => name);
    controller.abort();
    expect(await behind).toBe('AbortError');
    vi.advanceTimersByTime(59_000);
    workers[0].answer(workers[0].requests[0]);
    await first;
    expect(workers[0].closed).toBe(false);
  });

  it('ends everything when closed, and starts afresh after', async () => {
    const { pool, workers } = createFakePool(2);
    const jobs = [0, 1, 2, 3, 4].map(() => pool.submit(job, []));
    pool.close();
    for (const ended of jobs) await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers.every(({ closed }) => closed)).toBe(true);
    const next = pool.submit(job, []);
    workers[2].answer(workers[2].requests[0]);
    await next;
  });
});
