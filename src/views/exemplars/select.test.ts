import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultGallery, type GalleryState } from './galleryState';
import { type GalleryData, selectImages } from './select';
import { example } from './testing/findings';

const data: GalleryData = {
  findings: example.findings,
  truth: example.truth,
  confidence: null,
  second: null,
};
const shown = (change: Partial<GalleryState>, from = data) => [
  ...selectImages(from, { ...defaultGallery, ...change }).images,
];

test('the PIEs, strongest change first, equal ones by id', () => {
  expect(shown({})).toEqual([2, 6, 0, 3]);
});

test.each([
  ['id', [0, 2, 3, 6]],
  ['dense', [0, 2, 6, 3]],
  ['compressed', [2, 0, 3, 6]],
] as const)('ordered by %s', (sort, images) => {
  expect(shown({ sort })).toEqual(images);
});

test('ordered by confidence: the greatest loss first', () => {
  const confidence = Float32Array.of(-0.5, 0, 0.75, -0.75, 0, 0, 0.25, -1);
  expect(shown({ sort: 'confidence' }, { ...data, confidence })).toEqual([3, 0, 6, 2]);
});

test('an order by confidence without probabilities is the order by change', () => {
  expect(shown({ sort: 'confidence' })).toEqual([2, 6, 0, 3]);
});

test.each([
  [{ class: 0 }, [2, 0, 3]],
  [{ class: 1 }, []],
  [{ outcome: 'forgotten' }, [6, 0]],
  [{ outcome: 'recovered' }, [2]],
  [{ outcome: 'traded' }, [3]],
  [{ outcome: 'unchanged' }, []],
  [{ from: 1 }, [2, 3]],
  [{ to: 0 }, [2, 6]],
  [{ from: 1, to: 2 }, [3]],
  [{ class: 0, outcome: 'forgotten', from: 0, to: 1 }, [0]],
  [{ class: 2, outcome: 'recovered' }, []],
] as [Partial<GalleryState>, number[]][])('filtered by %o', (filter, images) => {
  expect(shown(filter)).toEqual(images);
});

test('the top share takes PIEs or not, by change, equal ones by id', () => {
  expect(shown({ share: 50 })).toEqual([2, 6, 0, 3]);
  expect(shown({ share: 75 })).toEqual([2, 6, 0, 3, 4, 5]);
  expect(shown({ share: 75, outcome: 'unchanged' })).toEqual([4, 5]);
  expect(shown({ share: 100 })).toHaveLength(8);
  expect(shown({ share: 0.1 })).toEqual([]);
});

test('each count says what its choice would show, the other filters held', () => {
  const { facets, set } = selectImages(data, { ...defaultGallery, class: 0 });
  expect(set).toHaveLength(4);
  expect(facets).toEqual({
    outcome: { forgotten: 1, recovered: 1, traded: 1, unchanged: 0 },
    outcomes: 3,
    class: [3, 0, 1],
    from: [1, 2, 0],
    to: [1, 1, 1],
    shared: { only: 3, both: 0 },
  });
});

test('counts agree with what the filters then show', () => {
  const choice = (limit: number) => fc.option(fc.nat(limit - 1), { nil: null });
  const states = fc.record({
    class: choice(3),
    from: choice(3),
    to: choice(3),
    outcome: fc.option(fc.constantFrom('forgotten' as const, 'recovered' as const, 'traded' as const), {
      nil: null,
    }),
    share: fc.constantFrom(null, 50, 100),
  });
  fc.assert(
    fc.property(states, (state) => {
      const { facets, images, set } = selectImages(data, { ...defaultGallery, ...state });
      expect(new Set(set)).toEqual(new Set([...set, ...images]));
      expect(facets.outcomes).toBe(shown({ ...state, outcome: null }).length);
      expect(facets.outcome.traded).toBe(shown({ ...state, outcome: 'traded' }).length);
      for (const label of [0, 1, 2]) {
        expect(facets.class[label]).toBe(shown({ ...state, class: label }).length);
        expect(facets.from[label]).toBe(shown({ ...state, from: label }).length);
        expect(facets.to[label]).toBe(shown({ ...state, to: label }).length);
      }
    }),
  );
});

test('selecting leaves the findings as they were', () => {
  const before = [...example.findings.pies.images];
  shown({ sort: 'compressed' });
  shown({ share: 100, sort: 'id' });
  expect([...example.findings.pies.images]).toEqual(before);
});

test('beside a second compression: those that it changes too, or not, with counts for both', () => {
  const pies = example.findings.pies.images;
  const beside = { ...data, second: pies.subarray(1, 3) };
  const query = (shared: 'only' | 'both' | null) => selectImages(beside, { ...defaultGallery, shared });
  expect([...query('both').images.sort()]).toEqual([...pies.subarray(1, 3)]);
  expect([...query('only').images.sort()]).toEqual([pies[0], ...pies.subarray(3)]);
  expect(query('only').facets.shared).toEqual({ only: pies.length - 2, both: 2 });
  expect(selectImages(data, { ...defaultGallery, shared: 'both' }).images).toHaveLength(pies.length);
});

test('few images of many are put in order as all of them are', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: 60, maxLength: 90 }), (changes) => {
      const images = changes.length;
      const none = new Uint16Array(images);
      const votes = { starts: new Uint32Array(images + 1), labels: none, counts: none };
      const pies = Uint32Array.of(3, 17, 40, 41, 59);
      const findings = {
        ...example.findings,
        ...{ images, votes: { dense: votes, compressed: votes }, modal: { dense: none, compressed: none } },
        taxicab: Float32Array.from(changes, (change) => change / 3),
        pies: { ...example.findings.pies, images: pies, outcomes: [] },
      };
      const from = { ...data, findings, truth: none };
      const all = shown({ share: 100 }, from);
      expect(all.toSorted((a, b) => a - b)).toEqual(Array.from(changes, (_, image) => image));
      expect(shown({}, from)).toEqual(all.filter((image) => pies.includes(image)));
      expect(shown({ share: 50 }, from)).toEqual(all.slice(0, Math.round(images / 2)));
      expect(shown({ share: 5 }, from)).toEqual(all.slice(0, Math.round(images / 20)));
      expect(selectImages(from, { ...defaultGallery, share: 50 }).set).toEqual(
        Uint32Array.from(all.slice(0, Math.round(images / 2))).sort(),
      );
    }),
    { numRuns: 30 },
  );
});
