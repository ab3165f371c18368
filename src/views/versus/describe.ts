import type { ClassImpact, Findings } from '../../audit/findings';
import type { Versus } from '../../audit/versus';
import { count, decimal, noun, percent, range, signed } from '../../charts/format';

/** One of two compressions. */
export type Side = { name: string; findings: Findings };

/** What the two compressions share, in one or two sentences. */
export function versusClaim(first: Side, second: Side, { only, difference, sameLabel }: Versus): string {
  const [a, both, b] = [only.first.length, only.both.length, only.second.length];
  if (a + both + b === 0) return `Neither ${first.name} nor ${second.name} changes an image.`;
  const all = a + both + b;
  const parts = `Of ${count(all)} ${noun(all, 'image')} that either changes, ${count(both)} ${noun(both, 'is', 'are')} changed by both (${percent(both / all, 0)})${both > 0 ? `, ${count(sameLabel)} of them to the same label` : ''}; ${count(a)} only by ${first.name}, ${count(b)} only by ${second.name}.`;
  const [low, high] = difference.interval ?? [0, 0];
  const more =
    low <= 0 && high >= 0
      ? ' Their counts differ by no more than chance over images allows.'
      : ` ${first.name} changes ${count(Math.abs(difference.value))} ${difference.value > 0 ? 'more' : 'fewer'} (${range(difference.interval, (end) => signed(end, 0))}).`;
  return parts + more;
}

/** What has to be said of two comparisons that do not rest on as many networks. */
export function networksCaveat(first: Side, second: Side): string | null {
  const [a, b] = [first.findings.members.compressed, second.findings.members.compressed];
  return a === b
    ? null
    : `${first.name} is ${count(a)} networks a side, ${second.name} ${count(b)}: counts of PIEs depend on it.`;
}

/** A class under both compressions, and the first one's change beyond the model minus the second's, points; null where a side has none. */
export type ClassPair = { class: number; first: ClassImpact; second: ClassImpact; apart: number | null };

/** Every class under both, by how far apart the two are, the furthest first. */
export function classPairs(first: Findings, second: Findings): ClassPair[] {
  const size = ({ apart }: ClassPair) => Math.abs(apart ?? 0);
  return first.classImpact
    .map((impact, index) => {
      const other = second.classImpact[index];
      const known = impact.normalised !== null && other.normalised !== null;
      const apart = known ? (impact.normalised ?? 0) - (other.normalised ?? 0) : null;
      return { class: impact.class, first: impact, second: other, apart };
    })
    .sort((a, b) => size(b) - size(a) || a.class - b.class);
}

/** The headline figures of one side, as rows of a table. */
export function figuresOf({ findings }: Side): string[] {
  const { top1, pies, noiseFloor, paired, classImpact, options } = findings;
  const lost = 100 * (top1.compressed.mean.value - top1.dense.mean.value);
  const flagged = classImpact.filter(({ impacted }) => impacted).length;
  const adjusted = classImpact.filter(
    ({ pAdjusted }) => pAdjusted !== null && pAdjusted <= options.alpha,
  ).length;
  const floor =
    noiseFloor.kind !== 'null'
      ? '–'
      : paired
        ? `0 by construction; retraining changes ${count(noiseFloor.pies)}`
        : count(noiseFloor.pies);
  return [
    `${percent(top1.compressed.mean.value)} (${range(top1.compressed.mean.interval, (end) => decimal(100 * end))})`,
    signed(lost, 2),
    count(pies.images.length),
    floor,
    `${count(flagged)}, adjusted ${count(adjusted)}`,
    `${count(pies.counts.forgotten)} / ${count(pies.counts.recovered)} / ${count(pies.counts.traded)}`,
  ];
}

/** What the rows of `figuresOf` are. */
export const figureNames = [
  'Top-1 (95%)',
  'Against dense, points',
  'PIEs',
  'By retraining alone',
  'Flagged classes',
  'Forgotten / recovered / traded',
];
