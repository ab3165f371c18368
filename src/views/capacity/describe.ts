import type { Capacity, CapacityMatch, CapacityRow } from '../../audit/capacity';
import type { Estimate, Interval } from '../../audit/findings';
import { count, decimal, noun, range, word } from '../../charts/format';

/** What a population of the zoo is called, by its id. */
export function contenderName(id: string): string {
  const [kind, share] = id.split('-');
  if (kind === 'sparse') return `${share}% removed in training`;
  if (kind === 'narrow') return `${share}% of the channels`;
  return kind === 'null' ? 'Dense, retrained' : 'Dense';
}

/** The narrow population of a match, whose weights are the pruned one's within 1%. */
export function narrowOf({ narrow }: Capacity, match: CapacityMatch): CapacityRow | undefined {
  return narrow.find(({ id }) => id === match.narrow);
}

/** Which does better at equal weights, at the fewest weights that both have. */
export function capacityClaim(capacity: Capacity): string {
  const { matches, networks } = capacity;
  const last = [...matches].sort(
    (a, b) => (narrowOf(capacity, a)?.weights ?? 0) - (narrowOf(capacity, b)?.weights ?? 0),
  )[0];
  if (!last) return 'No narrow population here has as many weights as a pruned one.';
  const weights = count(narrowOf(capacity, last)?.weights);
  const side = `${word(networks)} ${noun(networks, 'network')} a side`;
  return `With the same weights (about ${weights}), networks pruned in training ${accuracyClause(last)}, and ${pieClause(last)}: ${side}.`;
}

/** Pruned minus narrow, from narrow minus pruned. */
function turned({ value, interval }: Estimate): Estimate & { even: boolean } {
  const ends: Interval | null = interval && [-interval[1], -interval[0]];
  return { value: -value, interval: ends, n: 0, even: ends !== null && ends[0] <= 0 && ends[1] >= 0 };
}

function accuracyClause({ top1 }: CapacityMatch): string {
  const { value, interval, even } = turned(top1);
  const small = 'small ones trained from the start';
  if (even)
    return `do as well as ${small} (a difference of ${range(interval, (end) => decimal(end))} points)`;
  const ends = interval ? ` (${range(absolute(interval), (end) => decimal(end))})` : '';
  return `reach ${decimal(Math.abs(value))} points ${value > 0 ? 'more' : 'less'}${ends} than ${small}`;
}

function pieClause({ pies }: CapacityMatch): string {
  const { value, interval, even } = turned(pies);
  const size = count(Math.abs(value));
  const word = value > 0 ? 'more' : 'fewer';
  if (even) return `change as many labels (${size} ${word}, ${range(interval, count)})`;
  const ends = interval ? ` (${range(absolute(interval), count)})` : '';
  return `change ${size} ${noun(Math.abs(value), 'label')} ${word}${ends} against the dense ones`;
}

/** The sizes of an interval that does not include 0. */
function absolute([low, high]: Interval): Interval {
  return low < 0 ? [-high, -low] : [low, high];
}
