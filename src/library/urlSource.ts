import { gatherBytes } from '../formats/bytes/gatherBytes';
import { joinChunks } from '../formats/bytes/joinChunks';
import { type ByteSource, bytesSource } from '../formats/bytes/source';
import type { Published } from './manifest';

/** How much is asked for at a time. */
export const URL_PIECE = 8 << 20;

/** How `urlSource` may be watched and stopped. */
export type UrlOptions = {
  /** Most bytes to take. */
  limit: number;
  signal?: AbortSignal;
  /** Told how many bytes are there, and of how many where that is known. */
  progress?: (received: number, size: number | null) => void;
  fetch?: typeof globalThis.fetch;
};

/**
 * The address of a file as a reader typed it. Only https, or http on `own` (the page's address): browsers
 * refuse the rest from a page on https. `foreign` is the host to be confirmed before anything is asked of it;
 * null for the page's own.
 */
export function fileAddress(text: string, own: string): { url: string; foreign: string | null } {
  let url: URL;
  try {
    url = new URL(text.trim(), own);
  } catch {
    throw new Error(
      `Expected the address of a file, such as https://example.org/p.csv, got "${text.slice(0, 80)}".`,
    );
  }
  const foreign = url.origin !== new URL(own).origin;
  if (foreign && url.protocol !== 'https:') {
    throw new Error(`Expected an address that begins with https://, got "${url.href.slice(0, 80)}".`);
  }
  if (url.username || url.password) {
    throw new Error('Expected an address without a name and password in it.');
  }
  return { url: url.href, foreign: foreign ? url.host : null };
}

/**
 * A file behind an address. Read piece by piece where the server answers range requests and says the size;
 * else it is loaded whole. No cookies and no referrer are sent, and no redirect is followed. Throws one
 * sentence with the host where it cannot be read.
 */
export async function urlSource(address: string, options: UrlOptions): Promise<ByteSource> {
  const url = new URL(address);
  const file = url.pathname.slice(url.pathname.lastIndexOf('/') + 1) || url.host;
  const first = await ask(url, file, options, 'bytes=0-0');
  const size = rangeSize(first);
  if (size === null) {
    if (first.status === 200) return bytesSource(await whole(first, file, options), file);
    await first.body?.cancel();
    return bytesSource(await whole(await ask(url, file, options, null), file, options), file);
  }
  await first.body?.cancel();
  checkLimit(size, file, options.limit);
  return {
    file,
    size,
    async read(start, end) {
      const chunks: Uint8Array[] = [];
      for (let at = start; at < end; at += URL_PIECE) {
        const last = Math.min(at + URL_PIECE, end) - 1;
        const response = await ask(url, file, options, `bytes=${at}-${last}`);
        const bytes = new Uint8Array(
          await response.arrayBuffer().catch((error: unknown) => {
            throw options.signal?.aborted ? error : brokenOff(file);
          }),
        );
        if (response.status !== 206 || bytes.length !== last - at + 1) {
          throw new Error(
            `${file}: expected the bytes ${at} to ${last} from ${url.host}, got ${bytes.length} ` +
              `bytes (status ${response.status}); download the file and choose it here.`,
          );
        }
        chunks.push(bytes);
        options.progress?.(last + 1, size);
      }
      return joinChunks(chunks, end - start);
    },
  };
}

/**
 * A file at its publisher's, read whole by one plain request, which may be passed on to other hosts of the
 * publisher: `hosts` and all under them. Without ranges, which hosts that files are passed on to refuse to
 * other sites. No cookies and no referrer are sent. Throws one sentence where it cannot be read, or another
 * host answered.
 */
export async function publishedFile(
  { address, hosts }: Pick<Published, 'address' | 'hosts'>,
  options: UrlOptions,
): Promise<{ name: string; content: Uint8Array<ArrayBuffer> }> {
  const url = new URL(address);
  const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  const response = await ask(url, name, options, null, 'follow');
  const { host, hostname } = new URL(response.url || address);
  if (!hosts.some((known) => hostname === known || hostname.endsWith(`.${known}`))) {
    await response.body?.cancel();
    throw new Error(
      `${name}: expected an answer from ${hosts.join(' or ')}, got one from ${host}, which is not ` +
        'read; download the file and choose it here.',
    );
  }
  return { name, content: await whole(response, name, options) };
}

async function ask(
  url: URL,
  file: string,
  options: UrlOptions,
  range: string | null,
  // A redirect may lead to a host that the reader has not confirmed.
  redirect: 'manual' | 'follow' = 'manual',
): Promise<Response> {
  let response: Response;
  try {
    response = await (options.fetch ?? globalThis.fetch)(url, {
      signal: options.signal,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect,
      ...(range && { headers: { Range: range } }),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Error(
      `${file}: expected an answer from ${url.host}, got none; the host is out of reach, or does ` +
        'not let other sites read it (CORS): download the file and choose it here.',
    );
  }
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    throw new Error(
      `${file}: expected the file from ${url.host}, got a redirect, which may lead to another host ` +
        'and is not followed; give the address that it ends at, or download the file and choose it ' +
        'here.',
    );
  }
  if (!response.ok) {
    throw new Error(`${file}: expected the file from ${url.host}, got HTTP status ${response.status}.`);
  }
  return response;
}

/** The size a server gives with a range; null where it does not, or does not show it to other sites. */
function rangeSize(response: Response): number | null {
  if (response.status !== 206) return null;
  const size = /^bytes 0-0\/(\d{1,15})$/.exec(response.headers.get('Content-Range') ?? '')?.[1];
  return size === undefined ? null : Number(size);
}

function checkLimit(size: number, file: string, limit: number): void {
  if (size > limit) throw new Error(`${file}: expected at most ${limit} bytes, got ${size}.`);
}

async function whole(
  response: Response,
  file: string,
  { limit, progress, signal }: UrlOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const claimed = Number(response.headers.get('Content-Length') ?? Number.NaN);
  const all = gatherBytes();
  let length = 0;
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const step = await reader?.read();
      if (!step || step.done) break;
      length += step.value.length;
      if (length > limit) {
        await reader?.cancel();
        checkLimit(length, file, limit);
      }
      all.add(step.value);
      progress?.(length, claimed >= length ? claimed : null);
    }
  } catch (error) {
    if (signal?.aborted || length > limit) throw error;
    throw brokenOff(file);
  }
  return all.finish();
}

function brokenOff(file: string): Error {
  return new Error(`${file}: expected the whole file, got a connection that broke off; try again.`);
}
