import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Need } from './pool';
import type { Job, Request } from './protocol';
import { costs, createFakePool, job, need } from './testing/fakePool';

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

  it('lets one worker measure the kernels while the others start, and tells all of them', async () => {
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

  it('sends no member ahead that a worker cannot keep beside another', () => {
    const { pool, workers } = createFakePool(1);
    for (const member of ['a', 'a', 'b']) void pool.submit(job, [need(member, 400)]).catch(() => {});
    expect(workers[0].requests.map(keys)).toEqual([
      { keep: ['a'], forget: [] },
      { keep: [], forget: [] },
    ]);
    workers[0].answer(workers[0].requests[0]);
    expect(workers[0].requests).toHaveLength(2);
    workers[0].answer(workers[0].requests[1]);
    expect(keys(workers[0].requests[2])).toEqual({ keep: ['b'], forget: ['a'] });
    pool.close();
  });

  it('knows what a job leaves with its worker, and forgets that too', async () => {
    const { pool, workers } = createFakePool(2);
    const settings = { method: 'magnitude', scope: 'global', sparsity: 0.5, seed: 0 } as const;
    const pruning = pool.submit({ kind: 'prune', member: 'a', memberSeed: 0, settings, into: 'b' }, [
      need('a', 120),
    ]);
    workers[0].answer(workers[0].requests[0]);
    await pruning;
    void pool.submit(job, []).catch(() => {});
    void pool.submit(job, [need('b', 120)]).catch(() => {});
    expect(workers[0].requests.map(keys)).toEqual([
      { keep: ['a'], forget: [] },
      { keep: [], forget: ['a'] },
    ]);
    pool.close();
  });

  it('looks at nothing that the worker has', async () => {
    const { pool, workers } = createFakePool(1);
    const settings = { method: 'magnitude', scope: 'global', sparsity: 0.5, seed: 0 } as const;
    const from = need('a', 120);
    const pruning = pool.submit({ kind: 'prune', member: 'a', memberSeed: 0, settings, into: 'b' }, [from]);
    workers[0].answer(workers[0].requests[0]);
    await pruning;
    const unlooked: Need = {
      key: 'b',
      get bytes(): number {
        throw new Error('Expected nobody to ask.');
      },
      make: from.make,
    };
    const estimate = { kind: 'recalibrate', member: 'b', images: 'i', into: 'c' } as const;
    const estimating = pool.submit(estimate, [unlooked]);
    void pool.submit(job, [unlooked]).catch(() => {});
    workers[0].answer(workers[0].requests[1]);
    await estimating;
    expect(workers[0].requests.map(keys)).toEqual([
      { keep: ['a'], forget: [] },
      { keep: [], forget: [] },
      { keep: [], forget: [] },
    ]);
    pool.close();
  });

  it('sends what a worker lacks once, and makes it forget the least recently used beyond its memory', () => {
    const { pool, workers } = createFakePool(1);
    const [a, b, c] = [need('a', 160), need('b', 160), need('c', 160)];
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
        more: false,
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
});
