/** One run, pruning or re-estimation while it lasts: whatever it awaits ends early when the GPU fails or its signal aborts. */
export type Operation = {
  /** Settles as `promise` does, or rejects at once on failure or abort. */
  wait<T>(promise: Promise<T>): Promise<T>;
  /** Throws when the GPU failed, or the signal aborted, since the operation began. */
  check(): void;
  end(): void;
};

/** Notices a lost device and errors that nothing else caught, and ends the operations they concern. */
export type FailureWatch = {
  begin(signal?: AbortSignal): Operation;
  /** Resolves once the device is lost or has rejected a command: what it holds is gone or cannot be trusted. */
  failed: Promise<void>;
};

function abortError(signal: AbortSignal): Error {
  const { reason } = signal;
  return reason instanceof Error && reason.name === 'AbortError'
    ? reason
    : new DOMException('The work on the GPU was cancelled.', 'AbortError');
}

/** Starts to watch `device`, for as long as it exists. */
export function watchFailures(device: GPUDevice): FailureWatch {
  const running = new Set<(error: Error) => void>();
  let sentence: string | null = null;
  let settle: () => void;
  const failed = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const failAll = (reason: string) => {
    sentence ??= reason;
    for (const fail of [...running]) fail(new Error(sentence));
    settle();
  };
  device.lost.then(({ reason, message }) => {
    const detail = message.trim().replace(/\.?$/, '.');
    failAll(
      `The GPU device was lost (${reason || 'unknown reason'}) and its work must go on elsewhere: ${detail}`,
    );
  });
  device.addEventListener('uncapturederror', ({ error }) => {
    failAll(`The GPU rejected a command, so its results cannot be trusted: ${error.message}`);
  });
  const begin = (signal?: AbortSignal): Operation => {
    let failure: Error | null = sentence === null ? null : new Error(sentence);
    const waiting = new Set<(error: Error) => void>();
    const fail = (error: Error) => {
      failure ??= error;
      for (const reject of waiting) reject(failure);
      waiting.clear();
    };
    const abort = () => fail(abortError(signal!));
    if (signal?.aborted) abort();
    running.add(fail);
    signal?.addEventListener('abort', abort, { once: true });
    return {
      wait: (promise) =>
        new Promise((resolve, reject) => {
          waiting.add(reject);
          promise
            .then(
              (value) => (failure ? reject(failure) : resolve(value)),
              (error) => reject(failure ?? error),
            )
            .finally(() => waiting.delete(reject));
          if (failure) reject(failure);
        }),
      check() {
        if (failure) throw failure;
      },
      end() {
        running.delete(fail);
        signal?.removeEventListener('abort', abort);
      },
    };
  };
  return { begin, failed };
}
