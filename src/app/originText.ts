import { licenceText } from '../library/manifest';
import type { ZooReport } from './lab/protocol';
import type { Comparison } from './lab/results';

/** Whose the images and the networks are, in the words of the page's foot. */
export function originText(origin: ZooReport['origin']): string {
  if (origin.kind === 'shipped') return `${origin.citation}, ${licenceText(origin.licence)}`;
  const { trained, networks, created, fitted, calibration } = origin;
  if (trained) {
    return (
      `networks ${networks}, on ${created.slice(0, 10)}, and kept in this browser (calibration ` +
      `images: ${calibration})`
    );
  }
  const what = networks
    ? `images of your own, judged by networks that are ${networks}`
    : 'your own networks and images';
  return (
    `${what}, brought on ${created.slice(0, 10)} and kept in this browser (images ${fitted}; ` +
    `calibration images: ${calibration})`
  );
}

/**
 * What pixels the answers on screen are of, where that is not plain: shipped ones of images that are not
 * here, computed ones of the reader's own copy.
 */
export function answeredOn(
  { ownImages }: Pick<ZooReport, 'ownImages'>,
  { source }: Pick<Comparison, 'source'>,
): string | null {
  if (!ownImages) return null;
  return source === 'shipped' ? `on ${ownImages.on}` : 'on your copy of the test images';
}
