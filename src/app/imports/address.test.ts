import { expect, test } from 'vitest';
import { defaultGallery } from '../../views/exemplars/galleryState';
import { initialGroups } from '../../views/subgroups/groupsState';
import { bundleAddress, type ImportView, importAddress, readImportAddress, takenQuery } from './address';

const plain: ImportView = {
  gallery: defaultGallery,
  row: null,
  order: 'change',
  groups: initialGroups,
  details: [],
  margin: 0.2,
  options: {},
};

test('an address comes back as it was', () => {
  const view: ImportView = {
    gallery: { ...defaultGallery, class: 3, image: 12, sort: 'id' },
    row: 7,
    order: 'name',
    groups: { by: ['light, or not', 'class'], target: 2, rate: 'falseNegative' },
    details: ['indices', 'calibration'],
    margin: 0.05,
    options: { ties: 'smallest', alpha: 0.01, seed: 4294967295 },
  };
  expect(readImportAddress(importAddress('abc', view))).toEqual({ id: 'abc', view });
  expect(importAddress('abc', plain)).toBe('#/yours?import=abc');
});

test.each(['#/yours', '#/yours?', '#/yours?row=-1&order=none&details=<b>.A&margin=2'])(
  '%s names nothing',
  (hash) => {
    expect(readImportAddress(hash)).toEqual({ id: null, view: plain });
  },
);

test.each(['ties=coin', 'alpha=2', 'alpha=-0.1', 'alpha=1e-3', 'seed=4294967296', 'seed=-1', 'seed=x'])(
  '%s is no option',
  (query) => expect(readImportAddress(`#/yours?${query}`).view.options).toEqual({}),
);

test('a bundle opens at the view of its query, with its own settings', () => {
  const query = 'data=fashion-mnist&images=200&class=3&row=2&order=name&ties=smallest&details=indices.levels';
  expect(bundleAddress('abc', query)).toBe(
    '#/yours?import=abc&class=3&row=2&order=name&details=indices.levels',
  );
});

test('a bundle of an import keeps what its query was, but for the view', () => {
  const view = { ...plain, row: 5, gallery: { ...defaultGallery, outcome: 'forgotten' as const } };
  expect(takenQuery(view, 'data=fashion-mnist&images=200&class=3&row=2')).toBe(
    'data=fashion-mnist&images=200&outcome=forgotten&row=5',
  );
  expect(takenQuery(plain, '')).toBe('');
});
