// The test images of a zoo on the command line: how many of them, and where they are from.

import type { Predictions } from '../audit/predictions';
import { withCopy } from '../library/copiedZoo';
import { hasImages } from '../library/labelledImages';
import type { Manifest } from '../library/manifest';
import { readCopy } from '../library/readCopy';
import type { Withheld } from '../library/withheld';
import type { Zoo } from '../library/zoo';
import { fixed } from '../text/fixed';
import { decodeImages } from './decodeImages';
import { type Flags, integer, UsageError } from './flags';
import { chosenFiles } from './networkImages';
import type { Note } from './telling';

/** The file or folder that `--images` names; null where it says how many, or nothing. */
function copyPath(flags: Flags): string | null {
  const text = flags.get('images');
  return text === undefined || /^\d+$/.test(text) ? null : text;
}

/**
 * A zoo with the reader's own copy of its test images, where they may not be published with it and `--images`
 * names a file or a folder of them. What that is, is noted. The zoo itself in any other case.
 */
export async function withOwnImages(zoo: Zoo<Manifest>, flags: Flags, note: Note): Promise<Zoo> {
  const path = copyPath(flags);
  if (path === null || !zoo.withheld) return zoo;
  const created = new Date().toISOString();
  const copy = await readCopy(zoo, await chosenFiles(path), { decode: decodeImages, created });
  const { kind, fitted, realigned, bits, calibration, places } = copy;
  const order = realigned ? 'put in order by what they show' : 'in order';
  const training = calibration
    ? `${calibration.labels.length} of its ${calibration.of} training images re-estimate BatchNorm`
    : 'no training images';
  const count = places.length;
  note(
    `${path}: ${kind}, ${count} images${fitted === 'unchanged' ? '' : ` (${fitted})`} ${order}; ` +
      `fingerprints differ in ${fixed(bits.mean, 2)} of 112 bits (at most ${bits.most}) from the ` +
      `${zoo.withheld.on} that the zoo's predictions are ` +
      `of; ${training}.`,
  );
  for (const each of copy.notes) note(`${path}: ${each}`);
  return withCopy(zoo, copy);
}

/**
 * How many test images are asked for, by `--images N` or `--images-count N`, beside a file by the latter alone;
 * null where it is not said.
 */
export function imagesAsked({ manifest, withheld }: Zoo, flags: Flags): number | null {
  const { count } = manifest.dataset.test;
  const hasCopy = withheld && copyPath(flags) !== null;
  const asked = integer(flags, 'images-count', 1, count) ?? null;
  if (hasCopy || (asked !== null && !flags.has('images'))) return asked;
  if (asked !== null) {
    throw new UsageError('Expected one number of images, got --images and --images-count; leave one out.');
  }
  return integer(flags, 'images', 1, count) ?? null;
}

/** Refuses a zoo whose test images are still to be brought. */
export function requireImages(zoo: Zoo): void {
  if (hasImages(zoo)) return;
  throw new UsageError(
    `Expected --images with your own copy of the test images of ${zoo.manifest.dataset.title} (a ` +
      'file or a folder), which may not be published with its networks; got none.',
  );
}

/** Refuses to re-estimate BatchNorm where a copy has no training images for it. */
export function requireCalibration(zoo: Zoo, isNeeded: boolean): void {
  if (!isNeeded || !zoo.withheld || zoo.manifest.dataset.calibration) return;
  throw new UsageError(
    'Expected a copy with training images to re-estimate BatchNorm on, such as ' +
      'cifar-10-binary.tar.gz, or --no-recalibrate; got test images alone.',
  );
}

/** How many answers on a reader's own copy differ from those that came with the zoo, and why. */
export function differences(
  { labels }: Pick<Predictions, 'labels'>,
  shipped: Pick<Predictions, 'labels'>,
  { on }: Pick<Withheld, 'on'>,
): string {
  const differing = labels.filter((label, at) => label !== shipped.labels[at]).length;
  const all = `${labels.length} answers ${differing === 0 ? 'agree with' : 'differ from'} the shipped ones`;
  return differing === 0
    ? `All ${all}, which are on ${on}.`
    : `${differing} of ${all}, which are on ${on}: other pixels.`;
}
