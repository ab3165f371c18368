import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultGallery } from '../../views/exemplars/galleryState';
import type { Given, Panel, ZooGiven } from '../panels/panel';
import { chapters } from '../panels/panels';
import { givenByZoo } from '../panels/useZooHost';
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
const [name, phase, zoo] = [{ title: 'a' }, { kind: 'complete' }, null];
const made = (change: object) =>
  ({ view, name, phase, zoo, stale: false, asking: asking({}), ...change }) as unknown as Given;
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

test('a change of the address draws those panels alone that read what changed', () => {
  const panels = { row: null, order: 'change', groups: {}, margin: 0.1 };
  const comparison = { images: 3, experiment: { variant: 'sparse', sparsity: 0.9, images: 3 } };
  const lab = { state: { answers: {}, shard: null, runState: 'idle' } };
  const of = {
    zoo: { title: 'a', classes: [], trainingNote: null, origin: { kind: 'shipped' } },
    lab,
    comparison,
  };
  const opened = (image: number | null) =>
    givenByZoo(
      { ...of, address: { gallery: { ...defaultGallery, image }, panels } } as unknown as ZooGiven,
      null,
      stop,
      { ask, stop },
    );
  const [before, after] = [opened(null), opened(3)];
  const drawn = chapters
    .flatMap(({ leads, details }) => [...leads, ...details])
    .filter((panel) => !showsTheSame({ panel, given: before }, { panel, given: after }));
  expect(drawn.every(({ reads = [] }) => reads.includes('zoo') || reads.includes('gallery'))).toBe(true);
  expect(drawn.map(({ id }) => id)).not.toContain('noise');
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
  const known = panels.map(({ id, reads = [] }) => [id, reads.filter((part) => part !== 'zoo')] as const);
  const said = new Map(
    known.flatMap(([id, reads]) => (reads.length > 0 ? [[id, new Set<string>(reads)]] : [])),
  );
  expect(said).toEqual(parts);
});

test('every panel that is given by the explorer of a zoo alone says that it reads it', () => {
  const entries = readFileSync(new URL('panels.ts', root), 'utf8').split(/\n {6}\{\n/);
  const unsaid = entries.filter(
    (entry) => entry.includes('Body: ofZoo(') && !/reads: \[[^\]]*'zoo'/.test(entry),
  );
  expect(entries.length).toBeGreaterThan(20);
  expect(unsaid).toEqual([]);
});
