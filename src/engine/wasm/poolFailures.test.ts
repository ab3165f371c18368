import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPool } from './pool';
import type { Request } from './protocol';
import { costs, createFakePool, createFakeWorker, job, need } from './testing/fakePool';

const keys = ({ keep, forget }: Request) => ({ keep: keep.map(({ key }) => key), forget });

afterEach(() => {
  vi.useRealTimers();
});

describe('a pool whose workers fail', () => {
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
    await expect(Promise.all(jobs)).resolves.toEqual([2, 3, 4].map((id) => new Uint8Array([id])));
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

  it('rejects every job once when no worker can be started, and starts one for the next', async () => {
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
});
