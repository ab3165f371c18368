/** What a reader knows of a dataset's test images, from a file: attributes that they can be grouped by. */
import { labelledImages } from '../../library/labelledImages';
import type { Zoo } from '../../library/zoo';
import { computedAttributes } from '../../model/attributes';
import type { Attribute, Shard } from '../../model/shard';
import type { OwnFile } from '../imports/protocol';
import { CLASS_ATTRIBUTE } from './attributeNames';

/** Names that an image's class and its pixels have. */
const TAKEN = new Set<string>([CLASS_ATTRIBUTE, ...computedAttributes.map(({ name }) => name)]);

/** By the dataset: they last as long as the page. */
const brought = new Map<string, Attribute[]>();

/** The test images of a zoo, with what the reader brought of them. */
export async function shownImages(zoo: Zoo): Promise<Shard> {
  const shard = await labelledImages(zoo);
  const attributes = brought.get(zoo.manifest.dataset.id);
  return attributes ? { ...shard, attributes: [...(shard.attributes ?? []), ...attributes] } : shard;
}

/** The test images with attributes of a file, in place of those brought before: `readOwnAttributes`. */
export async function withAttributes(zoo: Zoo, { path, content }: OwnFile, inCopy: boolean): Promise<Shard> {
  const { readOwnAttributes } = await import('../../library/ownAttributes');
  const file = { path, bytes: new Uint8Array(await content.arrayBuffer()), inCopy };
  const { id, test } = zoo.manifest.dataset;
  const all = Array.from({ length: test.count }, (_, image) => image);
  const named = (name: string) => (TAKEN.has(name) ? `${name} (${path})` : name);
  const columns = await readOwnAttributes(zoo, file, all);
  brought.set(
    id,
    columns.map((column) => ({ ...column, name: named(column.name) })),
  );
  return shownImages(zoo);
}
