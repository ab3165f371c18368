import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  defaultGallery,
  fitGallery,
  type GalleryState,
  maximumCorners,
  maximumPins,
  parseGallery,
  serialiseGallery,
  togglePin,
  unfitGallery,
  withoutFilters,
} from './galleryState';

const parse = (query: string) => parseGallery(new URLSearchParams(query));
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const index = fc.nat(9_999_999);

const corner = fc.tuple(fc.nat(999), fc.nat(999)).map(([x, y]) => [x / 999, y / 999] as const);

const galleries: fc.Arbitrary<GalleryState> = fc.record({
  class: maybe(index),
  outcome: maybe(
    fc.constantFrom('forgotten' as const, 'recovered' as const, 'traded' as const, 'unchanged' as const),
  ),
  from: maybe(index),
  to: maybe(index),
  shared: maybe(fc.constantFrom('only' as const, 'both' as const)),
  region: maybe(fc.array(corner, { minLength: 3, maxLength: maximumCorners })),
  sort: fc.constantFrom(
    'taxicab' as const,
    'dense' as const,
    'compressed' as const,
    'confidence' as const,
    'id' as const,
  ),
  share: maybe(fc.integer({ min: 1, max: 1000 }).map((tenths) => tenths / 10)),
  image: maybe(index),
  pinned: fc.uniqueArray(index, { maxLength: maximumPins }),
  beside: fc.boolean(),
  all: fc.boolean(),
});

test('every gallery comes back from its own address', () => {
  fc.assert(
    fc.property(galleries, (state) => {
      const address = new URLSearchParams(serialiseGallery(state)).toString();
      expect(parse(address)).toEqual(state);
    }),
  );
});

test('an address has the short names, and nothing that is at its default', () => {
  expect(serialiseGallery(defaultGallery)).toEqual({});
  expect(
    serialiseGallery({
      class: 6,
      outcome: 'traded',
      from: 0,
      to: 2,
      shared: 'both',
      region: [
        [0, 1],
        [0.5, 0],
        [1, 1],
      ],
      sort: 'id',
      share: 2.5,
      image: 0,
      pinned: [12, 3],
      beside: true,
      all: true,
    }),
  ).toEqual({
    class: '6',
    outcome: 'traded',
    from: '0',
    to: '2',
    shared: 'both',
    region: '0.999-500.0-999.999',
    sort: 'id',
    share: '2.5',
    image: '0',
    pinned: '12-3',
    beside: '1',
    all: '1',
  });
});

test('anything at all parses to a gallery that survives its own address', () => {
  const names = fc.constantFrom(...Object.keys(defaultGallery), 'images', '__proto__');
  const values = fc.oneof(
    fc.string(),
    fc.constantFrom('1e3', '-1', '0x10', ' 4', '٣', 'NaN', '1-2-', '%00', '0.0'),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(names, values)), (pairs) => {
      const state = parseGallery(new URLSearchParams(pairs));
      expect(parse(new URLSearchParams(serialiseGallery(state)).toString())).toEqual(state);
    }),
  );
});

test.each([
  ['class=-1', 'class'],
  ['class=1e3', 'class'],
  ['class=06', 'class'],
  ['class=3.5', 'class'],
  ['image=99999999', 'image'],
  ['image=<script>', 'image'],
  ['outcome=toString', 'outcome'],
  ['outcome=Forgotten', 'outcome'],
  ['sort=__proto__', 'sort'],
  ['share=0', 'share'],
  ['share=0.0', 'share'],
  ['share=100.1', 'share'],
  ['share=5.25', 'share'],
  ['share=Infinity', 'share'],
  ['beside=true', 'beside'],
  ['pinned=a-b--', 'pinned'],
] as const)('%s is not understood and takes its default', (query, name) => {
  expect(parse(query)[name]).toEqual(defaultGallery[name]);
});

test('the first of a repeated parameter counts', () => {
  expect(parse('class=1&class=2').class).toBe(1);
});

test('pins are kept once each, in order, up to the limit', () => {
  expect(parse('pinned=5-x-2-5-0').pinned).toEqual([5, 2, 0]);
  const many = Array.from({ length: 500 }, (_, image) => image);
  expect(parse(`pinned=${many.join('-')}`).pinned).toEqual(many.slice(0, maximumPins));
});

test('fitting drops classes and images that the data do not have, and keeps pins', () => {
  const state = { ...defaultGallery, class: 10, from: 9, to: 3, image: 500, pinned: [499, 500] };
  expect(fitGallery(state, 500, 10)).toEqual({
    ...defaultGallery,
    from: 9,
    to: 3,
    pinned: [499, 500],
  });
});

test('only the top share can be filtered to unchanged images', () => {
  const state: GalleryState = { ...defaultGallery, outcome: 'unchanged' };
  expect(fitGallery(state, 10, 2).outcome).toBeNull();
  expect(fitGallery({ ...state, share: 5 }, 10, 2).outcome).toBe('unchanged');
});

test('clearing filters keeps the set, the order, the pins and the open image', () => {
  const state: GalleryState = {
    class: 1,
    outcome: 'traded',
    from: 1,
    to: 2,
    shared: 'only',
    region: [
      [0, 1],
      [0.5, 0],
      [1, 1],
    ],
    sort: 'id',
    share: 5,
    image: 7,
    pinned: [7],
    beside: true,
    all: false,
  };
  expect(withoutFilters(state)).toEqual({
    ...state,
    class: null,
    outcome: null,
    from: null,
    to: null,
    shared: null,
    region: null,
  });
});

test('a pin is set, taken away, and pushes out the oldest beyond the limit', () => {
  const one = togglePin(defaultGallery, 4);
  expect(one.pinned).toEqual([4]);
  expect(togglePin(one, 4).pinned).toEqual([]);
  const full = { ...defaultGallery, pinned: Array.from({ length: maximumPins }, (_, image) => image) };
  const pushed = togglePin(full, 999).pinned;
  expect(pushed).toHaveLength(maximumPins);
  expect(pushed[0]).toBe(1);
  expect(pushed.at(-1)).toBe(999);
});

test('a change made while few images are known keeps the image that a link asked for', () => {
  const asked = { ...defaultGallery, image: 9000, class: 3 };
  const fitted = fitGallery(asked, 500, 10);
  expect(fitted.image).toBeNull();
  expect(unfitGallery(asked, fitted, { ...fitted, beside: true })).toEqual({ ...asked, beside: true });
  expect(unfitGallery(asked, fitted, { ...fitted, image: 7, class: null })).toEqual({
    ...asked,
    image: 7,
    class: null,
  });
});
