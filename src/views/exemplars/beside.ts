/** An unchanged image of the same class for each that is shown. */
import type { GalleryData } from './select';

/** Where no image stands beside. */
const NONE = 0xffffffff;

/** The image beside each; undefined where there is none. */
export type Beside = { get(image: number): number | undefined };

/**
 * For each image, one of the same true class that keeps its modal label and is not in `set`. It is the next
 * by id, round from the end to the start, none twice while there are enough. Images of classes without such a
 * one are left out.
 */
export function agreeingBeside(
  { findings, truth }: GalleryData,
  images: ArrayLike<number>,
  set: ArrayLike<number>,
): Beside {
  const { images: count, classes, pies } = findings;
  // 1: shown, or changed; 2: one to be found for; 3: both.
  const marks = new Uint8Array(count);
  for (const one of [pies.images, set]) for (let at = 0; at < one.length; at++) marks[one[at]] = 1;
  for (let at = 0; at < images.length; at++) marks[images[at]] |= 2;
  const { pool, starts } = pools(marks, truth, classes);
  const free = freePlaces(starts);
  const ahead = starts.slice();
  const beside = new Uint32Array(count).fill(NONE);
  for (let image = 0; image < count; image++) {
    if (marks[image] < 2) continue;
    const label = truth[image];
    const [start, end] = [starts[label], starts[label + 1]];
    if (start === end) continue;
    // Images ascend, and so do the places where a search for the next one begins.
    while (ahead[label] < end && pool[ahead[label]] <= image) ahead[label]++;
    beside[image] = pool[free(label, ahead[label] === end ? start : ahead[label])];
  }
  return { get: (image) => (beside[image] === NONE ? undefined : beside[image]) };
}

/** The images of each class that are neither shown nor changed, ascending, one class after the other. */
function pools(marks: Uint8Array, truth: Uint16Array, classes: number) {
  const starts = new Uint32Array(classes + 1);
  for (let image = 0; image < marks.length; image++) starts[truth[image] + 1] += 1 - (marks[image] & 1);
  for (let label = 0; label < classes; label++) starts[label + 1] += starts[label];
  const next = starts.slice();
  const pool = new Uint32Array(starts[classes]);
  for (let image = 0; image < marks.length; image++) {
    if ((marks[image] & 1) === 0) pool[next[truth[image]]++] = image;
  }
  return { pool, starts };
}

/** Takes free places of classes' pools, each place once until all of its class are, and then anew. */
function freePlaces(starts: Uint32Array): (label: number, from: number) => number {
  // A free place at or after each, of the same class; past its end where there is none. A class has one place
  // more than its pool, so that its end is its own.
  const next = new Uint32Array(starts[starts.length - 1] + starts.length);
  const left = new Uint32Array(starts.length - 1);
  const begin = (label: number) => {
    left[label] = starts[label + 1] - starts[label];
    for (let place = starts[label]; place <= starts[label + 1]; place++) next[place + label] = place;
  };
  for (let label = 0; label < left.length; label++) begin(label);
  const find = (label: number, place: number): number => {
    let found = place;
    while (next[found + label] !== found) found = next[found + label];
    // What was passed leads there at once from now on.
    for (let at = place; at !== found; ) {
      const past = next[at + label];
      next[at + label] = found;
      at = past;
    }
    return found;
  };
  return (label, from) => {
    if (left[label] === 0) begin(label);
    const ahead = find(label, from);
    const taken = ahead < starts[label + 1] ? ahead : find(label, starts[label]);
    next[taken + label] = taken + 1;
    left[label]--;
    return taken;
  };
}
