/** How time passes; tests bring a clock of their own, so that none has to wait. */
export type Clock = {
  /** Milliseconds since some moment, which go on while the machine sleeps. */
  now(): number;
  /** Calls `callback` after `ms`, unless the function it returns is called before. */
  after(ms: number, callback: () => void): () => void;
};

/** The clock on the wall. */
export const wallClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** A timer this late means that the page or the machine slept: what it waits for gets its time again. */
const LATE_MS = 5_000;

/** Counts down `ms`. */
export type Countdown = { restart(): void; stop(): void };

/** Calls `end` once `ms` have gone by since the last `restart`, of which the first is now. */
export function countDown(clock: Clock, ms: number, end: () => void): Countdown {
  let stop = () => {};
  const restart = () => {
    stop();
    const due = clock.now() + ms;
    stop = clock.after(ms, () => {
      if (clock.now() > due + LATE_MS) restart();
      else end();
    });
  };
  restart();
  return { restart, stop: () => stop() };
}

/** Settles as `work` does, or rejects with `sentence` after `ms`; the work itself goes on unheard. */
export function within<T>(clock: Clock, ms: number, work: Promise<T>, sentence: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const { stop } = countDown(clock, ms, () => reject(new Error(sentence)));
    work.then(resolve, reject).finally(stop);
  });
}
