import { statSync } from 'node:fs';
import { readAttributes } from '../formats/predictions/attributes';
import { labelledImages } from '../library/labelledImages';
import { readOwnAttributes } from '../library/ownAttributes';
import { imageAttributes } from '../model/attributes';
import { type Attribute, firstImages } from '../model/shard';
import { readBytes } from './files';
import { choice, type Flags, UsageError } from './flags';
import { namedZoo } from './namedZoo';
import type { Note } from './telling';
import { withOwnImages } from './zooImages';

/**
 * The attributes of images for `--attributes`: the columns of a file, or those of a zoo (by name or folder).
 * The predictions are then of the zoo's first test images, and attributes are their class and what their
 * pixels say. Of images that may not be published, --images names a copy.
 */
export async function attributesFor(
  text: string,
  imageIds: readonly (number | string)[],
  root: string,
  flags: Flags,
  note: Note,
): Promise<Attribute[]> {
  const isTable =
    /\.(csv|tsv|parquet)(\.gz)?$/i.test(text) || statSync(text, { throwIfNoEntry: false })?.isFile();
  if (isTable) return attributesOfFile(text, imageIds, root, flags, note);
  const zoo = await withOwnImages(await namedZoo(text, root, 'attributes'), flags, note);
  const shard = await labelledImages(zoo);
  if (imageIds.length > shard.count || imageIds.some((id, place) => id !== place)) {
    throw new UsageError(
      `Expected predictions of the first test images of ${zoo.manifest.dataset.id}, image_id 0 to ` +
        `${shard.count - 1}, with --attributes ${text}; give a file of attributes instead.`,
    );
  }
  const shown = firstImages(shard, imageIds.length);
  const pixels = shard.images.length > 0 ? imageAttributes(shown) : [];
  return [{ name: 'class', categories: shown.classes, codes: shown.labels }, ...pixels];
}

/**
 * The columns or arrays of a file. With --zoo its numbers are those of the zoo's test images or, with
 * --numbered copy, places in the copy that --images names.
 */
async function attributesOfFile(
  path: string,
  imageIds: readonly (number | string)[],
  root: string,
  flags: Flags,
  note: Note,
): Promise<Attribute[]> {
  const inCopy = choice(flags, 'numbered', ['here', 'copy'], 'here') === 'copy';
  const named = flags.get('zoo');
  const bytes = await readBytes(path);
  if (named === undefined && !inCopy) return readAttributes(bytes, path, imageIds);
  const zoo = named === undefined ? null : await withOwnImages(await namedZoo(named, root), flags, note);
  if (!zoo || (inCopy && !zoo.withheld?.copy)) {
    throw new UsageError(
      'Expected --zoo and --images with --numbered copy: the zoo, and your own copy of its test images, ' +
        `whose order numbers them; got no ${zoo ? 'copy' : '--zoo'}.`,
    );
  }
  const { count } = zoo.manifest.dataset.test;
  const stranger = imageIds.find((id) => !/^\d+$/.test(`${id}`) || Number(id) >= count);
  if (stranger !== undefined) {
    throw new UsageError(
      `Expected predictions of the test images of ${named}, image_id 0 to ${count - 1}, got ${stranger}.`,
    );
  }
  return readOwnAttributes(zoo, { path, bytes, inCopy }, imageIds.map(Number));
}
