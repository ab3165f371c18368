// Calls that come at about the same time and ask for the same kind of work are done together.

/** How calls are gathered. `Q` is what one asks, `A` what it gets. */
export type Gathering<Q, A> = {
  /** Calls with equal keys can be done together. */
  keyOf(question: Q): string;
  /** Answers them, in their order; `signal` aborts once nobody waits any more. */
  run(questions: Q[], signal: AbortSignal): Promise<A[]>;
  /** Calls `callback` after some milliseconds, in which more of the same kind may come. */
  later(callback: () => void): void;
};

type Call<Q, A> = {
  question: Q;
  resolve(answer: A): void;
  reject(error: unknown): void;
  isGone: boolean;
  left: () => void;
};

/**
 * Returns what asks. A call whose own signal aborts rejects at once, the others of its group go on; groups
 * are done one after the other.
 */
export function gathered<Q, A>({ keyOf, run, later }: Gathering<Q, A>) {
  const open = new Map<string, Call<Q, A>[]>();
  let turn: Promise<unknown> = Promise.resolve();

  async function work(calls: Call<Q, A>[]): Promise<void> {
    const stop = new AbortController();
    const here = calls.filter(({ isGone }) => !isGone);
    if (here.length === 0) return;
    for (const call of here) {
      call.left = () => {
        if (here.every(({ isGone }) => isGone)) stop.abort();
      };
    }
    try {
      const answers = await run(
        here.map(({ question }) => question),
        stop.signal,
      );
      here.forEach((call, i) => {
        call.resolve(answers[i]);
      });
    } catch (error) {
      for (const call of here) call.reject(error);
    }
  }

  return (question: Q, signal?: AbortSignal): Promise<A> =>
    new Promise<A>((resolve, reject) => {
      const call: Call<Q, A> = { question, resolve, reject, isGone: false, left: () => {} };
      const leave = () => {
        call.isGone = true;
        reject(new DOMException('The work on the GPU was cancelled.', 'AbortError'));
        call.left();
      };
      if (signal?.aborted) return leave();
      signal?.addEventListener('abort', leave, { once: true });
      const done = () => signal?.removeEventListener('abort', leave);
      call.resolve = (answer) => {
        done();
        resolve(answer);
      };
      call.reject = (error) => {
        done();
        reject(error);
      };
      const key = keyOf(question);
      const calls = open.get(key);
      if (calls) {
        calls.push(call);
        return;
      }
      const fresh = [call];
      open.set(key, fresh);
      later(() => {
        turn = turn.then(() => {
          open.delete(key);
          return work(fresh);
        });
      });
    });
}
