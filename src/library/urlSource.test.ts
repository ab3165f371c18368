import { expect, test } from 'vitest';
import { inOrder } from '../text/testing';
import { fileAddress, urlSource } from './urlSource';

const content = Uint8Array.from({ length: 100 }, (_, at) => at);

type Asked = { range: string | null; init: RequestInit };

function server(answer: (range: string | null) => Response) {
  const asked: Asked[] = [];
  const fetch = async (_: unknown, init: RequestInit = {}) => {
    const range = new Headers(init.headers).get('Range');
    asked.push({ range, init });
    return answer(range);
  };
  return { asked, fetch: fetch as typeof globalThis.fetch };
}

function ranged(range: string | null, shown: boolean): Response {
  if (!range) return new Response(content);
  const [start, end] = range.slice(6).split('-').map(Number);
  const headers: Record<string, string> = shown ? { 'Content-Range': `bytes ${start}-${end}/100` } : {};
  return new Response(content.slice(start, end + 1), { status: 206, headers });
}

const address = 'https://files.example/data/p.csv?x=1';

test('reads ranges where the server gives them', async () => {
  const { asked, fetch } = server((range) => ranged(range, true));
  const source = await urlSource(address, { limit: 1000, fetch });
  expect(source).toMatchObject({ file: 'p.csv', size: 100 });
  expect([...(await source.read(10, 13))]).toEqual([10, 11, 12]);
  expect(asked.map(({ range }) => range)).toEqual(['bytes=0-0', 'bytes=10-12']);
  for (const { init } of asked) {
    expect(init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'manual' });
  }
});

test('loads the whole file from a server that knows no ranges', async () => {
  const { asked, fetch } = server(() => new Response(content));
  const source = await urlSource(address, { limit: 1000, fetch });
  expect([...(await source.read(0, 100))]).toEqual([...content]);
  expect(asked).toHaveLength(1);
});

test('asks again for the whole file where the size is not shown to other sites', async () => {
  const { asked, fetch } = server((range) => ranged(range, false));
  const source = await urlSource(address, { limit: 1000, fetch });
  expect(source.size).toBe(100);
  expect(asked.map(({ range }) => range)).toEqual(['bytes=0-0', null]);
});

test.each([
  ['a range', (range: string | null) => ranged(range, true)],
  ['a whole file', () => new Response(content)],
])('refuses %s over the limit', async (_, answer) => {
  await expect(urlSource(address, { limit: 99, fetch: server(answer).fetch })).rejects.toThrow(
    'p.csv: expected at most 99 bytes, got 100.',
  );
});

test('a server that refuses, or answers other sites nothing, is one sentence with its host', async () => {
  const absent = server(() => new Response('', { status: 404 }));
  await expect(urlSource(address, { limit: 9, fetch: absent.fetch })).rejects.toThrow(
    'p.csv: expected the file from files.example, got HTTP status 404.',
  );
  const closed = async () => Promise.reject(new TypeError('Failed to fetch'));
  await expect(urlSource(address, { limit: 9, fetch: closed })).rejects.toThrow(
    /expected an answer from files.example, got none; .*\(CORS\): download the file and choose it here\.$/,
  );
});

test.each([
  ['as browsers show it', Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' })],
  ['as it is sent', new Response(null, { status: 302, headers: { Location: 'https://elsewhere.example/' } })],
])('a redirect %s is one sentence and is not followed', async (_, answer) => {
  const { asked, fetch } = server(() => answer);
  await expect(urlSource(address, { limit: 9, fetch })).rejects.toThrow(
    inOrder(
      /^p\.csv: expected the file from files\.example, got a redirect, .* is not followed; .* choose it /,
      /here\.$/,
    ),
  );
  expect(asked).toHaveLength(1);
});

test('a server that changes its mind about ranges is found out', async () => {
  const { fetch } = server((range) => (range === 'bytes=0-0' ? ranged(range, true) : new Response(content)));
  const source = await urlSource(address, { limit: 1000, fetch });
  await expect(source.read(0, 10)).rejects.toThrow(/expected the bytes 0 to 9 from files.example, got 100/);
});

test('addresses: the host of another site is named, so that it can be confirmed', () => {
  const own = 'http://localhost:4173/';
  expect(fileAddress('/p.csv', own)).toEqual({ url: 'http://localhost:4173/p.csv', foreign: null });
  expect(fileAddress(' https://a.example:8443/p.csv ', own)).toEqual({
    url: 'https://a.example:8443/p.csv',
    foreign: 'a.example:8443',
  });
  for (const text of [
    'http://a.example/p.csv',
    'javascript:alert(1)',
    'data:text/csv,a',
    'https://u:p@a.example/',
  ]) {
    expect(() => fileAddress(text, own)).toThrow(/^Expected/);
  }
  expect(() => fileAddress('https://', own)).toThrow(/Expected the address of a file/);
});
