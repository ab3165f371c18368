import { afterEach, expect, it, vi } from 'vitest';
import { shapeMemory } from './shapeMemory';

/** A browser of some version, whose Cache is `caches`. */
function browser(version: string, caches: object): void {
  vi.stubGlobal('navigator', { userAgent: `Browser ${version}` });
  vi.stubGlobal('location', { href: 'https://example.org/lab.worker.js' });
  vi.stubGlobal('caches', caches);
}
afterEach(() => vi.unstubAllGlobals());

it('remembers the adapter used last, in one version of the browser', async () => {
  const kept = new Map<string, Response>();
  const cache = {
    match: async (url: string) => kept.get(url)?.clone(),
    put: async (url: string, response: Response) => kept.set(url, response),
  };
  const working = { open: async () => cache, delete: async () => kept.clear() };
  browser('1', working);
  expect(await shapeMemory.read('a card')).toBeNull();
  await shapeMemory.write('a card', 'its times');
  expect(await shapeMemory.read('a card')).toBe('its times');
  expect(await shapeMemory.read('another')).toBeNull();
  browser('2', working);
  expect(await shapeMemory.read('a card')).toBeNull();
  await shapeMemory.write('another', 'other times');
  expect(kept.size).toBe(1);
});

it('remembers nothing, and does not fail, where the browser refuses', async () => {
  const refuse = () => Promise.reject(new DOMException('The operation is insecure.', 'SecurityError'));
  browser('1', { open: refuse, delete: refuse });
  await shapeMemory.write('a card', 'its times');
  expect(await shapeMemory.read('a card')).toBeNull();
});
