import type { Capacity, CapacityMatch, CapacityRow } from '../../audit/capacity';
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
  return `With the same weights (about ${weights}), networks pruned in training ${accuracyClause(last)} small ones trained from the start, and ${pieClause(last)}: ${side}.`;
}

function accuracyClause({ top1: { value, interval } }: CapacityMatch): string {
  const ends: [number, number] | null = interval && [-interval[1], -interval[0]];
  const shown = ends ? ` (${range(ends, (end) => decimal(end))})` : '';
  if (ends && ends[0] <= 0 && ends[1] >= 0)
    return `do as well as${shown ? `, within ${shown.trim()} points,` : ''}`;
  return `reach ${decimal(Math.abs(value))} points ${value < 0 ? 'more' : 'less'}${shown} than`;
}

function pieClause({ pies: { value, interval } }: CapacityMatch): string {
  const ends: [number, number] | null = interval && [-interval[1], -interval[0]];
  const shown = ends ? ` (${range(ends, count)})` : '';
  if (ends && ends[0] <= 0 && ends[1] >= 0)
    return `change no measurably different number of labels, a difference of ${count(-value)}${shown}`;
  const size = Math.abs(value);
  return `change ${count(size)} ${noun(size, 'label')} ${value > 0 ? 'fewer' : 'more'}${shown} against the dense ones`;
}
