/** Pieces of work that share a worker, a slice at a time: what was begun last goes first. */

/** Milliseconds of work between two pauses, at least. */
const SLICE = 12;

type Steps<Step, Result> = Generator<Step, Result> | AsyncGenerator<Step, Result>;

/** Lets messages in between two slices of work. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** `slice`: milliseconds between two pauses, at least. */
export function createTurns(slice = SLICE) {
  /** Work under way with the slices that it has got through, in the order in which it was begun. */
  const underWay: { slices: number }[] = [];

  /** Lets messages in, and all work that was begun later and does not itself wait for something. */
  async function afterLater(own: { slices: number }, isWanted: () => boolean): Promise<void> {
    const later = () =>
      underWay.slice(underWay.indexOf(own) + 1).reduce((sum, { slices }) => sum + slices, underWay.length);
    for (;;) {
      const before = later();
      await breathe();
      if (!isWanted() || later() === before) return;
    }
  }

  /** Does the work and tells its steps; gives null where it was no longer wanted before it ended. */
  return async function run<Step, Result>(
    work: Steps<Step, Result>,
    told: (step: Step) => void,
    isWanted: () => boolean,
  ): Promise<{ result: Result } | null> {
    const own = { slices: 0 };
    underWay.push(own);
    try {
      for (let began = performance.now(); ; ) {
        const step = await work.next();
        if (!isWanted()) return null;
        if (step.done) return { result: step.value };
        told(step.value);
        if (performance.now() - began < slice) continue;
        own.slices++;
        await afterLater(own, isWanted);
        if (!isWanted()) return null;
        began = performance.now();
      }
    } finally {
      underWay.splice(underWay.indexOf(own), 1);
    }
  };
}
