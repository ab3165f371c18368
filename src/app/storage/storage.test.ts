import { afterEach, expect, test, vi } from 'vitest';
import { askToKeep, storageState } from './promise';
import { promiseSentence, roomSentence, studyTitle, studyWords } from './words';

afterEach(() => vi.unstubAllGlobals());

function browser(storage: object | null) {
  vi.stubGlobal('navigator', storage === null ? {} : { storage });
}

test('the browser is asked for its promise, and what it says is told', async () => {
  const persist = vi.fn(async () => true);
  browser({ persist, persisted: async () => true, estimate: async () => ({ usage: 2e6, quota: 1e9 }) });
  expect(await askToKeep()).toBe(true);
  expect(persist).toHaveBeenCalledOnce();
  const state = await storageState();
  expect(state).toEqual({ promised: true, usage: 2e6, quota: 1e9 });
  expect(roomSentence(state)).toBe('This site uses 2.0 MB of the 1.0 GB that the browser gives it.');
  expect(promiseSentence(state.promised)).toContain('has promised to keep it');
});

test('a browser that refuses, fails or has no storage promises nothing', async () => {
  browser({ persist: async () => false, persisted: async () => false, estimate: async () => ({}) });
  expect(await askToKeep()).toBe(false);
  expect(promiseSentence((await storageState()).promised)).toContain('it has not promised');
  for (const odd of [undefined, {}]) {
    vi.stubGlobal('navigator', { storage: odd });
    expect([await askToKeep(), await storageState()]).toEqual([
      null,
      { promised: null, usage: null, quota: null },
    ]);
  }
  const fail = async () => Promise.reject(new Error('no'));
  browser({ persist: fail, persisted: fail, estimate: fail });
  expect([await askToKeep(), await storageState()]).toEqual([
    null,
    { promised: null, usage: null, quota: null },
  ]);
  browser(null);
  expect([await askToKeep(), await storageState()]).toEqual([
    null,
    { promised: null, usage: null, quota: null },
  ]);
  expect(roomSentence(await storageState())).toBe('This browser does not say how much room there is.');
  expect(promiseSentence(null)).toContain('does not say whether');
});

test('a study is named by its data and told with its size', () => {
  const settings = { data: 'import-a1', level: null, label: null, size: 40, seed: 7 };
  const study = { settings, annotators: 2, judged: 41, bytes: 12_000 };
  expect(studyTitle(study, new Map([['import-a1', 'Shoes']]))).toBe('Shoes, compressed networks');
  expect(studyTitle({ ...study, settings: { ...settings, data: 'tiny', level: 0.9 } }, new Map())).toBe(
    'tiny, networks with 90% of the weights removed',
  );
  expect(studyWords(study)).toBe('40 images, seed 7: 41 judgements by 2 annotators · 12 kB');
});
