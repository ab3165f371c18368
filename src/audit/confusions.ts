import type { Findings } from './findings';

/**
 * Images of a class called `predicted`: mean count over the networks of each population, and compressed minus dense.
 */
type Confusion = { predicted: number; dense: number; compressed: number; difference: number };

/**
 * The confusions of the class `label`: for every other class, how many of its images a network calls so, on average.
 * Sorted by difference, most gained first and most lost last; equal ones by class.
 */
export function confusions(
  findings: Pick<Findings, 'votes' | 'members' | 'classes'>,
  truth: Uint16Array,
  label: number,
): Confusion[] {
  const { votes, members, classes } = findings;
  const dense = new Float64Array(classes);
  const compressed = new Float64Array(classes);
  truth.forEach((trueLabel, image) => {
    if (trueLabel !== label) return;
    for (let predicted = 0; predicted < classes; predicted++) {
      dense[predicted] += votes.dense[image * classes + predicted];
      compressed[predicted] += votes.compressed[image * classes + predicted];
    }
  });
  return Array.from(dense, (count, predicted) => {
    const before = count / members.dense;
    const after = compressed[predicted] / members.compressed;
    return { predicted, dense: before, compressed: after, difference: after - before };
  })
    .filter(({ predicted }) => predicted !== label)
    .sort((a, b) => b.difference - a.difference || a.predicted - b.predicted);
}
