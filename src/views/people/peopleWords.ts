import type { HumanComparison } from '../../audit/classes/humanVotes';
import type { Estimate } from '../../audit/findings';
import { decimal, percent } from '../../text/format';

/** Whether an interval lies above 0, below it, or neither. */
function side({ interval }: Estimate): 'above' | 'below' | 'neither' {
  if (!interval) return 'neither';
  return interval[0] > 0 ? 'above' : interval[1] < 0 ? 'below' : 'neither';
}

/** What people's votes say of the PIEs, against images on which the dense networks are as torn. */
export function peopleClaim({ pies, rest, matched, difference }: HumanComparison): string {
  if (!pies.entropy || !pies.accuracy) return 'People voted on none of the PIEs.';
  const all = rest.accuracy
    ? `People give PIEs their label in ${percent(pies.accuracy.value)} of their votes, other images ` +
      `in ${percent(rest.accuracy.value)}.`
    : '';
  if (!difference.entropy || !matched.entropy)
    return `${all} No other image is as contested as they are.`.trim();
  const bits = `${decimal(pies.entropy.value, 2)} bits against ${decimal(matched.entropy.value, 2)}`;
  const verdict = {
    above: `Beside images on which the dense networks are as torn, people are less sure too: ${bits}.`,
    below: `Beside images on which the dense networks are as torn, people are surer: ${bits}.`,
    neither: `Beside images on which the dense networks are as torn, no difference can be told: ${bits}.`,
  }[side(difference.entropy)];
  return `${all} ${verdict}`.trim();
}
