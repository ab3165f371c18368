import type { DownloadOptions, DownloadProgress } from './fetchFile';

/** Loads something once for all who ask; each asker may watch and leave on their own. */
export type Shared<T> = (options?: DownloadOptions) => Promise<T>;

/**
 * Makes a download shared: concurrent calls await one, its result is kept, a failure is not. An aborted call
 * rejects at once; the download itself stops only when every caller has left.
 */
export function shared<T>(load: (options: Required<DownloadOptions>) => Promise<T>): Shared<T> {
  let current: Download<T> | undefined;

  const start = (): Download<T> => {
    const stop = new AbortController();
    const watchers = new Set<DownloadProgress>();
    const progress: DownloadProgress = (share) => {
      for (const watch of watchers) watch(share);
    };
    const download = {
      stop,
      watchers,
      callers: 0,
      done: false,
      result: load({ signal: stop.signal, progress }),
    };
    download.result.then(
      () => {
        download.done = true;
      },
      () => {
        if (current === download) current = undefined;
      },
    );
    return download;
  };

  return async ({ signal, progress } = {}) => {
    signal?.throwIfAborted();
    current ??= start();
    const download = current;
    if (download.done) progress?.(1);
    else if (progress) download.watchers.add(progress);
    download.callers++;
    let present = true;
    const depart = () => {
      if (present) download.callers--;
      present = false;
      if (progress) download.watchers.delete(progress);
    };
    let abort = () => {};
    const aborted = new Promise<never>((_, reject) => {
      abort = () => {
        depart();
        if (download.callers === 0 && !download.done) {
          if (current === download) current = undefined;
          download.stop.abort(signal?.reason);
        }
        reject(signal?.reason);
      };
    });
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([download.result, aborted]);
    } finally {
      depart();
      signal?.removeEventListener('abort', abort);
    }
  };
}

type Download<T> = {
  result: Promise<T>;
  stop: AbortController;
  watchers: Set<DownloadProgress>;
  callers: number;
  done: boolean;
};

/** Runs downloads together and reports their weighted share: `weights` are their sizes. */
export async function together<T>(
  downloads: Shared<T>[],
  weights: number[],
  { signal, progress }: DownloadOptions = {},
): Promise<T[]> {
  const shares = downloads.map(() => 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Promise.all(
    downloads.map((download, index) =>
      download({
        signal,
        progress: (share) => {
          shares[index] = share;
          progress?.(shares.reduce((sum, value, i) => sum + value * weights[i], 0) / Math.max(total, 1));
        },
      }),
    ),
  );
}
