import type { Estimate, Interval } from '../../audit/findings';
import type { Capacity, CapacityMatch, CapacityRow } from '../../audit/levels/capacity';
import { type Claim, plainly } from '../../charts/claim';
import { count, decimal, level, noun, range, signed, word } from '../../text/format';

/** What a population of the zoo is called, by its id and its share of the channels. */
export function contenderName({ id, width }: Pick<CapacityRow, 'id' | 'width'>): string {
  if (width !== undefined) return `${level(width)} of the channels`;
  const [kind, share] = id.split('-');
  if (kind === 'sparse') return `${share}% removed in training`;
  return kind === 'null' ? 'Dense, retrained' : 'Dense';
}

/** The narrow population of a match, whose weights are the pruned one's within 2%. */
export function narrowOf({ narrow }: Capacity, match: CapacityMatch): CapacityRow | undefined {
  return narrow.find(({ id }) => id === match.narrow);
}

/** Which does better at equal weights, at the fewest weights that both have. */
export function capacityClaim(capacity: Capacity): Claim {
  const { matches, networks } = capacity;
  const last = [...matches].sort(
    (a, b) => (narrowOf(capacity, a)?.weights ?? 0) - (narrowOf(capacity, b)?.weights ?? 0),
  )[0];
  if (!last) return plainly('No narrow population here has as many weights as a pruned one.');
  const weights = count(narrowOf(capacity, last)?.weights);
  const side = `${word(networks)} ${noun(networks, 'network')} a side`;
  return {
    claim:
      `With the same weights (about ${weights}), networks pruned in training ${accuracyClause(last)}. ` +
      `${pieClause(last)}.`,
    evidence: `${evidenceOf(last)}${side}.`,
  };
}

/** The intervals behind the claim, in front of how many networks there are. */
function evidenceOf({ top1, pies }: CapacityMatch): string {
  const { value, interval } = turned(top1);
  const labels = turned(pies).interval;
  const known = [
    interval
      ? `${range(interval, (end) => signed(end))} points`
      : `Top-1 here differs by ${signed(value)} points`,
    ...(labels ? [`${range(labels, (end) => signed(end, 0))} labels`] : []),
  ];
  return `${interval ? '95%: ' : ''}${known.join(', ')}; `;
}

/** Pruned minus narrow, from narrow minus pruned. */
function turned({ value, interval }: Estimate): Estimate & { even: boolean } {
  const ends: Interval | null = interval && [-interval[1], -interval[0]];
  return { value: -value, interval: ends, n: 0, even: ends !== null && ends[0] <= 0 && ends[1] >= 0 };
}

/** How many images have a tied vote, over all counts of PIEs. */
export function tiesSentence({ retrained, narrow, sparse, images }: Capacity): string {
  const tied = [retrained, ...narrow, ...sparse].flatMap((row) => (row?.pies ? [row.pies.tied] : []));
  if (tied.length === 0) return '';
  const [least, most] = [Math.min(...tied), Math.max(...tied)];
  const few = least === most ? count(most) : `${count(least)} to ${count(most)}`;
  return (
    `In each count, ${few} of ${count(images)} ${noun(images, 'image')} ${noun(most, 'has', 'have')} ` +
    'a tied vote on one side or both.'
  );
}

function accuracyClause({ top1 }: CapacityMatch): string {
  const { value, interval, even } = turned(top1);
  const small = 'small ones trained from the start';
  const size = `${decimal(Math.abs(value))} points ${value > 0 ? 'more' : 'less'}`;
  if (!interval) return `cannot be told from ${small} by one network`;
  return even ? `do not differ measurably from ${small}` : `reach ${size} than ${small}`;
}

function pieClause({ pies }: CapacityMatch): string {
  const { value, even } = turned(pies);
  const size = count(Math.abs(value));
  const word = value > 0 ? 'more' : 'fewer';
  if (even) {
    return 'How many labels they change against the dense ones does not differ measurably';
  }
  return `They change ${size} ${noun(Math.abs(value), 'label')} ${word} against the dense ones`;
}
