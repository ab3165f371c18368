import type { HumanComparison } from '../../audit/classes/humanVotes';
import type { Estimate } from '../../audit/findings';

/** What people said of PIEs and of other images; `source` says whose votes and how they were matched. */
export function peopleJson({ pies, matched, rest, difference, unmatched }: HumanComparison, source: string) {
  return {
    source,
    pies: onSet(pies),
    matched: onSet(matched),
    rest: onSet(rest),
    difference: onSet(difference),
    unmatched,
  };
}

function onSet({ images, entropy, accuracy }: HumanComparison['pies']) {
  return { images, entropy: estimate(entropy), accuracy: estimate(accuracy) };
}

function estimate(of: Estimate | null) {
  return of && { value: of.value, interval: of.interval };
}
