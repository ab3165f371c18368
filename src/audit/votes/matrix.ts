import type { Predictions } from '../predictions';

const expectWithin = (what: string, wanted: number, there: number) => {
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > there) {
    throw new RangeError(`Expected to select 1 to ${there} ${what}, but ${wanted} were asked for.`);
  }
};

/** The same predictions with every matrix passed through `take`. */
function mapMatrices(
  predictions: Predictions,
  shape: { members: string[]; images: number },
  take: <T extends Uint16Array | Float32Array>(matrix: T) => T,
): Predictions {
  const { classes, labels, pPrediction, pLabel, rankLabel } = predictions;
  return {
    ...shape,
    classes,
    labels: take(labels),
    ...(pPrediction && { pPrediction: take(pPrediction) }),
    ...(pLabel && { pLabel: take(pLabel) }),
    ...(rankLabel && { rankLabel: take(rankLabel) }),
  };
}

/** The first `k` networks, as views on the same memory. Throws when there are not as many. */
export function selectMembers(predictions: Predictions, k: number): Predictions {
  const { members, images } = predictions;
  expectWithin('networks', k, members.length);
  if (k === members.length) return predictions;
  const take = <T extends Uint16Array | Float32Array>(matrix: T) => matrix.subarray(0, k * images) as T;
  return mapMatrices(predictions, { members: members.slice(0, k), images }, take);
}

/** The first `n` images of the shard for every network. Throws when there are not as many. */
export function selectImages(predictions: Predictions, n: number): Predictions {
  const { members, images } = predictions;
  expectWithin('images', n, images);
  if (n === images) return predictions;
  const take = <T extends Uint16Array | Float32Array>(matrix: T) => {
    const taken = matrix.slice(0, members.length * n) as T;
    members.forEach((_, row) => {
      taken.set(matrix.subarray(row * images, row * images + n), row * n);
    });
    return taken;
  };
  return mapMatrices(predictions, { members, images: n }, take);
}

/** The same predictions with the images in another order: image i is what was image `from[i]`. */
export function orderImages(predictions: Predictions, from: ArrayLike<number>): Predictions {
  const { members, images } = predictions;
  const take = <T extends Uint16Array | Float32Array>(matrix: T) => {
    const taken = matrix.slice() as T;
    for (let row = 0; row < matrix.length; row += images) {
      for (let image = 0; image < images; image++) taken[row + image] = matrix[row + from[image]];
    }
    return taken;
  };
  return mapMatrices(predictions, { members, images }, take);
}

/** Whether two populations have the same networks, by id, in whatever order. */
export function sameMembers(a: Predictions, b: Predictions): boolean {
  const ids = new Set(a.members);
  return (
    ids.size === a.members.length &&
    new Set(b.members).size === ids.size &&
    b.members.length === ids.size &&
    b.members.every((id) => ids.has(id))
  );
}

/** The rows of `predictions` in the order of `ids`, which are its members in another order. */
export function alignMembers(predictions: Predictions, ids: readonly string[]): Predictions {
  const { members, images } = predictions;
  if (members.every((id, row) => id === ids[row])) return predictions;
  const place = new Map(members.map((id, row) => [id, row]));
  const rows = ids.map((id) => place.get(id)!);
  const take = <T extends Uint16Array | Float32Array>(matrix: T) => {
    const taken = matrix.slice() as T;
    rows.forEach((from, to) => {
      taken.set(matrix.subarray(from * images, (from + 1) * images), to * images);
    });
    return taken;
  };
  return mapMatrices(predictions, { members: [...ids], images }, take);
}

/**
 * `compressed` with its rows in the order of the networks of `dense`, where both have the same by id; else as
 * it is: row k answers to row k. Throws on populations of different sizes.
 */
export function pairUp(dense: Predictions, compressed: Predictions): Predictions {
  if (dense.members.length !== compressed.members.length) {
    throw new RangeError(
      `Expected paired populations of equally many networks, but there are ${dense.members.length} dense ` +
        `and ${compressed.members.length} compressed; select the same networks in both.`,
    );
  }
  return sameMembers(dense, compressed) ? alignMembers(compressed, dense.members) : compressed;
}
