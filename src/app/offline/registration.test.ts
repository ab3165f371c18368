import { afterEach, expect, test, vi } from 'vitest';
import { pageCache, wholeMark } from './places';
import { pageIsKept, pageState } from './registration';

/** As much of a service worker as tells how far it is. */
function workerAt(state: ServiceWorkerState) {
  const worker = new EventTarget() as EventTarget & { state: ServiceWorkerState };
  worker.state = state;
  const comesTo = (next: ServiceWorkerState) => {
    worker.state = next;
    worker.dispatchEvent(new Event('statechange'));
  };
  return { worker: worker as ServiceWorker, comesTo };
}

afterEach(() => vi.unstubAllGlobals());

const none = { active: null, installing: null, waiting: null };

const HERE = 'https://host.example/';
const THERE = 'https://host.example/other/';

/** Caches of pages in these folders: each holds its mark, or one file alone. */
function keepCaches(...held: { folder: string; whole: boolean }[]): void {
  const all = new Map(
    held.map(({ folder, whole }, build) => [
      pageCache(folder, `a${build}`),
      whole ? wholeMark(folder) : `${folder}assets/first.js`,
    ]),
  );
  vi.stubGlobal('document', { baseURI: HERE });
  vi.stubGlobal('caches', {
    keys: async () => [...all.keys()],
    match: async (url: string, { cacheName }: { cacheName: string }) =>
      all.get(cacheName) === url ? new Response() : undefined,
  });
}

test('the page is on its way until its service worker has all files', async () => {
  const { worker } = workerAt('installing');
  keepCaches({ folder: HERE, whole: true });
  expect(await pageState(undefined)).toBe('not kept');
  expect(await pageState(none)).toBe('not kept');
  expect(await pageState({ ...none, installing: worker })).toBe('being kept');
  expect(await pageState({ ...none, waiting: worker })).toBe('being kept');
  expect(await pageState({ ...none, active: worker, installing: worker })).toBe('kept');
  // One that was ended before it had all of them.
  keepCaches({ folder: HERE, whole: false }, { folder: THERE, whole: true });
  expect(await pageState({ ...none, active: worker })).toBe('not kept');
});

test.each([
  ['activated', true],
  ['redundant', false],
] as const)('a page on its way comes to its end: %s', async (end, isKept) => {
  const { worker, comesTo } = workerAt('installing');
  const kept = pageIsKept({ ...none, installing: worker });
  comesTo('installed');
  comesTo(end);
  expect(await kept).toBe(isKept);
});

test.each([
  [[{ folder: HERE, whole: true }], [], true],
  [[{ folder: HERE, whole: false }], ['keep'], true],
  [[{ folder: THERE, whole: true }], ['keep'], true],
  [[], ['keep'], false],
])('a service worker at work without all of the page keeps it again: %j', async (held, asked, answer) => {
  keepCaches(...held);
  const told: string[] = [];
  const { worker } = workerAt('activated');
  worker.postMessage = (message: string, rest?: unknown) => {
    told.push(message);
    const [port] = rest as MessagePort[];
    port.postMessage(answer);
  };
  expect(await pageIsKept({ ...none, active: worker })).toBe(answer);
  expect(told).toEqual(asked);
});
