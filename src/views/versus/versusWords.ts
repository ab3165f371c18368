import type { ClassImpact, Estimate, Findings, Interval } from '../../audit/findings';
import type { ClassDifference, Versus } from '../../audit/levels/versus';
import { widened } from '../../audit/statistics/studentT';
import { type Claim, plainly } from '../../charts/claim';
import {
  bracketed,
  capital,
  count,
  counted,
  decimal,
  noun,
  opening,
  percent,
  range,
  signed,
  word,
} from '../../text/format';
import { picked } from '../../text/picked';

/** One of two compressions. */
export type Side = { name: string; findings: Findings };

/** What the two compressions share, in one or two sentences. */
export function versusClaim(first: Side, second: Side, { only, difference, sameLabel }: Versus): Claim {
  const [a, both, b] = [only.first.length, only.both.length, only.second.length];
  if (a + both + b === 0) return plainly(`Neither ${first.name} nor ${second.name} changes an image.`);
  const all = a + both + b;
  const parts =
    `Of ${count(all)} ${noun(all, 'image')} that either changes, ${count(both)} ` +
    `${noun(both, 'is', 'are')} changed by both` +
    `${both > 0 ? `, ${count(sameLabel)} of them to the same label` : ''}. ` +
    `${count(a)} ${noun(a, 'is', 'are')} changed only by ${first.name}, ${count(b)} only by ${second.name}.`;
  const [low, high] = difference.interval ?? [0, 0];
  const more =
    low <= 0 && high >= 0
      ? ' Which of them changes more cannot be told from these images.'
      : ` ${first.name} changes ${count(Math.abs(difference.value))} ` +
        `${difference.value > 0 ? 'more' : 'fewer'}.`;
  const sure = difference.interval
    ? ` The difference of their counts: ${range(difference.interval, (end) => signed(end, 0))} ` +
      '(95%, these networks).'
    : '';
  return { claim: parts + more, evidence: `By both: ${percent(both / all, 0)} of them.${sure}` };
}

/** What has to be said of two comparisons that do not rest on as many networks. */
export function networksCaveat(first: Side, second: Side): string | null {
  const [a, b] = [first.findings.members.compressed, second.findings.members.compressed];
  return a === b
    ? null
    : `${first.name} is ${counted(a, 'network')} a side, ${second.name} ${count(b)}: counts of PIEs ` +
        'depend on it.';
}

/** A class under both compressions, and the first one's change beyond the model against the second's. */
export type ClassPair = {
  class: number;
  first: ClassImpact;
  second: ClassImpact;
  difference: ClassDifference;
};

/** Every class under both, by how far apart the two are, the furthest first. */
export function classPairs(first: Findings, second: Findings, { classes }: Versus): ClassPair[] {
  const size = ({ difference: { apart } }: ClassPair) => Math.abs(apart ?? 0);
  return first.classImpact
    .map((impact, index) => ({
      class: impact.class,
      first: impact,
      second: second.classImpact[index],
      difference: classes[index],
    }))
    .sort((a, b) => size(b) - size(a) || a.class - b.class);
}

/** Whether the two compressions are told apart on a class, adjusted for the classes tested. */
export function isApart({ pAdjusted }: ClassDifference, alpha: number): boolean {
  return pAdjusted !== null && pAdjusted <= alpha;
}

/** Which classes pay differently under the two, in a sentence; `pairs` come with the furthest apart first. */
export function classesClaim(first: Side, second: Side, pairs: ClassPair[], classes: string[]): Claim {
  const { alpha } = first.findings.options;
  const tested = pairs.filter(({ difference }) => difference.test.p !== null);
  if (tested.length === 0) return plainly('No class can be compared: it takes two networks or more a side.');
  const apart = tested.filter(({ difference }) => isApart(difference, alpha));
  const testedClasses = `${word(tested.length)} ${noun(tested.length, 'class', 'classes')}`;
  if (apart.length === 0) {
    return {
      claim: `None of ${testedClasses} differs measurably between the two beyond the models’ own change.`,
      evidence: `Adjusted p > ${alpha}.`,
    };
  }
  const { class: most, difference } = apart[0];
  const isFirst = (difference.apart ?? 0) < 0;
  const [a, b] = isFirst ? [first.name, second.name] : [second.name, first.name];
  const size = decimal(Math.abs(difference.apart ?? 0));
  const [low, high] = difference.interval ?? [0, 0];
  const ends: Interval = isFirst ? [-high, -low] : [low, high];
  const { df } = difference.test;
  const allowing =
    df === null ? null : `${range(widened(ends, df, tested.length), (end) => decimal(end))} points`;
  return {
    claim:
      `${capital(word(apart.length))} of ${testedClasses} ${noun(apart.length, 'differs', 'differ')} ` +
      'between the ' +
      `two beyond the models’ own change${apart.length > 1 ? '. The furthest apart is' : ':'} ` +
      `${classes[most]}, ${size} points lower with ${a} than with ${b}.`,
    evidence:
      `Adjusted p ≤ ${alpha}. ${opening(classes[most])}, 95%: ${range(ends, (end) => decimal(end))} ` +
      `points. ${picked(tested.length, 'class', 'classes', allowing)}`,
  };
}

/** The headline figures of one side, as rows of a table. */
export function figuresOf({ findings }: Side): string[] {
  const { top1, accuracyChange, pies, classImpact, options } = findings;
  const flagged = classImpact.filter(({ impacted }) => impacted).length;
  const adjusted = classImpact.filter(
    ({ pAdjusted }) => pAdjusted !== null && pAdjusted <= options.alpha,
  ).length;
  return [
    `${percent(top1.compressed.mean.value)} ` +
      `(${range(top1.compressed.mean.interval, (end) => decimal(100 * end))})`,
    withRange(accuracyChange, 2),
    count(pies.images.length),
    ...retrainingFigures(findings),
    count(pies.tied),
    `${count(flagged)}, adjusted ${count(adjusted)}`,
    `${count(pies.counts.forgotten)} / ${count(pies.counts.recovered)} / ${count(pies.counts.traded)}`,
  ];
}

/**
 * What retraining alone changes, and the PIEs beyond it; of pairs, in which retraining has no part, nothing
 * is subtracted.
 */
function retrainingFigures({ noiseFloor, paired, pies }: Findings): [string, string] {
  const retrained = noiseFloor.kind === 'null' ? count(noiseFloor.pies) : null;
  if (paired) {
    return [
      `no part of it${retrained === null ? '' : `; for scale, ${retrained}`}`,
      `all ${count(pies.images.length)}`,
    ];
  }
  const excess = noiseFloor.kind === 'null' ? noiseFloor.excess : null;
  return [retrained ?? '–', excess ? withRange(excess, 0) : '–'];
}

/** What the rows of `figuresOf` are. */
export const figureNames = [
  'Top-1 (95%)',
  'Against dense, points (95%)',
  'PIEs',
  'By retraining alone',
  'Beyond retraining (95%, these networks)',
  'Images with a tied vote',
  'Flagged classes',
  'Forgotten / recovered / traded',
];

/** The first minus the second, in the rows of `figuresOf` that allow it. */
export function differences({ top1, difference }: Versus): string[] {
  const known = new Map([
    ['Top-1 (95%)', `${withRange(top1, 2)} points`],
    ['PIEs', withRange(difference, 0)],
  ]);
  return figureNames.map((name) => known.get(name) ?? '');
}

function withRange({ value, interval }: Estimate, digits: number): string {
  const ends = bracketed(interval, (end) => signed(end, digits));
  return `${signed(value, digits)}${ends}`;
}
