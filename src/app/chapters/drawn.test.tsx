import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultGallery } from '../../views/exemplars/galleryState';
import type { Given, Panel } from '../panels/panel';
import { chapters } from '../panels/panels';
import { showsTheSame } from './drawn';

const Body = () => null;
const Other = () => null;
const view = { row: null, order: 'change', gallery: defaultGallery };
const [ask, stop] = [() => {}, () => {}];
const asking = (answers: Record<string, object>) => ({
  known: (question: string) => (answers[question] ? { ...answers[question] } : null),
  ask,
  stop,
});
const made = (change: object) =>
  ({ view, name: 'a', stale: false, asking: asking({}), ...change }) as unknown as Given;
const given = made({});
const same = (reads: Panel['reads'], after: object, before = given) =>
  showsTheSame({ panel: { Body, reads }, given: before }, { panel: { Body, reads }, given: made(after) });

test('a panel is drawn again when what it reads of the view changes, and not for the rest of it', () => {
  const other = { view: { ...view, gallery: { ...defaultGallery, image: 3 } } };
  expect(same(['gallery'], other)).toBe(false);
  expect(same(['row', 'order'], other)).toBe(true);
  expect(same([], { stale: true })).toBe(false);
  expect(showsTheSame({ panel: { Body: Other }, given }, { panel: { Body }, given })).toBe(false);
});

test('a panel is drawn again when more is known of its questions, or they are to be asked anew', () => {
  const answer = {};
  const half = made({ asking: asking({ draws: { done: 0.5, answer: null } }) });
  const whole = { asking: asking({ draws: { done: 1, answer } }) };
  expect(same(['draws'], whole, half)).toBe(false);
  expect(same(['draws'], whole, made(whole))).toBe(true);
  expect(same(['draws'], whole)).toBe(false);
  expect(same(['map'], whole, half)).toBe(true);
  expect(same(['map'], { asking: { ...asking({}), ask: () => {} } })).toBe(false);
});

const root = new URL('../panels/', import.meta.url);
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /^[\w-]+\/\w+\.tsx$/.test(path))
  .map((path) => [path, readFileSync(new URL(path, root), 'utf8')] as const);

test('no panel only waits: by Waits it says what could not be had, and asks again', () => {
  expect(sources.filter(([, source]) => source.includes('shell-waiting')).map(([path]) => path)).toEqual([]);
});

test('every panel says what its source reads of the view, and what it asks', () => {
  // Panels whose source lies in a folder of another name, or is drawn within another.
  const panelOf: Record<string, string> = {
    persistence: 'overlap',
    longTail: 'long-tail',
    saliency: 'exemplars',
  };
  const parts = new Map<string, Set<string>>();
  for (const [path, source] of sources) {
    for (const [, part, question] of source.matchAll(/\bview\.(\w+)|\buseAnswer\(\s*\w+,\s*'(\w+)'/g)) {
      const folder = path.split('/')[0];
      const panel = panelOf[folder] ?? folder;
      parts.set(panel, (parts.get(panel) ?? new Set()).add(part ?? question));
    }
  }
  const panels = chapters.flatMap(({ leads, details }) => [...leads, ...details]);
  const said = new Map(panels.flatMap(({ id, reads }) => (reads ? [[id, new Set<string>(reads)]] : [])));
  expect(said).toEqual(parts);
});
