import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultGallery } from '../../views/exemplars/galleryState';
import type { Given, PanelView } from '../panels/panel';
import { chapters } from '../panels/panels';
import { showsTheSame } from './drawn';

const Body = () => null;
const Other = () => null;
const view: PanelView = { row: null, order: 'change', groups: { by: [] } as never, gallery: defaultGallery };
const given = { view, name: 'a', stale: false } as unknown as Given;

test('a panel is drawn again when what it reads of the view changes, and not for the rest of it', () => {
  const other = { ...given, view: { ...view, gallery: { ...defaultGallery, image: 3 } } };
  const same = (reads: (keyof PanelView)[], after: Given) =>
    showsTheSame({ panel: { Body, reads }, given }, { panel: { Body, reads }, given: after });
  expect(same(['gallery'], other)).toBe(false);
  expect(same(['row', 'order'], other)).toBe(true);
  expect(same([], { ...given, stale: true })).toBe(false);
  expect(showsTheSame({ panel: { Body: Other }, given }, { panel: { Body }, given })).toBe(false);
});

test('every panel says what its source reads of the view', () => {
  const root = new URL('../panels/', import.meta.url);
  const parts = new Map<string, Set<string>>();
  for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!/^[\w-]+\/\w+\.tsx$/.test(path)) continue;
    for (const [, part] of readFileSync(new URL(path, root), 'utf8').matchAll(/\bview\.(\w+)/g)) {
      const folder = path.split('/')[0];
      parts.set(folder, (parts.get(folder) ?? new Set()).add(part));
    }
  }
  const panels = chapters.flatMap(({ leads, details }) => [...leads, ...details]);
  const said = new Map(panels.flatMap(({ id, reads }) => (reads ? [[id, new Set<string>(reads)]] : [])));
  expect(said).toEqual(parts);
});
