/** A vector by its entries that are not 0: their places, ascending, and their values. */
export type SparseVector = { places: number[]; values: number[] };

/** For each vector the indices of the nearest ones, itself first, and how far they are. */
export type Nearest = { indices: number[][]; distances: number[][] };

/** Vectors whose neighbours are found in one slice of the work. */
const SLICE = 100;

/**
 * The `k` vectors nearest to each by Euclidean distance, itself first, of equal ones the first; exact. Only
 * vectors with a place in common are multiplied, so that votes on a thousand classes cost little more than on
 * ten. Yields the share done, 0..1.
 */
export function* nearestVectors(vectors: readonly SparseVector[], k: number): Generator<number, Nearest> {
  const having = new Map<number, { row: number; value: number }[]>();
  const norms = new Float64Array(vectors.length);
  vectors.forEach(({ places, values }, row) => {
    places.forEach((place, at) => {
      const value = values[at];
      norms[row] += value * value;
      const known = having.get(place);
      if (known) known.push({ row, value });
      else having.set(place, [{ row, value }]);
    });
  });
  const nearest: Nearest = { indices: [], distances: [] };
  const squares = new Float64Array(vectors.length);
  for (let row = 0; row < vectors.length; row++) {
    if (row % SLICE === 0) yield row / vectors.length;
    for (let other = 0; other < squares.length; other++) squares[other] = norms[row] + norms[other];
    const { places, values } = vectors[row];
    places.forEach((place, at) => {
      for (const other of having.get(place) ?? []) squares[other.row] -= 2 * values[at] * other.value;
    });
    squares[row] = -1;
    const indices = smallest(squares, k);
    nearest.indices.push(indices);
    nearest.distances.push(indices.map((index) => Math.sqrt(Math.max(0, squares[index]))));
  }
  return nearest;
}

/** Places of the `k` smallest values, ascending by value, then by place. */
function smallest(values: Float64Array, k: number): number[] {
  const found: number[] = [];
  for (let place = 0; place < values.length; place++) {
    if (found.length === k && values[place] >= values[found[k - 1]]) continue;
    let at = found.length === k ? k - 1 : found.length;
    for (; at > 0 && values[found[at - 1]] > values[place]; at--) found[at] = found[at - 1];
    found[at] = place;
  }
  return found;
}
