/** The result of work that can be paused, without a pause. */
export function runOut<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
