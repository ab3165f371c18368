import { afterEach, expect, test, vi } from 'vitest';
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

test('the page is on its way until its service worker has all files', () => {
  const { worker } = workerAt('installing');
  expect(pageState(undefined)).toBe('not kept');
  expect(pageState(none)).toBe('not kept');
  expect(pageState({ ...none, installing: worker })).toBe('being kept');
  expect(pageState({ ...none, waiting: worker })).toBe('being kept');
  expect(pageState({ ...none, active: worker, installing: worker })).toBe('kept');
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
  [['lacuna page 12 https://host.example/'], [], true],
  [['lacuna page 12 https://host.example/other/'], ['keep'], true],
  [[], ['keep'], false],
])('a service worker at work without the page keeps it again: %j', async (names, asked, answer) => {
  vi.stubGlobal('document', { baseURI: 'https://host.example/' });
  vi.stubGlobal('caches', { keys: async () => names });
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
