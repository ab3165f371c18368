import { count } from '../../text/format';

/** From so many images on, tests find differences that matter to nobody. */
const MANY = 200_000;

/** What to read first where a test finds almost everything; null for fewer images. */
export function manyImages(images: number): string | null {
  if (images < MANY) return null;
  return (
    `With ${count(images)} images almost any difference is significant: read how large an effect is, ` +
    'and its interval, before p.'
  );
}
