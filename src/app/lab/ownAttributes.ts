/** What a reader knows of a dataset's test images, from a file: attributes that they can be grouped by. */
import { labelledImages } from '../../library/labelledImages';
import type { Zoo } from '../../library/zoo';
import type { Attribute, Shard } from '../../model/shard';
import type { OwnFile } from '../imports/protocol';

/** By the dataset: they last as long as the page. */
const brought = new Map<string, Attribute[]>();

/** The test images of a zoo, with what the reader brought of them. */
export async function shownImages(zoo: Zoo): Promise<Shard> {
  const shard = await labelledImages(zoo);
  const attributes = brought.get(zoo.manifest.dataset.id);
  return attributes ? { ...shard, attributes: [...(shard.attributes ?? []), ...attributes] } : shard;
}

/** The test images with attributes of a file, in place of those brought before: `readOwnAttributes`. */
export async function withAttributes(zoo: Zoo, file: OwnFile, inCopy: boolean): Promise<Shard> {
  const { readOwnAttributes } = await import('./readOwnAttributes');
  brought.set(zoo.manifest.dataset.id, await readOwnAttributes(zoo, file, inCopy));
  return shownImages(zoo);
}
