// Whether rare classes lose more because they are rare: the tail against the head, beyond a balanced set.
import { rankingsAgree, type TailContrast } from '../../audit/groups/tailContrast';
import type { Column } from '../../charts/ChartTable';
import { bracketed, count, decimal, noun, pValue, range, signed, word } from '../../text/format';

/** One ranking of the classes: what its dataset is called, and networks in each population. */
export type RankingContrast = { title: string; networks: number; contrast: TailContrast };

/** The rankings that are known, this dataset's first; `problem`: why others could not be read. */
export type BeyondBalanced = { rankings: RankingContrast[]; problem: string | null };

const points = (value: number) => signed(value, 2);

/**
 * What a difference of differences says: recall of the tail against that of the head, here and where no class
 * is rare. Whether rare classes lose more it says only over two rankings or more. Null where nothing is
 * known.
 */
export function beyondClaim({ rankings: [own, ...others], problem }: BeyondBalanced): string | null {
  if (!own) {
    return problem === null
      ? null
      : `Whether these classes lose as much where none is rare could not be read: ${problem}`;
  }
  const { contrast } = own;
  const also = others.map(
    (other) => ` By ${other.title}: ${difference(other.contrast)}, ${networksOf(other)}.`,
  );
  return (
    `The tail’s mean recall changes by ${points(contrast.longTail)} percentage points against that of the ` +
    'head. In the balanced set, where none of these classes is rare, it changes by ' +
    `${points(contrast.balanced)}: a difference of ${difference(contrast)}, ` +
    `${networksOf(own)}.${also.join('')} ${verdict([own, ...others])}`
  );
}

function difference({ longTail, balanced, points: effect }: TailContrast): string {
  const size = `${points(longTail - balanced)} points`;
  return effect ? `${size} (${range(effect.interval, points)}, networks and images both varying)` : size;
}

function networksOf({ networks }: RankingContrast): string {
  return `${word(networks)} ${noun(networks, 'network')} a population`;
}

function verdict(rankings: RankingContrast[]): string {
  if (rankings.length < 2) return 'One ranking of the classes cannot tell rare from hard for all.';
  const side = rankingsAgree(rankings.map(({ contrast }) => contrast));
  const all = rankings.length === 2 ? 'both rankings' : `all ${word(rankings.length)} rankings`;
  if (side === 0) return `Not in ${all} of the classes does the interval leave 0 out on the same side.`;
  return `In ${all} of the classes the tail loses ${side < 0 ? 'more' : 'less'} than where none is rare.`;
}

/** The table's columns; a row is a ranking. */
export const beyondColumns: readonly Column<RankingContrast>[] = [
  ['Classes ranked as in', ({ title }) => title],
  ['Networks a population', ({ networks }) => count(networks)],
  ['Tail against head, points', ({ contrast }) => points(contrast.longTail)],
  ['The same in the balanced set', ({ contrast }) => points(contrast.balanced)],
  ['Difference (95%)', ({ contrast }) => differenceCell(contrast)],
  ['p', ({ contrast }) => pValue(contrast.points?.p)],
  ['Odds of an error: times as much as there (95%)', ({ contrast }) => oddsCell(contrast)],
];

function differenceCell({ longTail, balanced, points: effect }: TailContrast): string {
  return effect ? points(effect.value) + bracketed(effect.interval, points) : points(longTail - balanced);
}

function oddsCell({ odds }: TailContrast): string {
  return odds ? decimal(odds.ratio, 2) + bracketed(odds.interval, (end) => decimal(end, 2)) : '–';
}
