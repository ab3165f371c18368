import { expect, it } from 'vitest';
import { createJobs } from './jobs';

/** Jobs, how each ended, and how often none was left. */
function start() {
  const ended: string[] = [];
  const idle = { times: 0 };
  const jobs = createJobs(
    (job, state, message) => ended.push(message ? `${job} ${state}: ${message}` : `${job} ${state}`),
    () => idle.times++,
  );
  return { jobs, ended, idle };
}

/** Work that hears of its signal only once it is released. */
function slow() {
  const held = { release: () => {} };
  const work = async (signal: AbortSignal) => {
    await new Promise<void>((resolve) => {
      held.release = resolve;
    });
    signal.throwIfAborted();
  };
  return { work, release: () => held.release() };
}

const settled = () => new Promise(setImmediate);

it('cancels the job in progress, and starts the next once that has ended', async () => {
  const { jobs, ended, idle } = start();
  const first = slow();
  jobs.start(1, first.work);
  await settled();
  jobs.start(2, async () => {});
  await settled();
  expect([ended, jobs.isBusy()]).toEqual([[], true]);
  first.release();
  await settled();
  expect(ended).toEqual(['1 cancelled', '2 done']);
  expect([idle.times, jobs.isBusy()]).toEqual([1, false]);
});

it('ends a cancelled job though the one before it does not answer, and runs the next one', async () => {
  const { jobs, ended } = start();
  const first = slow();
  jobs.start(1, first.work);
  await settled();
  jobs.start(2, async () => {});
  jobs.cancel();
  await settled();
  expect(ended).toEqual(['2 cancelled']);
  first.release();
  jobs.start(3, async () => {});
  await settled();
  expect(ended).toEqual(['2 cancelled', '1 cancelled', '3 done']);
});

it('tells in one sentence why a job failed', async () => {
  const { jobs, ended, idle } = start();
  jobs.start(1, async () => {
    throw new Error('No memory.');
  });
  await settled();
  expect([ended, idle.times]).toEqual([['1 failed: No memory.'], 1]);
});
