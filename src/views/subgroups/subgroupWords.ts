import type { Interval } from '../../audit/findings';
import type { GroupPart } from '../../audit/groups/grouping';
import type { GroupRate, RateKind } from '../../audit/groups/groupRates';
import type { Subgroup, SubgroupTable } from '../../audit/groups/subgroups';
import { widened } from '../../audit/statistics/studentT';
import { type Claim, plainly } from '../../charts/claim';
import {
  capital,
  count,
  decimal,
  expected,
  noun,
  percent,
  range,
  signed,
  word,
  wordAlone,
} from '../../text/format';
import { picked } from '../../text/picked';
import { besideRetraining, ratioEvidence } from '../longTail/longTailWords';

/** How each rate is called in sentences, and how it is chosen. */
export const rateNames: Record<RateKind, { noun: string; choice: string }> = {
  error: { noun: 'error rate', choice: 'Errors' },
  falsePositive: { noun: 'false positive rate', choice: 'False positives' },
  falseNegative: { noun: 'false negative rate', choice: 'False negatives' },
};

/** A part of a group with its range: "lowest quarter (0.02 to 0.18)". */
function partName({ name, range: ends }: GroupPart): string {
  return ends ? `${name} (${range(ends, (value) => decimal(value, 2))})` : name;
}

/** A group by its parts. With `ranges`, numbers say from where to where. */
export function groupName({ parts }: Pick<Subgroup, 'parts'>, ranges = false): string {
  return parts.map((part) => (ranges ? partName(part) : part.name)).join(', ');
}

/** The groups that have the rate, those whose rate rose most beyond the model first. */
export function byHarm({ groups }: SubgroupTable, kind: RateKind): { group: Subgroup; rate: GroupRate }[] {
  return groups
    .flatMap((group) => {
      const rate = group.rates[kind];
      return rate && rate.normalised !== null ? { group, rate } : [];
    })
    .sort((a, b) => (b.rate.normalised ?? 0) - (a.rate.normalised ?? 0));
}

/**
 * Who pays most among the tested groups that stay flagged after adjustment, how many are flagged against
 * chance, and where PIEs gather.
 */
export function groupsClaim(table: SubgroupTable, kind: RateKind): Claim {
  const ranked = byHarm(table, kind);
  if (ranked.length === 0) return plainly('No group has an image on which this can go wrong.');
  const by = `By ${table.attributes.join(' and ')}, `;
  const harm = table.tests.made === 0 ? plainly(untestedSentence(table)) : harmSentence(kind, ranked, table);
  const flagged = table.tests.made === 0 ? '' : ` ${flaggedSentence(table)}`;
  const pies = pieSentence(table);
  return {
    claim: `${by}${harm.claim}${flagged}${pies.claim}`,
    evidence: [harm.evidence, pies.evidence].filter(Boolean).join(' '),
  };
}

type Ranked = ReturnType<typeof byHarm>;

/**
 * A group pays only if its flag survives the adjustment for all tests of the table. Where images are known to
 * vary too, only one that stands then pays; its interval is that one. Where the odds grow less in it than
 * over all images, that is said.
 */
function harmSentence(kind: RateKind, ranked: Ranked, { tests, alpha }: SubgroupTable): Claim {
  const name = rateNames[kind].noun;
  const tested = ranked.filter(({ rate }) => rate.test.p !== null);
  if (tested.length === 0) return plainly(`no group’s ${name} can be tested.`);
  const surest = tested.find(
    ({ rate: { normalised, pAdjusted, ...rate } }) =>
      (normalised ?? 0) > 0 && isAbove(endsOf(rate)) && pAdjusted !== null && pAdjusted <= alpha,
  );
  const adjusted = tests.made === 1 ? '' : `, after allowing for ${count(tests.made)} tests`;
  if (!surest) return plainly(`no tested group’s ${name} rises measurably more than the model’s${adjusted}.`);
  const { group, rate } = surest;
  const most = surest === tested[0] ? 'pays most' : `pays most of those that stay flagged${adjusted}`;
  const ends = range(endsOf(rate), (value) => signed(value));
  const images = rate.crossed ? ' with other networks and images' : '';
  const odds = inOdds(rate);
  const { crossed } = rate;
  const allowing = crossed
    ? `${range(widened(crossed.interval, crossed.df, tested.length), (value) => signed(value))} points`
    : null;
  return {
    claim:
      `“${groupName(group)}” ${most}. Its ${name} rises by ${decimal(rate.normalised)} points more ` +
      `than the model’s.${odds.claim}`,
    evidence: [
      `“${groupName(group)}”, 95%: ${ends} points${images}.`,
      picked(tested.length, 'group', 'groups', allowing),
      odds.evidence,
    ]
      .filter(Boolean)
      .join(' '),
  };
}

/** The interval with images varying too; that over networks alone where the other is not known. */
export function endsOf({ crossed, interval }: Pick<GroupRate, 'crossed' | 'interval'>): Interval | null {
  return crossed?.interval ?? interval;
}

/** What the scale of odds says of a group that pays in points, where it does not say the same. */
function inOdds({ odds }: GroupRate): Claim {
  if (!odds || (odds.interval?.[0] ?? odds.ratio) > 1) return plainly('');
  const grown =
    `Its odds grow by a factor of ${decimal(odds.group, 2)}, those of all images by ` +
    `${decimal(odds.model, 2)}.`;
  const less = odds.interval && odds.interval[1] < 1 ? 'pays less' : 'does not pay measurably more';
  return { claim: ` In proportion it ${less}.`, evidence: grown };
}

function isAbove(interval: Interval | null): boolean {
  return interval !== null && interval[0] > 0;
}

function untestedSentence({ groups, leastImages }: SubgroupTable): string {
  const rates = groups.flatMap(({ rates }) => Object.values(rates));
  return rates.every(({ images }) => images < leastImages)
    ? `no group can be tested: each has fewer than ${count(leastImages)} images.`
    : 'no group can be tested: a test needs two networks or more a side.';
}

function flaggedSentence({ tests, groups }: SubgroupTable): string {
  const { made, flagged, adjusted, byChance } = tests;
  if (made === 1) {
    return (
      'The only test made ' +
      `${flagged === 1 ? 'flags its group' : 'flags nothing'}${byChanceClause(byChance)}.`
    );
  }
  const what =
    made === groups.length
      ? noun(made, 'group', 'groups')
      : `tests in ${word(groups.length)} ${noun(groups.length, 'group')}`;
  return (
    `${capital(wordAlone(flagged))} of ${count(made)} ${what} ` +
    `${noun(Math.max(1, flagged), 'is', 'are')} flagged, ${wordAlone(adjusted)} after ` +
    `adjustment${byChanceClause(byChance)}.`
  );
}

function byChanceClause(byChance: number | null): string {
  return byChance === null ? '' : `, where chance alone would flag ${expected(byChance)}`;
}

/**
 * Whether more PIEs than images are in the group, and more than retraining alone puts there where that is
 * known.
 */
export function gathers({ overIndex, retraining }: Subgroup): boolean {
  const low = overIndex?.interval?.[0] ?? 0;
  return low > 1 && (!retraining?.beyond || isAbove(retraining.beyond.interval));
}

/**
 * Where PIEs gather; where no group has more than retraining alone, the fullest group with what retraining
 * has there.
 */
function pieSentence({ groups }: SubgroupTable): Claim {
  const low = ({ overIndex }: Subgroup) => overIndex?.interval?.[0] ?? 0;
  const full = groups.filter((group) => low(group) > 1).sort((a, b) => low(b) - low(a));
  const most = full.find(gathers) ?? full[0];
  if (!most?.overIndex) return plainly('');
  return {
    claim:
      ` “${groupName(most)}” holds ${times(most.overIndex.value)} its share of the PIEs.` +
      besideRetraining(most.retraining),
    evidence:
      `PIEs, ${ratioEvidence(most.overIndex, most.retraining)} ${picked(groups.length, 'group')}`.trim(),
  };
}

/** A ratio: "1.8 times". */
function times(value: number): string {
  return `${decimal(value)} times`;
}

/** A group's rates before and after: "9.4% to 11.2%". */
export function rateChange({ rate }: GroupRate): string {
  return `${percent(rate.dense?.value)} to ${percent(rate.compressed?.value)}`;
}
