import type { Shard } from '../model/shard';
import { defocusBlur, glassBlur, motionBlur, zoomBlur } from './blur';
import { elastic } from './elastic';
import { jpeg } from './jpeg';
import { gaussianNoise, impulseNoise, shotNoise } from './noise';
import { type Corruption, type Picture, type Severity, toByte } from './picture';
import { pixelate } from './pixelate';
import { imageRandom } from './random';
import { brightness, contrast } from './tone';
import { fog, frost, snow } from './weather';

/**
 * The corruptions of CIFAR-10-C (D. Hendrycks, T. Dietterich, ICLR 2019, arXiv 1903.12261), in its order,
 * with the constants of the code that made it (github.com/hendrycks/robustness, make_cifar_c.py). Their order
 * numbers enter the random numbers.
 */
const CORRUPTIONS = {
  'gaussian-noise': { title: 'Gaussian noise', apply: gaussianNoise },
  'shot-noise': { title: 'Shot noise', apply: shotNoise },
  'impulse-noise': { title: 'Impulse noise', apply: impulseNoise },
  'defocus-blur': { title: 'Defocus blur', apply: defocusBlur },
  'glass-blur': { title: 'Frosted glass blur', apply: glassBlur },
  'motion-blur': { title: 'Motion blur', apply: motionBlur },
  'zoom-blur': { title: 'Zoom blur', apply: zoomBlur },
  snow: { title: 'Snow', apply: snow },
  frost: { title: 'Frost-like', apply: frost },
  fog: { title: 'Fog', apply: fog },
  brightness: { title: 'Brightness', apply: brightness },
  contrast: { title: 'Contrast', apply: contrast },
  elastic: { title: 'Elastic', apply: elastic },
  pixelate: { title: 'Pixelate', apply: pixelate },
  jpeg: { title: 'JPEG', apply: jpeg },
} satisfies Record<string, { title: string; apply: Corruption }>;

/** The name of a corruption in addresses, files and options. */
export type CorruptionId = keyof typeof CORRUPTIONS;

/** Which corruptions, at which severities, of the first so many images. */
export type CorruptionWish = { corruptions: CorruptionId[]; severities: Severity[]; images: number };

/** Every corruption, in CIFAR-10-C's order. */
export const corruptionIds = Object.keys(CORRUPTIONS) as CorruptionId[];

/** The severities, mild to strong. */
export const severities: readonly Severity[] = [1, 2, 3, 4, 5];

/** What a corruption is called on screen: "Gaussian noise". */
export function corruptionTitle(id: CorruptionId): string {
  return CORRUPTIONS[id].title;
}

/**
 * Corrupted copies of a shard's images, rounded to bytes. Image i of the shard is image `first` + i of the
 * data set. That number, `seed`, the corruption and the severity decide every random number, so that any part
 * of a data set can be made alone.
 */
export function corrupt(shard: Shard, id: CorruptionId, severity: Severity, seed: number, first = 0): Shard {
  const { height, width, channels, count } = shard;
  const { apply } = CORRUPTIONS[id];
  const number = corruptionIds.indexOf(id);
  const size = height * width * channels;
  const images = new Uint8Array(count * size);
  for (let image = 0; image < count; image++) {
    const bytes = shard.images.subarray(image * size, (image + 1) * size);
    const picture: Picture = {
      height,
      width,
      channels,
      values: Float64Array.from(bytes, (byte) => byte / 255),
    };
    const random = imageRandom(seed, number, severity, first + image);
    images.set(apply(picture, severity, random).values.map(toByte), image * size);
  }
  return { ...shard, id: `${shard.id}/${id}-${severity}-${seed}`, images };
}
