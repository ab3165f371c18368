/** How far a job is: share done 0..1, seconds left (null until it can be told), and what is being done. */
export type JobProgress = { done: number; secondsLeft: number | null; doing: string };

export type Meter = { doing(what: string): void; add(units: number): void };

/** Milliseconds between two reports: each draws the page, on a core that the work would use. */
const BETWEEN = 250;

/**
 * Counts units of work and reports at most four times a second, at once when the kind of work changes. The
 * time left follows the speed since work began, and is told after half a second of it.
 */
export function createMeter(total: number, report: (progress: JobProgress) => void): Meter {
  let done = 0;
  let what = '';
  let began: number | null = null;
  let reported = Number.NEGATIVE_INFINITY;

  function tell(now: number): void {
    reported = now;
    const seconds = began === null ? 0 : (now - began) / 1000;
    const secondsLeft = seconds > 0.5 && done > 0 ? (seconds * (total - done)) / done : null;
    report({ done: Math.min(1, done / total), secondsLeft, doing: what });
  }

  return {
    doing(now) {
      what = now;
      tell(performance.now());
    },
    add(units) {
      const now = performance.now();
      began ??= now;
      done += units;
      if (now - reported >= BETWEEN) tell(now);
    },
  };
}
