const FIRST = 256;
/** Images that a device is given at once. */
export const IMAGES_AT_ONCE = 512;

/**
 * The image ranges in which a run proceeds: a small one, so that a first answer comes soon, then 512 at a
 * time. These are whole groups of the images that a kernel takes at once. The edges do not depend on
 * `images`, so that what one run computed serves a longer one.
 */
export function chunks(images: number): { start: number; end: number }[] {
  const ranges = [];
  for (let start = 0; start < images; ) {
    const end = Math.min(
      images,
      start === 0 ? FIRST : start === FIRST ? IMAGES_AT_ONCE : start + IMAGES_AT_ONCE,
    );
    ranges.push({ start, end });
    start = end;
  }
  return ranges;
}
