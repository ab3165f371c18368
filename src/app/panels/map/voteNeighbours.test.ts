import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestVectors, type SparseVector } from './voteNeighbours';

const SIZE = 5;

/** All vectors by their squared distance to each, found the long way. */
function bySearch(vectors: SparseVector[], k: number) {
  const full = vectors.map(({ places, values }) => {
    const all = new Array<number>(SIZE).fill(0);
    for (const [at, place] of places.entries()) all[place] = values[at];
    return all;
  });
  return full.map((one, row) =>
    full
      .map((other, at) => ({
        at,
        far: one.reduce((sum, value, place) => sum + (value - other[place]) ** 2, 0),
      }))
      .sort((a, b) => Number(b.at === row) - Number(a.at === row) || a.far - b.far || a.at - b.at)
      .slice(0, k),
  );
}

test('the nearest vectors are those of a search through all, each one itself first', () => {
  // Whole numbers, so that distances are equal or clearly not.
  const vector = fc.array(fc.nat(3), { minLength: SIZE, maxLength: SIZE }).map((all): SparseVector => {
    const places = [...all.keys()].filter((place) => all[place] > 0);
    return { places, values: places.map((place) => all[place]) };
  });
  fc.assert(
    fc.property(fc.array(vector, { minLength: 4, maxLength: 20 }), (vectors) => {
      const work = nearestVectors(vectors, 4);
      let step = work.next();
      while (!step.done) step = work.next();
      const expected = bySearch(vectors, 4);
      expect(step.value.indices).toEqual(expected.map((row) => row.map(({ at }) => at)));
      step.value.distances.forEach((row, at) => {
        row.forEach((far, place) => {
          expect(far).toBeCloseTo(Math.sqrt(expected[at][place].far), 6);
        });
      });
    }),
  );
});
