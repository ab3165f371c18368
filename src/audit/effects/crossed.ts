import type { Both, CrossedEffect, ErrorOdds } from '../findings';
import { sampleVariance } from '../statistics/intervals';
import { type Component, crossedEffect } from './crossedEffect';
import { type GroupSums, type Sums, without } from './groupSums';

function joined(parts: Component[]): Component {
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const spread = parts.reduce((sum, part) => sum + (part.df > 0 ? part.variance ** 2 / part.df : 0), 0);
  return { variance, df: spread > 0 ? variance ** 2 / spread : Number.POSITIVE_INFINITY };
}

/** What one right answer of a population counts for, in the group and outside of it. */
type Weights = Both<{ group: number; rest: number }>;

/**
 * The standard error of sum over networks and images of weight x right answer (compressed minus dense, each a
 * mean over its networks). Networks and images are both samples and cross. The variance is that between
 * networks plus that between images, minus that of single answers, which both contain. This is the two-way
 * analysis of variance without replication (Cornfield and Tukey 1956). Images vary within the group and
 * within the rest. Degrees of freedom by Satterthwaite.
 */
function crossedError(
  { all, groups, members, paired }: GroupSums,
  group: number,
  weights: Weights,
): Component | null {
  const strata = [
    { sums: groups[group], dense: weights.dense.group, compressed: weights.compressed.group },
    { sums: without(all, groups[group]), dense: weights.dense.rest, compressed: weights.compressed.rest },
  ].filter(({ sums }) => sums.images > 0);
  if (Math.min(members.dense, members.compressed) < 2 || strata.some(({ sums }) => sums.images < 2))
    return null;

  const perNetwork = (side: 'dense' | 'compressed') =>
    Array.from(all.rows[side], (_, row) =>
      strata.reduce((sum, stratum) => sum + stratum[side] * stratum.sums.rows[side][row], 0),
    );
  const [before, after] = [perNetwork('dense'), perNetwork('compressed')];
  const networks = paired
    ? [
        {
          variance: sampleVariance(after.map((value, row) => value - before[row])) / members.dense,
          df: members.dense - 1,
        },
      ]
    : [
        { variance: sampleVariance(before) / members.dense, df: members.dense - 1 },
        { variance: sampleVariance(after) / members.compressed, df: members.compressed - 1 },
      ];

  const images = strata.map(({ sums, dense, compressed }): Component => {
    const [a, b] = [compressed / members.compressed, -dense / members.dense];
    const sum = a * sums.total.compressed + b * sums.total.dense;
    const squares =
      a ** 2 * sums.squares.compressed + 2 * a * b * sums.products + b ** 2 * sums.squares.dense;
    const variance = Math.max(0, squares - sum ** 2 / sums.images) / (sums.images - 1);
    return { variance: sums.images * variance, df: sums.images - 1 };
  });

  let answers = 0;
  for (const { sums, dense, compressed } of strata) {
    const n = sums.images;
    const residual = (
      networksThere: number,
      squares: number,
      rows: number[],
      columns: number,
      total: number,
    ) => {
      const rowSquares = rows.reduce((sum, row) => sum + row ** 2, 0) / n;
      const left = squares - rowSquares - columns / networksThere + total ** 2 / (networksThere * n);
      return (n * Math.max(0, left)) / ((networksThere - 1) * (n - 1)) / networksThere;
    };
    if (paired) {
      const weighted = (x: number, xy: number, y: number) =>
        compressed ** 2 * x - 2 * compressed * dense * xy + dense ** 2 * y;
      const rows = Array.from(
        sums.rows.compressed,
        (right, row) => compressed * right - dense * sums.rows.dense[row],
      );
      const { total, squares } = sums;
      answers += residual(
        members.dense,
        weighted(total.compressed, sums.shared, total.dense),
        rows,
        weighted(squares.compressed, sums.products, squares.dense),
        compressed * total.compressed - dense * total.dense,
      );
      continue;
    }
    for (const [side, weight] of [['dense', dense] as const, ['compressed', compressed] as const]) {
      const total = sums.total[side];
      answers +=
        weight ** 2 * residual(members[side], total, Array.from(sums.rows[side]), sums.squares[side], total);
    }
  }
  const [byNetworks, byImages] = [joined(networks), joined(images)];
  const { df } = joined([byNetworks, byImages]);
  const variance = Math.max(
    byNetworks.variance + byImages.variance - answers,
    byNetworks.variance,
    byImages.variance,
  );
  return { variance, df };
}

const shareOf = ({ total, images }: Sums, members: Both<number>): Both<number> => ({
  dense: total.dense / (members.dense * images),
  compressed: total.compressed / (members.compressed * images),
});

/**
 * The change of a group's accuracy beyond that of all images, points: mean over networks of (accuracy on the
 * group - accuracy), compressed minus dense. Null for an empty group, or where either source of variation
 * cannot be estimated (one network a side, one image).
 */
export function crossedPoints(sums: GroupSums, group: number): CrossedEffect | null {
  const { images } = sums.groups[group];
  if (images === 0) return null;
  const own = shareOf(sums.groups[group], sums.members);
  const whole = shareOf(sums.all, sums.members);
  const value = own.compressed - whole.compressed - (own.dense - whole.dense);
  const weight = { group: 100 * (1 / images - 1 / sums.all.images), rest: -100 / sums.all.images };
  return crossedEffect(100 * value, crossedError(sums, group, { dense: weight, compressed: weight }));
}

/**
 * The accuracy of one population on a group minus that on all images, points: mean over its networks, when
 * networks and images both vary. Null as in `crossedPoints`.
 */
export function crossedShare(
  sums: GroupSums,
  group: number,
  side: 'dense' | 'compressed',
): CrossedEffect | null {
  const { images } = sums.groups[group];
  if (images === 0) return null;
  const value = shareOf(sums.groups[group], sums.members)[side] - shareOf(sums.all, sums.members)[side];
  const none = { group: 0, rest: 0 };
  const own = { group: 100 * (1 / images - 1 / sums.all.images), rest: -100 / sums.all.images };
  const weights = { dense: none, compressed: none, [side]: own };
  return crossedEffect(100 * value, crossedError(sums, group, weights));
}

const oddsOf = (accuracy: number) => (1 - accuracy) / accuracy;

/**
 * The same change on the scale of error odds, as a ratio: log((1 - r_t) / r_t) - log((1 - r_0) / r_0) of the
 * group minus the same of all images. Its interval is by the delta method. Null where an accuracy is 0 or 1.
 */
export function crossedOdds(sums: GroupSums, group: number): ErrorOdds | null {
  const { images } = sums.groups[group];
  if (images === 0) return null;
  const own = shareOf(sums.groups[group], sums.members);
  const whole = shareOf(sums.all, sums.members);
  const shares = [own.dense, own.compressed, whole.dense, whole.compressed];
  if (shares.some((share) => share <= 0 || share >= 1)) return null;
  const grown = (of: Both<number>) => oddsOf(of.compressed) / oddsOf(of.dense);
  const slope = (share: number) => -1 / (share * (1 - share));
  const weightsOf = (side: 'dense' | 'compressed') => {
    const rest = -slope(whole[side]) / sums.all.images;
    return { group: slope(own[side]) / images + rest, rest };
  };
  const ratio = grown(own) / grown(whole);
  const weights = { dense: weightsOf('dense'), compressed: weightsOf('compressed') };
  const log = crossedEffect(Math.log(ratio), crossedError(sums, group, weights));
  return {
    group: grown(own),
    model: grown(whole),
    ratio,
    interval: log && [Math.exp(log.interval[0]), Math.exp(log.interval[1])],
  };
}
