import type { Findings } from '../../audit/findings';
import { remembered } from '../../model/remembered';
import type { OutcomeFilter } from './galleryState';

/** What becomes of each image. */
export type Outcomes = { get(image: number): OutcomeFilter | undefined };

/** What can become of an image, as it is kept: a byte an image, 0 where it is no PIE. */
export const OUTCOMES: readonly OutcomeFilter[] = ['unchanged', 'forgotten', 'recovered', 'traded'];

/**
 * What becomes of every image, as places in `OUTCOMES`, [images]. Of each findings once: there may be many
 * hundred thousand PIEs, and every change of a filter asks for them.
 */
export const outcomeCodes = remembered((findings: Findings): Uint8Array => {
  const { images, outcomes } = findings.pies;
  const codes = new Uint8Array(findings.images);
  for (let place = 0; place < images.length; place++) {
    codes[images[place]] = OUTCOMES.indexOf(outcomes[place]);
  }
  return codes;
});

/** The outcome of every PIE by image; images that are not in it keep their modal label. */
export function outcomesByImage(findings: Findings): Outcomes {
  const codes = outcomeCodes(findings);
  return { get: (image) => (codes[image] > 0 ? OUTCOMES[codes[image]] : undefined) };
}
