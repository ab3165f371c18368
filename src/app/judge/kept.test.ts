import { beforeEach, expect, test, vi } from 'vitest';
import type { Annotations, Judgement } from '../../audit/study/study';
import { writeAnnotations } from '../../formats/study/study';
import { joinKept, readKept, writeKept } from './kept';

const settings = { data: 'tiny', level: 0.9, label: null, size: 4, seed: 0 };
const said = (image: number, minute: number, ...codes: string[]): Judgement => ({
  image,
  codes,
  note: '',
  difficulty: null,
  at: `2026-01-01T00:0${minute}:00.000Z`,
});
const by = (annotator: string, judgements: Judgement[], ownCodes: string[] = []): Annotations => ({
  study: { settings, images: [9, 2, 5, 7] },
  annotator,
  ownCodes,
  judgements,
  pies: null,
});
const ada = by('Ada', [said(9, 0, 'label'), said(2, 1)]);
const bo = by('Bo', []);

test('what is kept is read again, and what was kept before there were checksums', () => {
  expect(readKept(writeKept([ada, bo]))).toEqual({ files: [ada, bo], problem: null });
  const earlier = JSON.stringify([ada, bo].map(writeAnnotations));
  expect(readKept(earlier)).toEqual({ files: [ada, bo], problem: null });
  expect(readKept(null)).toEqual({ files: [], problem: null });
});

test('a judgement that the storage changed is noticed; the other files stay', () => {
  const changed = writeKept([ada, bo]).replace('label', 'fine');
  expect(readKept(changed)).toEqual({
    files: [bo],
    problem: expect.stringMatching(/^1 of 2 files .* damaged/),
  });
  for (const text of [writeKept([ada]).replace('"Ada', '"Eda'), writeKept([ada]).slice(0, 90), '0', '{}']) {
    expect(readKept(text)).toEqual({
      files: [],
      problem: expect.stringMatching(/damaged .* cannot be read/),
    });
  }
});

test('of two tabs, the later judgement of each image holds, and nothing is dropped', () => {
  const mine = by('Ada', [said(9, 0, 'label'), said(2, 3, 'fine')], ['strap']);
  const theirs = by('Ada', [said(2, 2), said(5, 4, 'Logo')], ['Logo', 'Strap']);
  const [joined, other] = joinKept([mine], [theirs, bo]);
  expect(joined.judgements).toEqual([said(9, 0, 'label'), said(2, 3, 'fine'), said(5, 4, 'Logo')]);
  expect(joined.ownCodes).toEqual(['strap', 'Logo', 'Strap']);
  expect(other).toEqual(bo);
  expect(readKept(writeKept([joined])).problem).toBeNull();
});

/** A browser's storage with two tabs on it, each with the module of its own. */
async function twoTabs() {
  const stored = new Map<string, string>();
  const tabs: { kept: typeof import('./kept'); heard: ((event: unknown) => void)[] }[] = [];
  for (const at of [0, 1]) {
    vi.resetModules();
    const heard: ((event: unknown) => void)[] = [];
    tabs.push({ kept: await import('./kept'), heard });
    expect(at).toBe(tabs.length - 1);
  }
  const as = <T>(at: number, work: (kept: typeof import('./kept')) => T, arrives = true): T => {
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem(key: string, newValue: string) {
        const oldValue = stored.get(key) ?? null;
        stored.set(key, newValue);
        if (arrives)
          for (const hear of tabs[1 - at].heard) as(1 - at, () => hear({ key, oldValue, newValue }));
      },
      removeItem: (key: string) => stored.delete(key),
    });
    vi.stubGlobal('addEventListener', (_: string, hear: (event: unknown) => void) =>
      tabs[at].heard.push(hear),
    );
    return work(tabs[at].kept);
  };
  return as;
}

beforeEach(() => vi.unstubAllGlobals());

test('a tab follows what the other keeps, taking back too', async () => {
  const as = await twoTabs();
  as(0, (kept) => kept.keepStudy(settings, [ada]));
  let seen = as(1, (kept) => kept.keptStudy(settings)).files;
  as(1, (kept) => kept.watchStudy(settings, (files) => (seen = files)));
  expect(seen).toEqual([ada]);
  const less = by('Ada', [said(9, 0, 'label')]);
  as(0, (kept) => kept.keepStudy(settings, [less]));
  expect(seen).toEqual([less]);
});

test('a tab that has not heard of the other overwrites nothing', async () => {
  const as = await twoTabs();
  as(0, (kept) => kept.keepStudy(settings, [ada]), false);
  as(1, (kept) => kept.keptStudy(settings));
  as(0, (kept) => kept.keepStudy(settings, [by('Ada', [...ada.judgements, said(5, 4, 'fine')])]), false);
  const { files } = as(1, (kept) =>
    kept.keepStudy(settings, [by('Ada', [...ada.judgements, said(7, 5, 'label')])]),
  );
  expect(files[0].judgements.map(({ image }) => image)).toEqual([9, 2, 7, 5]);
});
