/** The result of work that can be paused, without a pause. */
export function runOut<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Work that yields the share that is done, 0..1, as the stretch of larger work from `from` on. */
export function* within<T>(work: Generator<number, T>, from: number, share: number): Generator<number, T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    yield from + share * step.value;
  }
}
