let started = 0;

/** Counts the workers that anything on this page starts from now on. */
export function countWorkers(): void {
  const Original = globalThis.Worker;
  globalThis.Worker = class extends Original {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      started++;
    }
  };
}

/** The workers started since counting began. */
export function workersStarted(): number {
  return started;
}
