import { expect, test } from 'vitest';
import { partUrl } from './partUrl';
import { resumedUrl } from './resumedUrl';
import { URL_PIECE } from './urlSource';

const content = Uint8Array.from({ length: 2 * URL_PIECE + 5 }, (_, at) => at % 251);

/** A host that answers range requests; each number in `failing` is a request that breaks off. */
function host(failing: number[], status = 206) {
  const asked: string[] = [];
  const fetch = async (_: unknown, init?: RequestInit) => {
    const range = new Headers(init?.headers).get('Range') ?? '';
    asked.push(range);
    if (failing.includes(asked.length)) throw new TypeError('network');
    if (status !== 206) return new Response(null, { status });
    const [from, to] = /bytes=(\d+)-(\d+)/.exec(range)!.slice(1).map(Number);
    const headers = { 'Content-Range': `bytes ${from}-${to}/${content.length}` };
    return new Response(content.subarray(from, to + 1), { status, headers });
  };
  return { asked, fetch: fetch as typeof globalThis.fetch };
}

const load = (own: ReturnType<typeof host>, waits: number[] = []) =>
  resumedUrl('https://example.org/part.npz', {
    limit: 1 << 30,
    fetch: own.fetch,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
  });

test('a piece that fails is asked for again, and what was loaded stays', async () => {
  const own = host([3, 4]);
  const waits: number[] = [];
  expect(Buffer.compare(await load(own, waits), content)).toBe(0);
  const second = `bytes=${URL_PIECE}-${2 * URL_PIECE - 1}`;
  expect(own.asked.filter((range) => range === second)).toHaveLength(3);
  expect(own.asked.filter((range) => range === `bytes=0-${URL_PIECE - 1}`)).toHaveLength(1);
  expect(waits).toEqual([500, 1000]);
});

test('a host that stays away ends in a sentence, one without the file at once', async () => {
  const away = host([1, 2, 3, 4, 5, 6]);
  await expect(load(away)).rejects.toThrow('part.npz: expected an answer from example.org, got none');
  expect(away.asked).toHaveLength(6);
  const without = host([], 404);
  await expect(load(without)).rejects.toThrow('got HTTP status 404');
  expect(without.asked).toHaveLength(1);
  const busy = host([], 429);
  await expect(load(busy)).rejects.toThrow('got HTTP status 429');
  expect(busy.asked).toHaveLength(6);
});

test('a part that a host does not have is told with its images', async () => {
  const part = {
    path: 'population=dense/a.npz',
    population: 'dense',
    start: 20,
    end: 40,
    bytes: 9,
    sha256: '0'.repeat(64),
  };
  const load = (status: number) =>
    partUrl('https://example.org/parts/manifest.json', part, { fetch: host([], status).fetch });
  await expect(load(404)).rejects.toThrow(
    'population=dense/a.npz: expected the part of dense with the images 20 to 39, got no such file; ' +
      'make it, ' +
      'or copy it to example.org.',
  );
  await expect(load(403)).rejects.toThrow('got HTTP status 403');
});
