// Whether a reader's own copy has the colours of the test images, which fingerprints do not tell.
import { fixed } from '../text/fixed';

/** How much nearer channel means must be in reverse, of 1 and added up over channels, to be reversed. */
const NEARER = 0.02;
/** A set has some grey images; from this share of its pixels on it is grey. */
const MOST_GREY = 0.99;

/**
 * Refuses images u8 [..., 3] that are grey, or whose channels are blue, green and red: their means are then
 * nearer to the `mean` of the networks' input (0..1) in reverse. Throws one sentence that begins with `file`.
 */
export function checkColours(images: Uint8Array, mean: readonly number[], file: string): void {
  const sums = [0, 0, 0];
  let grey = 0;
  for (let at = 0; at < images.length; at += 3) {
    const [red, green, blue] = [images[at], images[at + 1], images[at + 2]];
    sums[0] += red;
    sums[1] += green;
    sums[2] += blue;
    if (red === green && green === blue) grey++;
  }
  const pixels = images.length / 3;
  if (grey > MOST_GREY * pixels) {
    throw new Error(`${file}: expected images in colour, got grey ones; choose a copy in colour.`);
  }
  const own = sums.map((sum) => sum / pixels / 255);
  const distance = (of: number[]) =>
    of.reduce((sum, each, channel) => sum + Math.abs(each - mean[channel]), 0);
  if (distance([...own].reverse()) < distance(own) - NEARER) {
    throw new Error(
      `${file}: expected red, green and blue in this order, got blue first by the channels' means ` +
        `(${own.map((each) => fixed(each, 2)).join(', ')}); save images[..., ::-1].`,
    );
  }
}
