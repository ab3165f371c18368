import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Request } from './protocol';
import { createFakePool, job, need } from './testing/fakePool';

const keys = ({ keep, forget }: Request) => ({ keep: keep.map(({ key }) => key), forget });

afterEach(() => {
  vi.useRealTimers();
});

describe('a pool that is told to stop', () => {
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
