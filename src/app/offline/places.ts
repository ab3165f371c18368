/**
 * The names of what a page keeps for use without a network; pages in other folders of the same host have
 * others.
 */

/**
 * Header of a kept file of the zoo: the SHA-256 of its inflated content, which was checked before it was
 * kept.
 */
export const CHECKED = 'x-lacuna-sha256';

/** The folder of a page's address, with a slash at its end. */
export function folderOf(address: string): string {
  return new URL('./', address).href;
}

/** The cache that holds all files of one build of the page in `folder`. */
export function pageCache(folder: string, build: string): string {
  return `lacuna page ${build} ${folder}`;
}

/** What stands in a page's cache once all its files do: a service worker may be ended before that. */
export function wholeMark(folder: string): string {
  return `${folder}all-is-kept`;
}

/** The cache that holds files of the zoo under `folder`. */
export function zooCache(folder: string): string {
  return `lacuna zoo ${folder}`;
}

/**
 * Which of the caches `names`, in the order in which they were made, nobody can need any more, since no page
 * of their build can still be open. A page that is open while a newer build takes over goes on with its own
 * files, so the cache before the newest stays.
 */
export function outdatedCaches(names: readonly string[], folder: string, build: string): string[] {
  const own = pageCache(folder, build);
  const before = names.filter(
    (name) => /^lacuna page [0-9a-f]+ /.test(name) && name.endsWith(` ${folder}`) && name !== own,
  );
  return before.slice(0, -1);
}

/** What a request of a page is answered from. */
export type Answer =
  /** The page itself, of the build that is in charge. */
  | 'page'
  /** A kept file, else the server. */
  | 'kept'
  /** The server alone. */
  | 'server';

/**
 * How the request of a page in `folder` is answered. One that asks past the browser's own cache is put to the
 * server.
 */
export function answerFor(
  folder: string,
  { method, mode, cache, url }: Pick<Request, 'method' | 'mode' | 'cache' | 'url'>,
): Answer {
  if (method !== 'GET' || !url.startsWith(folder)) return 'server';
  if (mode === 'navigate') {
    const path = url.slice(folder.length).replace(/[?#].*$/s, '');
    return path === '' || path === 'index.html' ? 'page' : 'server';
  }
  return cache === 'no-store' || cache === 'reload' ? 'server' : 'kept';
}
