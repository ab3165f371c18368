import type { Both, Estimate, Findings } from '../../audit/findings';
import { count, noun, percent } from '../../charts/format';

/** A set of images with the accuracy of both populations on it; null where the set is empty. */
export type Group = {
  id: string;
  name: string;
  note: string;
  accuracy: Both<Estimate | null>;
  images: number;
};

/** The sets the panel compares: PIEs, non-PIEs as hard as they are, all images, and the rest. */
export function groups({ accuracy, matched, images, pies }: Findings): Group[] {
  const both = (set: 'pie' | 'all' | 'nonPie') => ({
    dense: accuracy.dense[set],
    compressed: accuracy.compressed[set],
  });
  const sets: Group[] = [
    { id: 'pie', name: 'PIEs', note: 'label changed', accuracy: both('pie'), images: pies.images.length },
  ];
  if (matched && matched.matched > 0) {
    sets.push({
      id: 'matched',
      name: 'Matched',
      note: 'non-PIEs, as contested',
      accuracy: matched.accuracy,
      images: matched.accuracy.dense.n,
    });
  }
  return [
    ...sets,
    { id: 'all', name: 'All images', note: '', accuracy: both('all'), images },
    {
      id: 'nonPie',
      name: 'Non-PIEs',
      note: 'label kept',
      accuracy: both('nonPie'),
      images: images - pies.images.length,
    },
  ];
}

/** The same sets by top-5 accuracy, where the rank of the true class is known of every answer and five classes are not nearly all. */
export function topFiveGroups({ top5, images, pies }: Findings): Group[] {
  if (!top5) return [];
  const sizes = { pie: pies.images.length, all: images, nonPie: images - pies.images.length };
  const names = { pie: 'PIEs, top-5', all: 'All images, top-5', nonPie: 'Non-PIEs, top-5' };
  return (['pie', 'all', 'nonPie'] as const).map((set) => ({
    id: `${set}-top5`,
    name: names[set],
    note: '',
    accuracy: { dense: top5.dense[set], compressed: top5.compressed[set] },
    images: sizes[set],
  }));
}

/** What the comparison says, from the data alone. */
export function accuracyClaim(findings: Findings): string {
  const { dense, compressed } = findings.accuracy;
  if (!dense.pie || !compressed.pie) return 'No image changes its label, so there is nothing to compare.';
  const drop = dense.all.value - dense.pie.value;
  const lead =
    drop > 0
      ? 'PIEs are harder than the rest, for dense networks too'
      : 'PIEs are not harder than the rest for dense networks';
  const on = `these get ${percent(dense.pie.value, 0)} of them right against ${percent(dense.all.value, 0)} of all images, compressed ones ${percent(compressed.pie.value, 0)} against ${percent(compressed.all.value, 0)}`;
  return `${lead}: ${on}.`;
}

/** The caveat: how much of the drop the choice of images makes, as far as matching can say (method.md, "PIE, all, non-PIE"). */
export function matchClaim({ matched, accuracy }: Findings): string | null {
  if (!accuracy.dense.pie) return null;
  const caveat = 'PIEs are chosen by disagreement, so part of this drop is by construction.';
  if (!matched || matched.matched === 0)
    return `${caveat} No non-PIE is as uncertain as they are: nothing to match.`;
  const { dense, compressed } = matched.accuracy;
  const unmatched =
    matched.unmatched === 0
      ? 'every PIE found a match'
      : `${count(matched.unmatched)} ${noun(matched.unmatched, 'PIE')} found no match`;
  return `${caveat} Non-PIEs on which the dense networks are just as divided, and as often right, are answered correctly ${percent(dense.value, 0)} (dense) and ${percent(compressed.value, 0)} (compressed) of the time; ${unmatched}.`;
}
