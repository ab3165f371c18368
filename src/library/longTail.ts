/** The long-tailed selection of Fashion-MNIST's training images, as zoo/fashion_mnist.py makes it. */
import { sha256 } from '../formats/bytes/sha256';
import { imagesAt, type Shard } from '../model/shard';

/** The most frequent class keeps so many images, the rarest a hundredth. */
const MOST = 6000;
const RATIO = 100;

/** Digests that are taken at a time. */
const AT_ONCE = 2000;

/**
 * The first eight bytes of SHA-256 over words joined by "/", as a little-endian number of 63 bits
 * (derived_seed in zoo/data.py).
 */
async function derivedSeed(...words: (string | number)[]): Promise<bigint> {
  const digest = await sha256(new TextEncoder().encode(words.join('/')) as Uint8Array<ArrayBuffer>);
  const bytes = digest.slice(0, 16).match(/../g) ?? [];
  return BigInt(`0x${bytes.reverse().join('')}`) >> 1n;
}

/** Numbers by their derived seeds, the smallest first. */
async function ranked(numbers: number[], ...words: (string | number)[]): Promise<number[]> {
  const seeds: [bigint, number][] = [];
  for (let start = 0; start < numbers.length; start += AT_ONCE) {
    const some = numbers.slice(start, start + AT_ONCE);
    seeds.push(
      ...(await Promise.all(
        some.map(async (each) => [await derivedSeed(...words, each), each] as [bigint, number]),
      )),
    );
  }
  return seeds.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, each]) => each);
}

/**
 * The places of the images that stay, ascending: of the class of rank r = 0..C-1 round(6000 x 100^(-r / (C -
 * 1))). Classes and the images of a class are ranked by SHA-256 of `seed` and their number.
 */
async function longTailPlaces(labels: Uint16Array, classes: number, seed: number): Promise<number[]> {
  const words = ['fashion-mnist-long-tail', seed] as const;
  const order = await ranked(
    Array.from({ length: classes }, (_, label) => label),
    ...words,
    'class',
  );
  const kept: number[] = [];
  for (const [rank, label] of order.entries()) {
    const mine = [...labels.keys()].filter((image) => labels[image] === label);
    const wanted = Math.round(MOST * RATIO ** (-rank / (classes - 1)));
    kept.push(...(await ranked(mine, ...words, 'image')).slice(0, wanted));
  }
  return kept.sort((a, b) => a - b);
}

/** The long-tailed selection of `training`, all training images of Fashion-MNIST, in their order. */
export async function longTailed(training: Shard, seed = 0): Promise<Shard> {
  const places = await longTailPlaces(training.labels, training.classes.length, seed);
  return imagesAt(training, places, 'fashion-mnist-long-tail/training');
}
