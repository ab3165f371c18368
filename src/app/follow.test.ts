import { expect, test } from 'vitest';
import type { Offer } from '../model/experiment';
import type { Place } from '../views/follow/place';
import { readAddress, writeAddress } from './address';
import { placeSelector } from './arrive';
import { placeAddress } from './follow';
import { chapters } from './panels/panels';
import { placed } from './panels/placed';

const offer: Offer = {
  data: 'zoo',
  datasets: [{ id: 'zoo', title: 'Zoo' }],
  levels: [0.9],
  widths: [],
  images: 10_000,
  batchNorm: true,
  networks: { dense: 30, null: 30, 'sparse-90': 30 },
};
const argument = placed(chapters, 'zoo', {}).chapters;
const details = argument.flatMap((chapter) => chapter.details.map(({ id }) => id));
const counts = { classes: 10, chapters: 8, details };
const read = (query: string) => readAddress(new URLSearchParams(query), offer, counts);

test.each<[Place, string, string]>([
  [{ kind: 'changed' }, 'chapter=4', '#chapter-4'],
  [{ kind: 'changed', class: 6 }, 'class=6&chapter=4', '#chapter-4'],
  [{ kind: 'retraining' }, 'outcome=traded&chapter=5', '#chapter-5'],
  [
    { kind: 'class', class: 6 },
    'outcome=traded&chapter=3&row=6',
    '[data-testid="class-row"][data-is="class:6"]',
  ],
  [{ kind: 'image', image: 42 }, 'outcome=traded&image=42', '.inspector h3'],
])('%j has an address that leads there from anywhere', (place, query, selector) => {
  const before = read('image=7&row=3&chapter=2&outcome=traded');
  const written = writeAddress(placeAddress(before, place, argument), offer).toString();
  expect(written).toBe(query);
  const { gallery, panels } = read(written);
  expect(placeSelector({ image: gallery.image, row: panels.row, chapter: panels.chapter })).toBe(selector);
});

test('an address of a detail alone leads to it; what the page does not have is left out', () => {
  const { panels, gallery, notices } = read('details=sizes.map');
  expect(notices).toEqual([]);
  expect(placeSelector({ ...panels, image: gallery.image })).toBe('[data-detail="map"] summary');
  expect(read('margin=.05').panels.margin).toBe(0.05);
  expect(writeAddress(read('margin=0.05'), offer).toString()).toBe('margin=0.05');
  const vain = read('image=10000&row=77&chapter=99&tour=9&details=nothing.map&margin=20');
  expect(vain.panels.margin).toBe(0.2);
  expect(vain.panels.details).toEqual(['map']);
  expect(writeAddress(vain, offer).get('details')).toBe('map');
  expect(vain.gallery.image).toBeNull();
  expect(placeSelector({ ...vain.panels, details: [], image: null })).toBeNull();
  expect(vain.tour).toBeNull();
});
