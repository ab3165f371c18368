import { expect, test } from 'vitest';
import { defaultGallery } from '../../views/exemplars/galleryState';
import { initialGroups } from '../../views/subgroups/groupsState';
import { type ImportView, importAddress, readImportAddress } from './address';

const plain: ImportView = {
  gallery: defaultGallery,
  row: null,
  order: 'change',
  groups: initialGroups,
  details: [],
};

test('an address comes back as it was', () => {
  const view: ImportView = {
    gallery: { ...defaultGallery, class: 3, image: 12, sort: 'id' },
    row: 7,
    order: 'name',
    groups: { by: ['light, or not', 'class'], target: 2, rate: 'falseNegative' },
    details: ['indices', 'calibration'],
  };
  expect(readImportAddress(importAddress('abc', view))).toEqual({ id: 'abc', view });
  expect(importAddress('abc', plain)).toBe('#/yours?import=abc');
});

test.each(['#/yours', '#/yours?', '#/yours?row=-1&order=none&details=<b>.A'])('%s names nothing', (hash) => {
  expect(readImportAddress(hash)).toEqual({ id: null, view: plain });
});
