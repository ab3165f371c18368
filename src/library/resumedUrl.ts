import { URL_PIECE, type UrlOptions, urlSource } from './urlSource';

/**
 * How often a piece is asked for again, and how long it is waited before, in milliseconds: 0.5, 1, 2, 4 and 8
 * s.
 */
const TRIES = 5;
const FIRST_WAIT = 500;

/** How a file is loaded. */
export type ResumedOptions = UrlOptions & {
  /** Passes time before another try; the tests' passes none. */
  wait?: (milliseconds: number) => Promise<void>;
};

const sleep = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

/** The address of a file by its path within the folder of another address. */
export function addressIn(base: string, path: string): string {
  return new URL(path.split('/').map(encodeURIComponent).join('/'), base).href;
}

/**
 * Whether another try may go well. It may not where the host says that there is no such file, or leads
 * elsewhere. It may where the host took too long (408) or has too many to answer (425, 429).
 */
function mayPass(error: unknown): boolean {
  return !/status 4(?!08|25|29)\d\d|redirect|at most/.test(error instanceof Error ? error.message : '');
}

/**
 * All bytes of a file behind an address, loaded in pieces by range requests. After a failure the piece is
 * asked for again, five times, and what was loaded stays. `limit` bounds the bytes. Throws the last sentence
 * where no try goes well.
 */
export async function resumedUrl(address: string, options: ResumedOptions): Promise<Uint8Array<ArrayBuffer>> {
  const wait = options.wait ?? sleep;
  const again = async <T>(attempt: () => Promise<T>): Promise<T> => {
    for (let tried = 0; ; tried++) {
      try {
        return await attempt();
      } catch (error) {
        if (options.signal?.aborted || tried === TRIES || !mayPass(error)) throw error;
        await wait(FIRST_WAIT * 2 ** tried);
      }
    }
  };
  const source = await again(() => urlSource(address, options));
  const bytes = new Uint8Array(source.size);
  for (let at = 0; at < source.size; at += URL_PIECE) {
    bytes.set(await again(() => source.read(at, Math.min(at + URL_PIECE, source.size))), at);
  }
  return bytes;
}
