import type { Findings, Votes } from '../findings';

/**
 * Images of a class called `predicted`: mean count over the networks of each population, and compressed minus
 * dense.
 */
type Confusion = { predicted: number; dense: number; compressed: number; difference: number };

/**
 * The confusions of the class `label`: for every other class, how many of its images a network calls so, on
 * average. Sorted by difference, most gained first and most lost last; equal ones by class.
 */
export function confusions(
  findings: Pick<Findings, 'votes' | 'members' | 'classes'>,
  truth: Uint16Array,
  label: number,
): Confusion[] {
  const { votes, members, classes } = findings;
  const dense = votesOnClass(votes.dense, truth, label, classes);
  const compressed = votesOnClass(votes.compressed, truth, label, classes);
  return Array.from(dense, (count, predicted) => {
    const before = count / members.dense;
    const after = compressed[predicted] / members.compressed;
    return { predicted, dense: before, compressed: after, difference: after - before };
  })
    .filter(({ predicted }) => predicted !== label)
    .sort((a, b) => b.difference - a.difference || a.predicted - b.predicted);
}

/** Votes for every class over the images of the class `label`. */
function votesOnClass(votes: Votes, truth: Uint16Array, label: number, classes: number): Float64Array {
  const { starts, labels, counts } = votes;
  const sums = new Float64Array(classes);
  for (let image = 0; image < truth.length; image++) {
    if (truth[image] !== label) continue;
    for (let entry = starts[image]; entry < starts[image + 1]; entry++) sums[labels[entry]] += counts[entry];
  }
  return sums;
}
