// What making networks here changes besides what it removes: BatchNorm re-estimated, or training further.
import type { Findings } from '../../audit/findings';
import { finetuneOf } from '../../model/methods/registry';
import type { Variant } from '../../model/variant';
import { count, noun, wholePercent } from '../../text/format';

/** Images that the treatment changes by itself, nothing removed, and whether both sides had it. */
export type Treated = { images: number; bothSides: boolean };

/** From this share of the PIEs on, what one side's treatment changes by itself is most of what is shown. */
const MOST = 0.5;

function nameOf(variant: Variant | null): string {
  return variant && finetuneOf(variant) > 0 ? 'Fine-tuning' : 'Re-estimating the normalisation';
}

const images = (n: number) => `${count(n)} ${noun(n, 'image')}`;

/** The line behind the sentence. */
export function treatedLine(treated: Treated, { pies }: Findings, variant: Variant | null): string {
  const name = nameOf(variant);
  if (treated.bothSides) return `${name}, done to both sides, changes ${images(treated.images)} by itself.`;
  const shown = pies.images.length;
  const share = shown === 0 ? '' : `, ${wholePercent(treated.images / shown)} of as many as change here`;
  return `${name}, done to the compressed side alone, changes ${images(treated.images)} by itself${share}.`;
}

/** What qualifies the sentence where one side's treatment alone changes half as many images or more. */
export function mostlyTreatment(
  treated: Treated | null,
  { pies }: Findings,
  variant: Variant | null,
): string | null {
  if (!treated || treated.bothSides || treated.images === 0) return null;
  if (treated.images < MOST * pies.images.length) return null;
  return (
    `${nameOf(variant)} by itself changes ${images(treated.images)}: what is shown is mostly that. Dense ` +
    'networks treated alike are the fair comparison.'
  );
}
