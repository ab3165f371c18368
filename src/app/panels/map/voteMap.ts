/** Maps images by how networks vote on them, where what the networks see in them is not known. */
import { UMAP } from 'umap-js';
import type { Predictions } from '../../../audit/predictions';
import { mulberry32, shuffledIndices } from '../../../audit/statistics/random';
import { countVotes } from '../../../audit/votes/votes';
import type { ImageMap } from '../../../model/imageMap';
import { count } from '../../../text/format';
import { nearestVectors, type SparseVector } from './voteNeighbours';

/** Images on the map at most: beyond, a seeded draw of them. */
export const MOST_IMAGES = 20_000;
/** Different votes that are laid out at most: beyond, a seeded draw of them. */
const MOST = 4000;
/** Neighbours that UMAP keeps together. */
const NEIGHBOURS = 15;
/** The share of the work that is done once neighbours are found. */
const FOUND = 0.1;
/** The place of votes alike leaves a margin on all sides, for the discs of images that have the same. */
const EDGE = 0.08;
/** Distance of neighbours in a disc of images with the same votes, of the map's side. */
const APART = 0.0022;
/** The angle between neighbours on a sunflower's disc. */
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/**
 * Images with the same votes, and those votes as shares: the dense networks' by class, then the compressed
 * ones', without the classes that nobody says.
 */
type Alike = { images: number[]; shares: SparseVector };

/** Predictions on some of the images. */
function ofImages(predictions: Predictions, drawn: Uint32Array): Predictions {
  const { members, images, classes } = predictions;
  const labels = new Uint16Array(members.length * drawn.length);
  for (let row = 0, at = 0; row < members.length; row++) {
    for (const image of drawn) labels[at++] = predictions.labels[row * images + image];
  }
  return { members, images: drawn.length, classes, labels };
}

/** Some of the images by their votes, in the order of the first image of each kind of vote. */
function groupByVotes(dense: Predictions, compressed: Predictions, drawn: Uint32Array): Alike[] {
  const sides = [dense, compressed].map((side) => ({
    votes: countVotes(ofImages(side, drawn)),
    size: side.members.length,
  }));
  const groups = new Map<string, Alike>();
  drawn.forEach((image, row) => {
    const places: number[] = [];
    const values: number[] = [];
    sides.forEach(({ votes: { starts, labels, counts }, size }, side) => {
      for (let at = starts[row]; at < starts[row + 1]; at++) {
        places.push(side * dense.classes + labels[at]);
        values.push(counts[at] / size);
      }
    });
    const key = places.map((place, at) => `${place}:${values[at]}`).join(' ');
    const known = groups.get(key);
    if (known) known.images.push(image);
    else groups.set(key, { images: [image], shares: { places, values } });
  });
  return [...groups.values()];
}

/** Places of vectors by UMAP, as they come to rest: yields the share done, 0..1. */
function* layOut(vectors: SparseVector[], random: () => number): Generator<number, number[][]> {
  if (vectors.length < 4) return vectors.map((_, at) => [at, 0]);
  const nNeighbors = Math.min(NEIGHBOURS, vectors.length - 1);
  const finding = nearestVectors(vectors, nNeighbors);
  let found = finding.next();
  for (; !found.done; found = finding.next()) yield found.value * FOUND;
  const umap = new UMAP({ nNeighbors, minDist: 0.1, random });
  umap.setPrecomputedKNN(found.value.indices, found.value.distances);
  // With neighbours known, of the vectors only their number counts.
  const epochs = umap.initializeFit(vectors.map(() => []));
  for (let epoch = 0; epoch < epochs; epoch++) {
    umap.step();
    if (epoch % 5 === 0) yield FOUND + (1 - FOUND) * (epoch / epochs);
  }
  return umap.getEmbedding();
}

/** Scales places so that both axes lie within the edges, on one scale. */
function withinEdges(places: number[][]): number[][] {
  const [lows, highs] = [Math.min, Math.max].map((of) =>
    [0, 1].map((axis) => places.reduce((best, place) => of(best, place[axis]), places[0][axis])),
  );
  const side = Math.max(highs[0] - lows[0], highs[1] - lows[1]) || 1;
  return places.map((place) =>
    place.map((value, axis) => {
      const free = (side - (highs[axis] - lows[axis])) / 2;
      return EDGE + ((1 - 2 * EDGE) * (value - lows[axis] + free)) / side;
    }),
  );
}

/**
 * The map of images by the votes of both populations. UMAP (McInnes, Healy, Melville 2018) places the
 * different vote distributions, and around each the images that have it lie as a disc. Of more than
 * `MOST_IMAGES` images a draw is on the map. Equal seeds give equal maps. Yields the share done, 0..1, so
 * that a caller may stop.
 */
export function* voteMap(
  dense: Predictions,
  compressed: Predictions,
  seed: number,
): Generator<number, ImageMap> {
  yield 0;
  const random = mulberry32(seed);
  const { images } = dense;
  const drawn =
    images > MOST_IMAGES
      ? Uint32Array.from(shuffledIndices(images, random).slice(0, MOST_IMAGES)).sort()
      : Uint32Array.from({ length: images }, (_, image) => image);
  yield 0;
  const all = groupByVotes(dense, compressed, drawn);
  const groups =
    all.length <= MOST
      ? all
      : shuffledIndices(all.length, random)
          .slice(0, MOST)
          .map((at) => all[at]);
  const laidOut = yield* layOut(
    groups.map(({ shares }) => shares),
    random,
  );
  const places = new Float32Array(2 * dense.images).fill(Number.NaN);
  const centres = withinEdges(laidOut);
  groups.forEach(({ images: alike }, group) => {
    const [x, y] = centres[group];
    alike.forEach((image, at) => {
      const radius = APART * Math.sqrt(at);
      places[2 * image] = x + radius * Math.cos(at * GOLDEN);
      places[2 * image + 1] = y + radius * Math.sin(at * GOLDEN);
    });
  });
  const method = methodWords([groups.length, all.length], [drawn.length, images], seed);
  return { places, by: 'votes', method, shipped: false };
}

/** How a map was made: how many of how many different votes lie on it, and of how many images. */
export function methodWords([laid, votes]: number[], [drawn, images]: number[], seed: number): string {
  const part =
    laid < votes
      ? `${count(laid)} of ${count(votes)} different votes, drawn by seed ${seed}`
      : `${count(votes)} different votes`;
  const drawnToo = drawn < images ? ` on ${count(drawn)} of ${count(images)} images, drawn too` : '';
  return `UMAP (${NEIGHBOURS} neighbours, seed ${seed}) of ${part}${drawnToo}`;
}
