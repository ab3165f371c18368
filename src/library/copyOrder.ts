/** Which image of a reader's own copy is which test image. */
import { differingBits, PRINT_BYTES } from '../formats/images/fingerprints';
import { count, counted } from '../text/format';

/** The test images as a zoo knows them: a class and a fingerprint each. */
export type KnownImages = { labels: Uint16Array; prints: Uint8Array };

/**
 * A copy of them, in the order of its file; `labels` is null where it has no classes, `ids` are its paths.
 */
export type CopyImages = { file: string; labels: Uint16Array | null; prints: Uint8Array; ids: string[] };

/** How a copy was matched. */
export type CopyOrder = {
  /** The place in the copy of each test image. */
  places: Uint32Array;
  /**
   * Whether the copy stood in its published order, class by class, or had to be put in order by what it
   * shows.
   */
  realigned: boolean;
  /** Bits of 112 in which a fingerprint differs from the one known: on average, and at most. */
  bits: { mean: number; most: number };
};

/**
 * An image and its copy at JPEG quality 50 differ in 4 bits on average and in up to 36; two images in 56. Up
 * to `NEAR` a place is taken as right; up to `FAR` where no other image of the class is nearer.
 */
const NEAR = 24;
const FAR = 40;
/** Of a thousand images in a right order, how many may lie over `NEAR` with another of the class nearer. */
const STRAY = 1;
/** Bits on average from which images are others: most of any set find a partner within `FAR`. */
const OTHERS = 12;

/**
 * Matches a copy to the known test images. Images of a class that stand in their order are taken so, by the
 * place among them or by the number in their name, where the fingerprints agree. Else each is found by its
 * fingerprint, among the images of its class. `classes` are names for errors. Throws one sentence where
 * counts differ or an image is not found.
 */
export function copyOrder(known: KnownImages, copy: CopyImages, classes: string[]): CopyOrder {
  checkCounts(known, copy, classes);
  const numbers = numbersOf(copy.ids);
  const ordered = [(place: number) => place, numbers && ((place: number) => numbers[place])]
    .map((rank) => rank && inTurn(known, copy, rank))
    .find((places) => places !== null && isRight(known, copy, places));
  const places = ordered ?? byContent(known, copy);
  const bits = bitsOf(known, copy, places);
  if (bits.mean > OTHERS) {
    throw new Error(
      `${copy.file}: expected the test images, got others of the same number: fingerprints of what they ` +
        `show differ in ${Math.round(bits.mean)} of 112 bits on average; choose the published images, or ` +
        'copies that look the same.',
    );
  }
  return { places, realigned: !ordered, bits };
}

function checkCounts(known: KnownImages, { file, labels, prints }: CopyImages, classes: string[]): void {
  const images = prints.length / PRINT_BYTES;
  if (images !== known.labels.length) {
    throw new Error(
      `${file}: expected the ${counted(known.labels.length, 'test image')}, ` +
        `got ${counted(images, 'image')}; ` +
        'choose the file or the folder of the test images.',
    );
  }
  if (!labels) return;
  for (const [label, name] of classes.entries()) {
    const [wanted, got] = [known.labels, labels].map((all) => all.filter((each) => each === label).length);
    if (wanted !== got) {
      throw new Error(
        `${file}: expected ${counted(wanted, 'test image')} of the class ${name}, got ${count(got)}; ` +
          'this is another set, or a part of it is missing.',
      );
    }
  }
}

/** The images of each class, by the place in `labels`; all of them as one class where there are none. */
function byClass(labels: Uint16Array | null, count: number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let image = 0; image < count; image++) {
    const label = labels?.[image] ?? 0;
    const group = groups.get(label);
    if (group) group.push(image);
    else groups.set(label, [image]);
  }
  return groups;
}

/**
 * The j-th image of a class is the j-th of the copy by `rank`; of a copy without classes, image k is the k-th
 * of all.
 */
function inTurn(known: KnownImages, { labels }: CopyImages, rank: (place: number) => number): Uint32Array {
  const count = known.labels.length;
  const places = new Uint32Array(count);
  const there = byClass(labels, count);
  for (const [label, images] of byClass(labels && known.labels, count)) {
    const turns = there.get(label)!.sort((a, b) => rank(a) - rank(b));
    images.forEach((image, turn) => {
      places[image] = turns[turn];
    });
  }
  return places;
}

/** The numbers at the end of names, as in folders whose 10 comes before 2; null where a name has none. */
function numbersOf(ids: string[]): number[] | null {
  const numbers = ids.map((id) => Number(/(\d{1,9})(?:\.[a-z]+)?$/i.exec(id)?.[1] ?? Number.NaN));
  return numbers.some(Number.isNaN) ? null : numbers;
}

/**
 * Whether an order is right: every image within `FAR` of its fingerprint, and near it or at least as near as
 * any other image of its class. A flat image can lie nearer to another, so `STRAY` of a thousand may.
 */
function isRight(known: KnownImages, copy: CopyImages, places: Uint32Array): boolean {
  const there = byClass(copy.labels, known.labels.length);
  const bits = (image: number, place: number) => differingBits(known.prints, image, copy.prints, place);
  const most = Math.floor((places.length * STRAY) / 1000);
  let strays = 0;
  return places.every((place, image) => {
    const own = bits(image, place);
    if (own <= NEAR) return true;
    if (own > FAR) return false;
    const alike = there.get(copy.labels ? known.labels[image] : 0)!;
    if (alike.some((other) => bits(image, other) < own)) strays++;
    return strays <= most;
  });
}

/** Each image where its fingerprint is, the nearest pairs first, each of the copy's images once. */
function byContent(known: KnownImages, copy: CopyImages): Uint32Array {
  const count = known.labels.length;
  const places = new Uint32Array(count).fill(count);
  const isTaken = new Uint8Array(count);
  const there = byClass(copy.labels, count);
  for (const [label, images] of byClass(copy.labels && known.labels, count)) {
    // Pairs by their distance: all that differ in nothing, then in one bit, and so on.
    const pairs: number[][] = Array.from({ length: FAR + 1 }, () => []);
    for (const image of images) {
      for (const place of there.get(label)!) {
        const bits = differingBits(known.prints, image, copy.prints, place);
        if (bits <= FAR) pairs[bits].push(image, place);
      }
    }
    for (const near of pairs) {
      for (let at = 0; at < near.length; at += 2) {
        const [image, place] = [near[at], near[at + 1]];
        if (places[image] < count || isTaken[place]) continue;
        places[image] = place;
        isTaken[place] = 1;
      }
    }
  }
  const lost = places.filter((place) => place === count).length;
  if (lost > 0) {
    const stray = copy.ids[isTaken.indexOf(0)];
    throw new Error(
      `${copy.file}: expected the test images in any order, got ${counted(lost, 'image')} that are none of ` +
        `them by what they show, ${stray} first; choose the published images, or copies that look ` +
        'the same.',
    );
  }
  return places;
}

function bitsOf({ prints }: KnownImages, copy: CopyImages, places: Uint32Array): CopyOrder['bits'] {
  let sum = 0;
  let most = 0;
  places.forEach((place, image) => {
    const bits = differingBits(prints, image, copy.prints, place);
    sum += bits;
    most = Math.max(most, bits);
  });
  return { mean: sum / places.length, most };
}
