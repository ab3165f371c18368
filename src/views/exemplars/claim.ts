import type { Findings } from '../../audit/findings';
import { count, noun, percent } from '../../text/format';
import { marked } from './orders';

/**
 * The sentence after the count of PIEs: how right either population is on them, and on all images. Empty when
 * there is no PIE.
 */
export function accuracyClaim({ accuracy, pies }: Findings): string {
  const { dense, compressed } = accuracy;
  if (pies.images.length === 0 || !dense.pie || !compressed.pie) return '';
  const [right, then, all, after] = [dense.pie, compressed.pie, dense.all, compressed.all].map((estimate) =>
    percent(estimate.value, 0),
  );
  const them = noun(pies.images.length, 'it', 'them');
  return (
    `Dense networks get ${right} of ${them} right, compressed ones ${then}. Of all images they get ` +
    `${all} and ${after} right.`
  );
}

/** How many of these PIEs retraining alone changes as well, or null where no null population tells. */
export function floorClaim({ images, noiseFloor, paired, pies }: Findings): string | null {
  if (noiseFloor.kind !== 'null' || pies.images.length === 0) return null;
  const changed = marked(images, noiseFloor.images);
  const shared = pies.images.reduce((sum, image) => sum + changed[image], 0);
  const context =
    `Retraining alone, without compression, changes ${count(noiseFloor.pies)} ` +
    `${noun(noiseFloor.pies, 'image')}`;
  return paired
    ? `${context}; these networks were not retrained.`
    : `${context}, of which ${count(shared)} ${noun(shared, 'is', 'are')} among these.`;
}

/** What the top-share slider shows, for people. `share` is in percent of all images. */
export function shareWords(images: number, share: number): string {
  const shown = Math.round((share / 100) * images);
  return `top ${share}%: ${count(shown)} ${noun(shown, 'image')}`;
}
