import { afterEach, expect, test, vi } from 'vitest';
import { askServer } from './server';

afterEach(() => vi.unstubAllGlobals());

const BASE = 'https://host.example/papers/lacuna/?data=x';
const answers = (text: string, status = 200) => vi.fn(async () => new Response(text, { status }));

test.each<[string, string, number, string | null, string]>([
  ['the same build', '{"build":"a"}', 200, 'a', 'same'],
  ['another build', '{"build":"b"}', 200, 'a', 'other'],
  ['a page that was not built', '{"build":"b"}', 200, null, 'same'],
  ['no version.json', 'not found', 404, 'a', 'same'],
  ['a page in its place', '<!doctype html>', 200, 'a', 'same'],
  ['JSON that names none', 'null', 200, 'a', 'same'],
  ['a server that is failing', 'bad gateway', 502, 'a', 'silent'],
])('%s', async (_, text, status, own, state) => {
  const fetched = answers(text, status);
  vi.stubGlobal('fetch', fetched);
  expect(await askServer(own, BASE)).toBe(state);
  expect(fetched).toHaveBeenCalledWith(
    new URL('https://host.example/papers/lacuna/version.json'),
    expect.objectContaining({ cache: 'no-store' }),
  );
});

test('no answer', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
  expect(await askServer('a', BASE)).toBe('silent');
});
