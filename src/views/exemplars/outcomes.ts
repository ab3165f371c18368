import type { Findings } from '../../audit/findings';
import type { OutcomeFilter } from './galleryState';

/** What becomes of each image. */
export type Outcomes = { get(image: number): OutcomeFilter | undefined };

/** What can become of an image, as it is kept: a byte an image, 0 where it is no PIE. */
export const OUTCOMES: readonly OutcomeFilter[] = ['unchanged', 'forgotten', 'recovered', 'traded'];

/**
 * Of each findings once: there may be many hundred thousand PIEs, and every change of a filter asks for them.
 */
const codesOf = new WeakMap<Findings, Uint8Array>();

/** What becomes of every image, as places in `OUTCOMES`, [images]. */
export function outcomeCodes(findings: Findings): Uint8Array {
  const known = codesOf.get(findings);
  if (known) return known;
  const { images, outcomes } = findings.pies;
  const codes = new Uint8Array(findings.images);
  for (let place = 0; place < images.length; place++) {
    codes[images[place]] = OUTCOMES.indexOf(outcomes[place]);
  }
  codesOf.set(findings, codes);
  return codes;
}

/** The outcome of every PIE by image; images that are not in it keep their modal label. */
export function outcomesByImage(findings: Findings): Outcomes {
  const codes = outcomeCodes(findings);
  return { get: (image) => (codes[image] > 0 ? OUTCOMES[codes[image]] : undefined) };
}
