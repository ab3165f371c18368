import { flaggedBetween } from '../classes/impact';
import type { AuditOptions, Both, NoiseFloor } from '../findings';
import { mean, quantileOf } from '../statistics/intervals';
import { mulberry32, shuffledIndices } from '../statistics/random';
import { contestedBy, countSettledDiffering } from '../votes/ballots';
import type { Tally } from '../votes/tally';
import { countDiffering, leadersAmong, maskOf, votersOf } from '../votes/voters';

const SPLITS = 200;
const FEWEST_SPLITS = 40;
/**
 * Past so many votes that a split counts, splits are fewer: over so many images, it is the draw of networks
 * that a split adds.
 */
const MOST_VOTES = 6_000_000;
const DENSE = 0;
const COMPRESSED = 1;

/**
 * The noise floor where there is no null population. Dense is split at random into two halves of floor(K/2)
 * networks, 200 times (fewer, to 40, where a split counts more than six million votes). Half is audited
 * against half, and beside it one half against as many compressed networks. Members are drawn without
 * replacement by mulberry32(seed). Each split shuffles the dense networks: the first floor(K/2) are one half
 * and the next as many the other. Then, unless `paired`, it shuffles the compressed ones. Kind `none` with
 * fewer than four dense networks, or too few compressed ones for a half.
 */
export function splitHalfFloor(
  { dense, compressed }: Both<Tally>,
  options: AuditOptions,
  paired: boolean,
): NoiseFloor {
  const networks = dense.predictions.members.length;
  const half = Math.floor(networks / 2);
  if (half < 2 || compressed.predictions.members.length < half) return { kind: 'none' };

  const { contested, settled } = contestedBy(
    [dense.predictions, compressed.predictions],
    [dense.votes, compressed.votes],
    half,
  );
  const settledPies = countSettledDiffering({ settled }, DENSE, COMPRESSED);
  const voters = {
    dense: votersOf(dense.predictions, dense.votes, contested),
    compressed: votersOf(compressed.predictions, compressed.votes, contested),
  };
  const one = new Uint16Array(contested.length);
  const other = new Uint16Array(contested.length);
  const count = (into: Uint16Array, side: 'dense' | 'compressed', rows: number[]) =>
    leadersAmong(voters[side], maskOf(rows, voters[side].words), options.ties, into);

  const votes = 3 * half * contested.length;
  const splits = Math.min(SPLITS, Math.max(FEWEST_SPLITS, Math.floor((SPLITS * MOST_VOTES) / votes)));
  const flaggedAmong = flaggedBetween(dense.recall, options);
  const random = mulberry32(options.seed);
  const pies: number[] = [];
  const flagged: number[] = [];
  const halfPies: number[] = [];
  for (let split = 0; split < splits; split++) {
    const order = shuffledIndices(networks, random);
    const halves = { dense: order.slice(0, half), compressed: order.slice(half, 2 * half) };
    count(one, 'dense', halves.dense);
    count(other, 'dense', halves.compressed);
    pies.push(countDiffering(one, other));
    flagged.push(flaggedAmong(halves.dense, halves.compressed));
    if (!paired) {
      const drawn = shuffledIndices(compressed.predictions.members.length, random).slice(0, half);
      count(other, 'compressed', drawn);
      halfPies.push(settledPies + countDiffering(one, other));
    }
  }
  return {
    kind: 'splitHalf',
    k: [half, half],
    pies: mean(pies),
    flaggedClasses: mean(flagged),
    interval: [quantileOf(pies, 0.025), quantileOf(pies, 0.975)],
    halfPies: paired ? null : mean(halfPies),
    splits,
    seed: options.seed,
  };
}
