// Right answers of two populations added up over images and networks, group by group.
import type { Both } from '../findings';
import { runOut } from '../runOut';
import type { Correct } from '../votes/correct';

/**
 * What the right answers of both populations to some images add up to; `c` counts the networks that are right
 * on an image.
 */
export type Sums = {
  images: number;
  /**
   * Sum over images of c of the dense and of the compressed networks, of their squares and of their products.
   */
  total: Both<number>;
  squares: Both<number>;
  products: number;
  /** Answers that are right in network k of both populations. */
  shared: number;
  /** Right answers of every network. */
  rows: Both<Float64Array>;
};

/**
 * Sums over the images of each group, `codes` [images] below `groups`; images with a higher code are in none.
 */
export type GroupSums = { all: Sums; groups: Sums[]; members: Both<number>; paired: boolean };

function noSums(members: Both<number>): Sums {
  const rows = {
    dense: new Float64Array(members.dense),
    compressed: new Float64Array(members.compressed),
  };
  return {
    images: 0,
    total: { dense: 0, compressed: 0 },
    squares: { dense: 0, compressed: 0 },
    products: 0,
    shared: 0,
    rows,
  };
}

/**
 * Counts right answers group by group, once for all effects of these groups. With `paired`, row k of both is
 * one training run. `counted` [images] says which images count at all; left out, every one does.
 */
export function groupSums(
  correct: Both<Correct>,
  codes: Uint16Array,
  groups: number,
  paired: boolean,
  counted: Uint8Array | null = null,
): GroupSums {
  return runOut(groupSumsSteps(correct, codes, groups, paired, counted));
}

/** The same network by network: yields the share of them that is counted, 0..1. */
export function* groupSumsSteps(
  correct: Both<Correct>,
  codes: Uint16Array,
  groups: number,
  paired: boolean,
  counted: Uint8Array | null = null,
): Generator<number, GroupSums> {
  const members = { dense: correct.dense.members, compressed: correct.compressed.members };
  const { images } = correct.dense;
  const known = Array.from({ length: groups }, () => noSums(members));
  const all = noSums(members);
  const counts = { dense: new Uint32Array(images), compressed: new Uint32Array(images) };
  const shared = new Uint32Array(images);
  // Two more groups: of images of no group, and of those that do not count.
  const groupOf = new Uint32Array(images);
  for (let image = 0; image < images; image++) {
    groupOf[image] = counted?.[image] === 0 ? groups + 1 : Math.min(codes[image], groups);
  }
  const hits = new Uint32Array(groups + 2);
  let done = 0;
  for (const side of ['dense', 'compressed'] as const) {
    for (let row = 0; row < members[side]; row++) {
      const right = rightOf(correct[side], row);
      hits.fill(0);
      addRight(right, groupOf, counts[side], hits);
      if (paired && side === 'dense') addShared(right, rightOf(correct.compressed, row), shared);
      known.forEach((sums, group) => {
        sums.rows[side][row] = hits[group];
      });
      all.rows[side][row] = hits.subarray(0, groups + 1).reduce((sum, own) => sum + own, 0);
      done++;
      yield done / (members.dense + members.compressed);
    }
  }
  for (let image = 0; image < images; image++) {
    if (counted?.[image] === 0) continue;
    const [dense, compressed] = [counts.dense[image], counts.compressed[image]];
    addImage(all, dense, compressed, shared[image]);
    if (codes[image] < groups) addImage(known[codes[image]], dense, compressed, shared[image]);
  }
  return { all, groups: known, members, paired };
}

/** The right answers of one network, [images]. */
function rightOf({ right, images }: Correct, row: number): Uint8Array {
  return right.subarray(row * images, (row + 1) * images);
}

/** Adds a network's right answers to those of each image and of each group; without branches, for speed. */
function addRight(right: Uint8Array, groupOf: Uint32Array, count: Uint32Array, hits: Uint32Array): void {
  for (let image = 0; image < right.length; image++) {
    count[image] += right[image];
    hits[groupOf[image]] += right[image];
  }
}

function addShared(one: Uint8Array, other: Uint8Array, shared: Uint32Array): void {
  for (let image = 0; image < one.length; image++) shared[image] += one[image] & other[image];
}

function addImage(sums: Sums, dense: number, compressed: number, shared: number): void {
  sums.images++;
  sums.total.dense += dense;
  sums.total.compressed += compressed;
  sums.squares.dense += dense ** 2;
  sums.squares.compressed += compressed ** 2;
  sums.products += dense * compressed;
  sums.shared += shared;
}

/** The sums over all images outside of a group. */
export function without(all: Sums, group: Sums): Sums {
  const both = (of: (sums: Sums) => Both<number>): Both<number> => ({
    dense: of(all).dense - of(group).dense,
    compressed: of(all).compressed - of(group).compressed,
  });
  return {
    images: all.images - group.images,
    total: both(({ total }) => total),
    squares: both(({ squares }) => squares),
    products: all.products - group.products,
    shared: all.shared - group.shared,
    rows: {
      dense: all.rows.dense.map((right, row) => right - group.rows.dense[row]),
      compressed: all.rows.compressed.map((right, row) => right - group.rows.compressed[row]),
    },
  };
}
