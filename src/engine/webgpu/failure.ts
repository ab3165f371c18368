import { type Clock, type Countdown, countDown, wallClock } from './clock';

/**
 * One run, pruning or re-estimation while it lasts: whatever it awaits ends early when the GPU fails, gives
 * no sign for too long, or its signal aborts.
 */
export type Operation = {
  /** Settles as `promise` does, or rejects at once on failure or abort. */
  wait<T>(promise: Promise<T>): Promise<T>;
  /** Throws when the GPU failed, or the signal aborted, since the operation began. */
  check(): void;
  end(): void;
};

/**
 * Notices a lost device, errors that nothing else caught and a device that hangs, and ends the operations
 * they concern.
 */
export type FailureWatch = {
  begin(signal?: AbortSignal): Operation;
  /**
   * Resolves once the device is lost, hangs or has rejected a command: what it holds is gone or cannot be
   * trusted.
   */
  failed: Promise<void>;
  /** How long the device may give no sign, in ms: nothing that any operation waits for settles. */
  setPatience(ms: number): void;
};

/**
 * The longest that a running device may give no sign, in ms. A driver resets a GPU sooner; a processor in its
 * place may take long.
 */
export const runningPatience = 60_000;

/** The longest that an adapter, or a GPU that opens, may give no sign, in ms. */
export const openingPatience = 15_000;

function abortError(signal: AbortSignal): Error {
  const { reason } = signal;
  return reason instanceof Error && reason.name === 'AbortError'
    ? reason
    : new DOMException('The work on the GPU was cancelled.', 'AbortError');
}

/** Settles as `work` does, or rejects as soon as `signal` aborts; the work itself goes on unheard. */
export function orAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(abortError(signal));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Starts to watch `device`, for as long as it exists, with the patience of one that runs. */
export function watchFailures(device: GPUDevice, clock: Clock = wallClock): FailureWatch {
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

  let patience = runningPatience;
  let awaited = 0;
  let silence: Countdown | null = null;
  const enter = () => {
    awaited++;
    silence ??= countDown(clock, patience, () =>
      failAll(
        `The GPU has given no sign for ${patience / 1000} s, so its work must go on elsewhere: choose ` +
          'another device.',
      ),
    );
  };
  const leave = (sign: boolean) => {
    awaited--;
    if (awaited > 0) {
      if (sign) silence?.restart();
      return;
    }
    silence?.stop();
    silence = null;
  };

  const begin = (signal?: AbortSignal): Operation => {
    let failure: Error | null = sentence === null ? null : new Error(sentence);
    const waiting = new Set<(error: Error) => void>();
    const fail = (error: Error) => {
      failure ??= error;
      for (const giveUp of [...waiting]) giveUp(failure);
    };
    const abort = () => fail(abortError(signal!));
    if (signal?.aborted) abort();
    running.add(fail);
    signal?.addEventListener('abort', abort, { once: true });
    return {
      wait: (promise) =>
        new Promise((resolve, reject) => {
          const giveUp = (error: Error) => {
            if (waiting.delete(giveUp)) leave(false);
            reject(error);
          };
          const arrive = (then: () => void) => {
            if (waiting.delete(giveUp)) leave(true);
            then();
          };
          waiting.add(giveUp);
          enter();
          promise.then(
            (value) => arrive(() => resolve(value)),
            (error) => arrive(() => reject(error)),
          );
          if (failure) giveUp(failure);
        }),
      check() {
        if (failure) throw failure;
      },
      end() {
        running.delete(fail);
        signal?.removeEventListener('abort', abort);
        for (const _ of waiting) leave(false);
        waiting.clear();
      },
    };
  };
  return {
    begin,
    failed,
    setPatience(ms) {
      patience = ms;
    },
  };
}
