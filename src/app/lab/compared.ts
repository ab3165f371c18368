import { selectImages } from '../../audit/votes/matrix';
import type { Zoo } from '../../library/zoo';
import { imageAttributes } from '../../model/attributes';
import { type Attribute, firstImages, type Shard } from '../../model/shard';
import type { Compared } from '../panels/question';
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
    retrained: async () =>
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
  };
}
