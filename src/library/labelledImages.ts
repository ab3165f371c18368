import type { Shard } from '../model/shard';
import type { Zoo } from './zoo';

/** Whether pixels of the test images are there: published with the zoo, or of a reader's own copy. */
export function hasImages({ withheld }: Pick<Zoo, 'withheld'>): boolean {
  return withheld === null || withheld.copy !== null;
}

/** The labelled test images, with empty bytes where their pixels are not there. */
export async function labelledImages(zoo: Zoo): Promise<Shard> {
  if (hasImages(zoo)) return zoo.testShard();
  const { id, classes, test } = zoo.manifest.dataset;
  const labels = await zoo.testLabels();
  const extent = { height: 1, width: 1, channels: 3 };
  return { ...extent, id: `${id}/test`, count: test.count, images: new Uint8Array(), labels, classes };
}
