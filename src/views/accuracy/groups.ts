import type { Both, CrossedEffect, Estimate, Findings } from '../../audit/findings';
import { capital, count, noun, percent, word } from '../../text/format';

/** A set of images with the accuracy of both populations on it; null where the set is empty. */
export type Group = {
  id: string;
  name: string;
  note: string;
  accuracy: Both<Estimate | null>;
  images: number;
  /** Accuracy on the PIEs minus that on these images, points, networks and images both varying. */
  beyond?: Both<CrossedEffect | null | undefined>;
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
      beyond: matched.beyond,
    });
  }
  return [
    ...sets,
    {
      id: 'all',
      name: 'All images',
      note: '',
      accuracy: both('all'),
      images,
      beyond: { dense: accuracy.dense.beyond, compressed: accuracy.compressed.beyond },
    },
    {
      id: 'nonPie',
      name: 'Non-PIEs',
      note: 'label kept',
      accuracy: both('nonPie'),
      images: images - pies.images.length,
    },
  ];
}

/** The images that retraining alone changes, by the dense and the null population; none without one. */
export function retrainedGroups({ noiseFloor }: Findings): Group[] {
  if (noiseFloor.kind !== 'null' || !noiseFloor.changed) return [];
  const { accuracy, beyond } = noiseFloor.changed;
  return [
    {
      id: 'retrained',
      name: 'Changed by retraining alone (dense, and the null population)',
      note: '',
      accuracy,
      images: noiseFloor.images.length,
      beyond,
    },
  ];
}

/**
 * The same sets by top-5 accuracy, where the rank of the true class is known of every answer and five classes
 * are not nearly all.
 */
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

/**
 * Of fewer PIEs than this it is not said that they are harder. The interval takes a mean over images to be
 * normal, which a handful of them does not bear out.
 */
export const LEAST_PIES = 20;

/** What the comparison says, from the data alone. */
export function accuracyClaim(findings: Findings): string {
  const { dense, compressed } = findings.accuracy;
  const pies = findings.pies.images.length;
  if (!dense.pie || !compressed.pie) return 'No image changes its label, so there is nothing to compare.';
  const lead =
    pies < LEAST_PIES
      ? `${capital(word(pies))} ${noun(pies, 'PIE is', 'PIEs are')} too few to say whether they are ` +
        'harder than images at large'
      : leadOf(
          `The ${count(pies)} PIEs`,
          'images at large',
          isHarder(dense.beyond),
          isHarder(compressed.beyond),
        );
  const on =
    `Dense networks get ${percent(dense.pie.value, 0)} of them right against ` +
    `${percent(dense.all.value, 0)} of all images, compressed ones ` +
    `${percent(compressed.pie.value, 0)} against ${percent(compressed.all.value, 0)}`;
  return `${lead}. ${on}.`;
}

/**
 * Whether accuracy on PIEs lies below that on other images were other networks trained and other images
 * taken: the interval of the difference leaves 0 out.
 */
function isHarder(beyond: CrossedEffect | null | undefined): boolean {
  return beyond ? beyond.interval[1] < 0 : false;
}

function leadOf(pies: string, others: string, dense: boolean, compressed: boolean): string {
  const lead = `${pies} are harder than ${others}`;
  if (dense && compressed) return `${lead}, for dense networks too`;
  if (dense) return `${lead} for dense networks, not measurably for compressed ones`;
  if (compressed) return `${lead} for compressed networks, not measurably for dense ones`;
  return `${pies} are not measurably harder than ${others}`;
}

/**
 * Whether PIEs are harder than their matches; empty where that cannot be said. The interval of the dense
 * networks is too wide (simulated: docs/claims.md), which is said where it includes 0.
 */
function besideMatches({ matched, pies }: Findings): string {
  if (!matched?.beyond?.dense || !matched.beyond.compressed || pies.images.length < LEAST_PIES) return '';
  const { dense, compressed } = matched.beyond;
  const [low, high] = dense.interval;
  const wide =
    low <= 0 && high >= 0
      ? ' The interval for dense networks is too wide, 99% in place of 95%: a small difference may be missed.'
      : '';
  return ` ${leadOf('PIEs', 'these', isHarder(dense), isHarder(compressed))}.${wide}`;
}

/**
 * The caveat: how much of the drop the choice of images makes, as far as matching can say (on the page
 * Methods).
 */
export function matchClaim(findings: Findings): string | null {
  const { matched, accuracy } = findings;
  if (!accuracy.dense.pie) return null;
  const caveat =
    'In part this is by construction: PIEs are images on which networks disagree, so they are often ' +
    'wrong there.';
  if (!matched || matched.matched === 0)
    return `${caveat} No non-PIE is as uncertain as they are: nothing to match.`;
  const { dense, compressed } = matched.accuracy;
  const unmatched = matched.unmatched === 0 ? 'none was left without' : `${count(matched.unmatched)} did not`;
  return (
    `${caveat} Take other images on which the dense networks are just as divided, and as often right. ` +
    `Dense networks answer ${percent(dense.value, 0)} of these correctly, compressed ones ` +
    `${percent(compressed.value, 0)}. ${count(matched.matched)} ` +
    `${noun(matched.matched, 'PIE')} found such matches, ${unmatched}.${besideMatches(findings)}`
  );
}
