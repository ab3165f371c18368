/** Ways to compare an id of a table with the path of an image file, strictest first. */
const WAYS: ((path: string) => string)[] = [
  (path) => path,
  (path) => path.slice(path.indexOf('/') + 1),
  (path) => path.slice(path.lastIndexOf('/') + 1),
  (path) => withoutType(path),
  (path) => withoutType(path.slice(path.lastIndexOf('/') + 1)),
  (path) => /(\d+)\.[^.]*$/.exec(path)?.[1].replace(/^0+(?=\d)/, '') ?? path,
];

/**
 * Which image belongs to each id: its position among `paths`, or -1. Ids are compared with whole paths, paths
 * without the first folder, file names, either without `.png` and the like, and the number at the end of the
 * name. The first way that finds most counts, where no two images answer to one name.
 */
export function matchImages(ids: (number | string)[], paths: string[]): Int32Array {
  let best = new Int32Array(ids.length).fill(-1);
  let most = 0;
  for (const way of WAYS) {
    const index = new Map(paths.map((path, position) => [way(path), position]));
    if (index.size < paths.length) continue;
    const found = Int32Array.from(ids, (id) => index.get(`${id}`) ?? -1);
    const count = found.reduce((sum, position) => sum + (position >= 0 ? 1 : 0), 0);
    if (count > most) [best, most] = [found, count];
    if (most === ids.length) break;
  }
  return best;
}

function withoutType(path: string): string {
  return path.replace(/\.[a-z]{3,4}$/i, '');
}
