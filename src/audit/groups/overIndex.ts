import { type Estimate, type Findings, type Interval, nullPiesOf } from '../findings';
import { runOut } from '../runOut';
import { bootstrapSteps, type Resampling } from '../statistics/bootstrap';

/** What retraining alone does in a group: the images that the null population changes, beside the PIEs. */
export type BesideRetraining = {
  /** Images of the group that retraining alone changes. */
  pies: number;
  /**
   * Their share of all images that retraining alone changes over the group's share of the images; null where
   * there is none.
   */
  overIndex: Estimate | null;
  /**
   * The over-index of the PIEs minus that, its interval from the same draws. Null where either is unknown,
   * and for paired populations, for which retraining is context only.
   */
  beyond: Estimate | null;
};

/** A group's part of the images and of the PIEs. */
export type GroupShare = {
  images: number;
  pies: number;
  /** Share of the PIEs, 0..1; null without any PIE, or without images in the group. */
  share: Estimate | null;
  /** That share over the share of the images: 1 when PIEs are spread evenly. */
  overIndex: Estimate | null;
  /** Null without a null population. */
  retraining: BesideRetraining | null;
};

/**
 * Which groups hold more of the PIEs than of the images, and whether more than retraining alone puts there.
 * `cellOf` [images] gives each image's cell, 0 and up (images of a cell that no group names are in no group),
 * and `groups` the cells of each, which may overlap. All ratios and their differences have 95% bootstrap
 * intervals over images from the same draws (networks held fixed); n counts images. A group without PIE has 0
 * and no interval, and then the difference has none either.
 */
export function overIndices(
  findings: Findings,
  cellOf: Uint16Array,
  groups: readonly (readonly number[])[],
  resampling: Resampling,
): GroupShare[] {
  return runOut(overIndexSteps(findings, cellOf, groups, resampling));
}

/** The same in slices: yields the share of the work that is done, 0..1. */
export function* overIndexSteps(
  findings: Findings,
  cellOf: Uint16Array,
  groups: readonly (readonly number[])[],
  resampling: Resampling,
): Generator<number, GroupShare[]> {
  const { pies, paired } = findings;
  const n = cellOf.length;
  const cells = Math.max(0, ...groups.flat()) + 1;
  const nullPies = nullPiesOf(findings);
  const kinds = kindsOf(cellOf, cells, pies.images, nullPies ?? new Uint32Array());
  // Of each kind; only these are counted for every image drawn.
  const counts = new Uint32Array(KINDS * (cells + 1));
  const counted = (drawn: Uint32Array) => {
    counts.fill(0);
    for (let place = 0; place < n; place++) counts[kinds[drawn[place]]]++;
    const there = new Uint32Array(cells + 1);
    const held = new Uint32Array(cells + 1);
    const floor = new Uint32Array(cells + 1);
    for (let cell = 0, kind = 0; cell <= cells; cell++, kind += KINDS) {
      const [neither, pie, nullPie, both] = counts.subarray(kind, kind + KINDS);
      there[cell] = neither + pie + nullPie + both;
      held[cell] = pie + both;
      floor[cell] = nullPie + both;
    }
    const [allHeld, allFloor] = [held, floor].map((each) => each.reduce((sum, own) => sum + own, 0));
    return groups.map((group) => {
      const [images, changed, retrained] = [there, held, floor].map((each) =>
        group.reduce((sum, cell) => sum + each[cell], 0),
      );
      const shareOf = (count: number, all: number) => (all === 0 || images === 0 ? null : count / all);
      const per = (share: number | null) => (share === null ? null : share / (images / n));
      const [share, floorShare] = [shareOf(changed, allHeld), shareOf(retrained, allFloor)];
      const [overIndex, floorIndex] = [per(share), per(floorShare)];
      const beyond = overIndex === null || floorIndex === null ? null : overIndex - floorIndex;
      return { images, changed, retrained, values: [share, overIndex, floorIndex, beyond] };
    });
  };
  const found = counted(Uint32Array.from(cellOf.keys()));
  const intervals =
    pies.images.length === 0 && !nullPies?.length
      ? []
      : yield* bootstrapSteps(n, resampling, (drawn) => counted(drawn).flatMap(({ values }) => values));
  return found.map(({ images, changed, retrained, values }, group) => {
    const estimate = (place: number, hasInterval: boolean): Estimate | null => {
      const value = values[place];
      if (value === null) return null;
      const interval: Interval | null = hasInterval ? intervals[values.length * group + place] : null;
      return { value, interval, n };
    };
    return {
      images,
      pies: changed,
      share: estimate(0, changed > 0),
      overIndex: estimate(1, changed > 0),
      retraining: nullPies && {
        pies: retrained,
        overIndex: estimate(2, retrained > 0),
        beyond: paired ? null : estimate(3, changed > 0 && retrained > 0),
      },
    };
  });
}

/** Kinds of images in each cell: PIE or not, changed by retraining alone or not. */
const KINDS = 4;

/** Each image's kind; those of no group are of a last cell together. [images] */
function kindsOf(cellOf: Uint16Array, cells: number, pies: Uint32Array, nullPies: Uint32Array): Uint32Array {
  const kinds = Uint32Array.from(cellOf, (cell) => KINDS * Math.min(cell, cells));
  for (const image of pies) kinds[image] += 1;
  for (const image of nullPies) kinds[image] += 2;
  return kinds;
}
