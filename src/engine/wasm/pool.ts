/**
 * The WebAssembly workers, kept warm, and what happens when one dies. A worker that throws, dies or gives no
 * sign for a minute is replaced, and its jobs go back to the head of the queue: what others have finished
 * stands. A job at which two workers failed rejects with one error that says why, and so do all where no
 * worker can be started. A worker that is still at a cancelled job after a second is replaced as well.
 */
import { messageOf } from '../../text/messageOf';
import type { TrainingProgress } from '../device';
import { createKeptResources, type KeptResources, type Sized } from './keptResources';
import { workerBytes } from './memory';
import type { Costs } from './packedKernels';
import type { Job, Request, Resource, Response, Result, Transport } from './protocol';

/**
 * A resource that a job needs, looked at and made only for a worker that does not have it. The first that a
 * job names is its member; what the job leaves behind (`into`) is made from that.
 */
export type Need = Sized & { make(): { resource: Resource; transfer: Transferable[] } };

/**
 * Jobs sent to a worker before it answers the first, so that it never waits for the page. A long job is never
 * sent ahead: cancelled, it would still be done. Nor is what a worker cannot keep beside what it is at.
 */
const AHEAD = 2;
const LONG_JOBS: ReadonlySet<Job['kind']> = new Set(['recalibrate', 'train']);

/** A worker that answers nothing for this long hangs. */
const PATIENCE_MS = 60_000;

/** A worker that still works at something cancelled after this long is replaced. */
const CANCELLED_MS = 1_000;

/** Workers that may fail at the same job before it rejects: one may have died of something else. */
const ATTEMPTS = 2;

/** A timer this late means that the whole page slept: workers get their time again. */
const LATE_MS = 5_000;

type Entry = {
  job: Job;
  needs: Need[];
  signal: AbortSignal | undefined;
  failures: number;
  progress: TrainingProgress;
  resolve(result: Result[Job['kind']]): void;
  reject(error: unknown): void;
};

type Worker = {
  transport: Transport;
  waiting: Map<number, Entry>;
  kept: KeptResources;
  /** Whether it has said anything yet: until then it is starting up. */
  heard: boolean;
  watchdog: ReturnType<typeof setTimeout> | undefined;
};

/** The job that a worker is at. */
function oldestOf({ waiting }: Worker): Entry | undefined {
  const [oldest] = waiting.values();
  return oldest;
}

/** The error of everything cancelled. */
export function aborted(): DOMException {
  return new DOMException('The work was cancelled.', 'AbortError');
}

/** Up to `threads` workers that `spawn` starts when there is work; `cancelledMs` is that second. */
export function createPool(threads: number, spawn: () => Transport, cancelledMs = CANCELLED_MS) {
  const most = workerBytes(threads);
  const workers: (Worker | null)[] = Array.from({ length: threads }, () => null);
  let queue: Entry[] = [];
  let nextId = 0;
  /** What the first worker measured; until it has, there are no further jobs. */
  let costs: Costs | null = null;
  /** Slots whose worker was started before there was a job for it: once, since it may die of starting. */
  const startedAhead = new Set<number>();
  /** Why the last worker that could not be started was not. */
  let refusal = '';

  /** Replaces the worker in `slot`, which failed at the job `guilty`: the oldest it has, unless told. */
  function retire(slot: number, reason: string, guilty?: number): void {
    const worker = workers[slot];
    if (!worker) return;
    workers[slot] = null;
    clearTimeout(worker.watchdog);
    worker.transport.close();
    const [oldest] = worker.waiting.keys();
    const failed = worker.waiting.get(guilty ?? oldest);
    if (failed) failed.failures++;
    const entries = [...worker.waiting.values()].filter(({ signal }) => !signal?.aborted);
    queue = [...entries.filter(({ failures }) => failures < ATTEMPTS), ...queue];
    if (failed && failed.failures >= ATTEMPTS) {
      failed.reject(new Error(`${ATTEMPTS} WebAssembly workers failed at the same work: ${reason}`));
    }
    pump();
  }

  /** Waits for a sign of life, less patiently at a cancelled job, unless the worker is still starting up. */
  function watch(slot: number, worker: Worker): void {
    clearTimeout(worker.watchdog);
    worker.watchdog = undefined;
    const oldest = oldestOf(worker);
    if (!oldest) return;
    const patience = worker.heard && oldest.signal?.aborted ? cancelledMs : PATIENCE_MS;
    const due = Date.now() + patience;
    worker.watchdog = setTimeout(() => {
      if (Date.now() > due + LATE_MS) watch(slot, worker);
      else retire(slot, `no answer for ${patience / 1000} s.`);
    }, patience);
  }

  function receive(slot: number, worker: Worker, response: Response): void {
    const entry = worker.waiting.get(response.id);
    if (workers[slot] !== worker || !entry) return;
    const isFirst = !worker.heard;
    worker.heard = true;
    if ('costs' in response) {
      costs = response.costs;
      watch(slot, worker);
      pump();
      return;
    }
    if ('progress' in response) {
      const isCancelled = entry.signal?.aborted === true;
      if (isFirst || !isCancelled) watch(slot, worker);
      if (!isCancelled) entry.progress(response.progress, response.point);
      return;
    }
    if ('error' in response) {
      retire(slot, response.error, response.id);
      return;
    }
    worker.waiting.delete(response.id);
    if ('into' in entry.job) worker.kept.derive(entry.job.into, entry.needs[0]);
    entry.resolve(response.result);
    watch(slot, worker);
    pump();
  }

  /** The worker in `slot`, started if there is none; null where none can be. */
  function workerAt(slot: number): Worker | null {
    const running = workers[slot];
    if (running) return running;
    let worker: Worker;
    try {
      const transport = spawn();
      const kept = createKeptResources(most);
      worker = { transport, waiting: new Map(), kept, heard: false, watchdog: undefined };
    } catch (error) {
      refusal = messageOf(error);
      return null;
    }
    workers[slot] = worker;
    worker.transport.onMessage((response) => receive(slot, worker, response));
    worker.transport.onFailure((reason) => {
      if (workers[slot] === worker) retire(slot, reason);
    });
    return worker;
  }

  /** Makes what a job needs and its worker lacks, and says what the worker forgets in return. */
  function provide({ kept }: Worker, needs: Need[]) {
    const transfer: Transferable[] = [];
    const keep: Request['keep'] = kept.take(needs).map(({ key, make }) => {
      const made = make();
      transfer.push(...made.transfer);
      return { key, resource: made.resource };
    });
    return { keep, forget: kept.forget(needs), transfer };
  }

  function send(slot: number, worker: Worker, entry: Entry): void {
    const id = nextId++;
    worker.waiting.set(id, entry);
    try {
      const { keep, forget, transfer } = provide(worker, entry.needs);
      worker.transport.post({ kind: 'job', id, costs, forget, keep, job: entry.job }, transfer);
    } catch (error) {
      retire(slot, messageOf(error), id);
      return;
    }
    if (worker.waiting.size === 1) watch(slot, worker);
  }

  /**
   * Which waiting job a worker gets. Of those for the same images as the first it is one whose resources it
   * has, else one whose resources nobody has. Then it is any whose resources it has, else the first. So each
   * member stays with one worker, and images are still finished in order.
   */
  function choose(slot: number): number {
    const [first] = queue;
    const kept = workers[slot]?.kept;
    const inFront = ({ job }: Entry) =>
      job.kind !== 'run' || first.job.kind !== 'run' || job.start === first.job.start;
    const isHeld = ({ needs }: Entry) => needs.every(({ key }) => kept?.has(key));
    const isNew = ({ needs }: Entry) =>
      needs.some(({ key }) => !workers.some((worker) => worker?.kept.has(key)));
    let index = queue.findIndex((entry) => inFront(entry) && isHeld(entry));
    if (index < 0) index = queue.findIndex((entry) => inFront(entry) && isNew(entry));
    if (index < 0) index = queue.findIndex(isHeld);
    return Math.max(0, index);
  }

  /**
   * Sends what waits to workers that are free. Without a single worker nothing would ever wait for one again:
   * it all rejects.
   */
  function pump(): void {
    for (let depth = 0; depth < AHEAD; depth++) {
      let starting = 0;
      for (let slot = 0; slot < threads && queue.length > 0; slot++) {
        if ((workers[slot]?.waiting.size ?? 0) > depth) continue;
        if (costs === null && workers.some((worker) => worker && worker.waiting.size > 0)) {
          // Meanwhile the others start up, as many as there is work for.
          if (depth === 0 && starting++ < queue.length && !startedAhead.has(slot)) {
            startedAhead.add(slot);
            workerAt(slot);
          }
          continue;
        }
        const index = choose(slot);
        const { job, needs } = queue[index];
        const isLarge = needs.some((need) => !workers[slot]?.kept.has(need.key) && need.bytes > most);
        if (depth > 0 && (isLarge || LONG_JOBS.has(job.kind))) continue;
        const worker = workerAt(slot);
        if (!worker) continue;
        const [entry] = queue.splice(index, 1);
        send(slot, worker, entry);
      }
    }
    if (workers.some((worker) => worker !== null)) return;
    const stranded = queue;
    queue = [];
    for (const entry of stranded) {
      entry.reject(new Error(`Expected to start a WebAssembly worker, but it was refused: ${refusal}`));
    }
  }

  return {
    threads,
    /**
     * Does a job in the next free worker; `progress` hears of its share done, 0..1. Rejects with an
     * AbortError as soon as `signal` aborts.
     */
    submit<K extends Job['kind']>(
      job: Job & { kind: K },
      needs: Need[],
      signal?: AbortSignal,
      progress: TrainingProgress = () => {},
    ): Promise<Result[K]> {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(aborted());
          return;
        }
        const abort = () => {
          queue = queue.filter((other) => other !== entry);
          reject(aborted());
          workers.forEach((worker, slot) => {
            if (worker && oldestOf(worker) === entry) watch(slot, worker);
          });
        };
        const settle = () => signal?.removeEventListener('abort', abort);
        const entry: Entry = {
          job,
          needs,
          signal,
          failures: 0,
          progress,
          resolve(result) {
            settle();
            resolve(result as Result[K]);
          },
          reject(error) {
            settle();
            reject(error);
          },
        };
        signal?.addEventListener('abort', abort, { once: true });
        queue.push(entry);
        pump();
      });
    },
    /** Ends all workers; what is under way rejects with an AbortError. A later job starts afresh. */
    close(): void {
      const entries = [...queue, ...workers.flatMap((worker) => [...(worker?.waiting.values() ?? [])])];
      queue = [];
      workers.forEach((worker, slot) => {
        clearTimeout(worker?.watchdog);
        worker?.transport.close();
        workers[slot] = null;
      });
      for (const entry of entries) entry.reject(aborted());
    },
  };
}

export type Pool = ReturnType<typeof createPool>;
