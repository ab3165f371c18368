import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Source } from '../../library/fetchFile';
import { deletePack, keepPacks, missingFiles, type Shelf } from './kept';
import { type Pack, packsOf } from './packs';

const ZOO = 'https://host.example/zoo/';

function shelfOf(room = Number.POSITIVE_INFINITY): Shelf & { held: Map<string, Response> } {
  const held = new Map<string, Response>();
  return {
    held,
    match: async (url) => held.get(String(url))?.clone(),
    put: async (url, response) => {
      if (held.size >= room) throw new DOMException('full', 'QuotaExceededError');
      held.set(String(url), response);
    },
    delete: async (url) => held.delete(String(url)),
  };
}

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const files = names.map((path) => ({
  path,
  bytes: path.length,
  inflatedBytes: path.length,
  sha256: createHash('sha256').update(path).digest('hex'),
}));
const pack: Pack = { id: 'x/answers', title: 'X', holds: 'all', files, bytes: files.length };

/** Serves every file by its name, and `wrong` in place of one. */
const serving = (wrong: Record<string, string> = {}): { source: Source; asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    source: async function* (_base, path) {
      asked.push(path);
      yield new TextEncoder().encode(wrong[path] ?? path);
    },
  };
};
const options = (shelf: Shelf, source: Source, signal = new AbortController().signal) => ({
  ...{ shelf, zoo: ZOO, signal, source },
  told: () => undefined,
});

test('keeps what is missing and no more, and deletes it again', async () => {
  const shelf = shelfOf();
  const first = serving();
  await keepPacks([pack], options(shelf, first.source));
  expect(first.asked.sort()).toEqual(names);
  expect(await shelf.held.get(`${ZOO}c`)?.clone().text()).toBe('c');
  expect(await missingFiles(shelf, ZOO, files)).toEqual([]);
  const newer = { ...files[2], sha256: files[1].sha256 };
  expect(await missingFiles(shelf, ZOO, [files[0], newer])).toEqual([newer]);
  await shelf.delete(`${ZOO}d`);
  const second = serving();
  await keepPacks([pack], options(shelf, second.source));
  expect(second.asked).toEqual(['d']);
  await deletePack(shelf, ZOO, pack);
  expect(shelf.held.size).toBe(0);
});

test('what is not as its checksum says is not kept; what was kept before it stays', async () => {
  const shelf = shelfOf();
  let isKept = () => {};
  const kept = new Promise<void>((resolve) => {
    isKept = resolve;
  });
  const noting: Shelf = {
    ...shelf,
    put: async (url, response) => {
      await shelf.put(url, response);
      if (url === `${ZOO}a`) isKept();
    },
  };
  const { source } = serving({ d: 'x' });
  const afterTheFirst: Source = async function* (zoo, path, signal) {
    if (path === 'd') await kept;
    yield* source(zoo, path, signal);
  };
  await expect(keepPacks([pack], options(noting, afterTheFirst))).rejects.toThrow(/^d: .*damaged/);
  expect(shelf.held.has(`${ZOO}d`)).toBe(false);
  expect(shelf.held.has(`${ZOO}a`)).toBe(true);
});

test('a full browser says so, and cancelling keeps what was fetched', async () => {
  const full = keepPacks([pack], options(shelfOf(2), serving().source));
  await expect(full).rejects.toThrow(/no room left.*what was fetched so far is kept/);
  const controller = new AbortController();
  const shelf = shelfOf();
  const source: Source = async function* (_base, path) {
    if (path === 'e') controller.abort();
    yield new TextEncoder().encode(path);
  };
  const stopped = keepPacks([pack], options(shelf, source, controller.signal));
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  expect(shelf.held.size).toBeLessThan(names.length);
});

test('the packs of a dataset hold each of its files once', () => {
  const ref = (path: string) => ({ ...files[0], path, bytes: 10 });
  const shard = (name: string) => ({
    images: ref(`${name}-images`),
    labels: ref(`${name}-labels`),
    count: 1,
  });
  const part = { weights: ref('w'), labels: ref('l'), scores: ref('s'), members: [] };
  type Manifest = Parameters<typeof packsOf>[0];
  const dataset = { id: 'x', title: 'X', test: shard('test'), calibration: null };
  const variants = [{ parts: [part] }];
  const manifest = { dataset: { ...dataset, training: shard('training') }, variants, robustness: ref('r') };
  const made = packsOf(manifest as unknown as Manifest).map((one) => [
    one.id,
    one.files.map(({ path }) => path),
    one.bytes,
  ]);
  expect(made).toEqual([
    ['x/answers', ['x/test-labels', 'x/test-images', 'x/l', 'x/s', 'x/r'], 50],
    ['x/networks', ['x/w'], 10],
    ['x/training', ['x/training-labels', 'x/training-images'], 20],
  ]);

  // A reader's own copy of test images that are not published is known by their fingerprints.
  const withheld = { images: null, labels: ref('labels'), fingerprints: ref('prints'), count: 1 };
  const [answers, networks] = packsOf({
    dataset: { ...dataset, test: withheld },
    variants,
  } as unknown as Manifest);
  expect(answers.files.map(({ path }) => path)).toEqual(['x/labels', 'x/prints', 'x/l', 'x/s']);
  expect([answers.holds, networks.holds].join()).toMatch(
    /and labels: .*your own copy.*,networks: they run on/,
  );
});
