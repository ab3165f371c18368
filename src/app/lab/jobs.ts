import { said } from '../loading/said';
import { isAbort, orAbort } from './abort';
import type { JobEnd } from './protocol';

/** Jobs, one at a time. */
export type Jobs = {
  /** Cancels the job in progress, and starts one as soon as that has ended. */
  start(job: number, work: (signal: AbortSignal) => Promise<void>): void;
  cancel(): void;
  isBusy(): boolean;
};

/** `ended` hears of each job once how it ended; `idle` is called when no job is left. */
export function createJobs(
  ended: (job: number, state: JobEnd, message: string | null) => void,
  idle: () => void,
): Jobs {
  let current: { controller: AbortController; over: Promise<void> } | null = null;

  async function go(
    job: number,
    previous: Promise<void>,
    work: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await orAbort(previous, signal);
      await work(signal);
      ended(job, 'done', null);
    } catch (error) {
      if (isAbort(error) || signal.aborted) ended(job, 'cancelled', null);
      else ended(job, 'failed', said(error));
    }
  }

  return {
    start(job, work) {
      const previous = current;
      previous?.controller.abort();
      const controller = new AbortController();
      const over = go(job, previous?.over ?? Promise.resolve(), work, controller.signal);
      const mine = { controller, over };
      current = mine;
      over.then(() => {
        if (current !== mine) return;
        current = null;
        idle();
      });
    },
    cancel: () => current?.controller.abort(),
    isBusy: () => current !== null,
  };
}
