import type { Both } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import { selectImages } from '../../audit/votes/matrix';
import type { Zoo } from '../../library/zoo';
import { imageAttributes } from '../../model/attributes';
import { type Experiment, shippedVariant } from '../../model/experiment';
import { type Attribute, firstImages, type Shard } from '../../model/shard';
import type { Compared, Ranking } from '../panels/question';
import { CLASS_ATTRIBUTE } from './attributeNames';
import { shownImages } from './ownAttributes';
import type { Comparison } from './results';
import { hasFloor, shippedPredictions } from './shipped';

const computed = new WeakMap<Uint8Array, Attribute[]>();

/** What the pixels of a shard say, where there are any; made once. */
function pixelAttributes(shard: Shard): Attribute[] {
  const known = computed.get(shard.images) ?? (shard.images.length > 0 ? imageAttributes(shard) : []);
  computed.set(shard.images, known);
  return known;
}

/** What is known of the images of a shard: their class, what came with them, and what their pixels say. */
function attributesOf(shard: Shard): Attribute[] {
  const { classes, labels, attributes = [] } = shard;
  const ofClass = { name: CLASS_ATTRIBUTE, categories: classes, codes: labels };
  return [ofClass, ...attributes, ...pixelAttributes(shard)];
}

/** A comparison with what the zoo knows of its images, for the questions of panels. */
export function comparedOf(zoo: Zoo, { experiment, findings, dense, compressed }: Comparison): Compared {
  const { images } = findings;
  return {
    findings,
    dense,
    compressed,
    nulls: async () =>
      hasFloor(zoo, experiment)
        ? selectImages(await shippedPredictions(zoo, 'null', experiment, false), dense.images)
        : null,
    truth: async () => (await zoo.testLabels()).subarray(0, images),
    imageMap: () => zoo.imageMap(),
    attributes: async () => {
      const shard = await shownImages(zoo);
      return firstImages({ ...shard, attributes: attributesOf(shard) }, images).attributes ?? [];
    },
    trainingCounts: zoo.manifest.dataset.trainingCounts,
    rankings: () => rankingsOf(zoo, experiment),
  };
}

/**
 * The shipped populations of an experiment beside those of the balanced dataset, for this dataset and for
 * those that rank the classes otherwise. None for what is made here, since the others have no answers of it.
 */
async function rankingsOf(zoo: Zoo, experiment: Experiment): Promise<Ranking[]> {
  const { balancedIn, otherRankings = [] } = zoo.manifest.dataset;
  const id = shippedVariant(experiment);
  if (balancedIn === undefined || id === null) return [];
  const pairOf = async (of: Zoo): Promise<Both<Predictions>> => {
    const answers = (variant: string) => shippedPredictions(of, variant, experiment, false);
    const [dense, compressed] = await Promise.all([answers('dense'), answers(id)]);
    return { dense, compressed };
  };
  const balanced = await pairOf(await zoo.beside(balancedIn));
  const others = await Promise.all(otherRankings.map((data) => zoo.beside(data)));
  return Promise.all(
    [zoo, ...others].map(async (ranked) => {
      const { title, trainingCounts } = ranked.manifest.dataset;
      return { title, trainingCounts: trainingCounts ?? [], longTail: await pairOf(ranked), balanced };
    }),
  );
}
