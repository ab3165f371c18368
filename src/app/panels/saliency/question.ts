import type { Both } from '../../../audit/findings';
import { pearson } from '../../../audit/statistics/correlation';
import {
  askedNetworks,
  networkSaliency,
  populationSaliency,
  type SaliencyMap,
} from '../../../engine/pixelSaliency';
import type { Question, Told, Trained } from '../question';

export type SaliencyAsked = { image: number };

/** Both populations' maps of one image for the score of its label, or why there are none. */
export type PixelSaliency =
  | {
      kind: 'maps';
      image: number;
      width: number;
      height: number;
      maps: Both<SaliencyMap>;
      /** Pearson's correlation of the two maps over the pixels; null where one is the same everywhere. */
      between: number | null;
    }
  | { kind: 'none'; image: number; why: string };

async function* saliencyOf(
  { zoo, networks }: Trained,
  { image }: SaliencyAsked,
): AsyncGenerator<Told<PixelSaliency> | null, PixelSaliency> {
  const shard = await zoo.testShard();
  const sides = await networks();
  const { input, layers } = sides.compressed.architecture;
  const rounded = layers.some(({ kind }) => kind === 'round');
  if (rounded) {
    return { kind: 'none', image, why: 'Numbers in fixed point are rounded, and rounding has no gradient.' };
  }
  const counts = { dense: askedNetworks(sides.dense), compressed: askedNetworks(sides.compressed) };
  if (Math.min(counts.dense, counts.compressed) < 1) {
    return { kind: 'none', image, why: 'These networks are too large to take gradients of in the page.' };
  }
  let done = 0;
  const maps: Both<SaliencyMap | null> = { dense: null, compressed: null };
  for (const side of ['dense', 'compressed'] as const) {
    const found: Float64Array[] = [];
    for (let member = 0; member < counts[side]; member++) {
      found.push(networkSaliency(sides[side], member, shard, image, shard.labels[image]));
      yield { done: ++done / (counts.dense + counts.compressed), answer: null };
    }
    maps[side] = populationSaliency(found, sides[side].members.length);
  }
  const { dense, compressed } = maps as Both<SaliencyMap>;
  const { width, height } = input;
  const between = pearson([...dense.map], [...compressed.map]);
  return { kind: 'maps', image, width, height, maps: { dense, compressed }, between };
}

export const saliencyQuestion: Question<SaliencyAsked, PixelSaliency> = { of: 'zoo', compute: saliencyOf };
