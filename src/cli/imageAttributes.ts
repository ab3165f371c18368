import { statSync } from 'node:fs';
import { readAttributes } from '../formats/predictions/attributes';
import { labelledImages } from '../library/labelledImages';
import { imageAttributes } from '../model/attributes';
import { type Attribute, firstImages } from '../model/shard';
import { readBytes } from './files';
import { type Flags, UsageError } from './flags';
import { namedZoo } from './namedZoo';
import type { Note } from './telling';
import { withOwnImages } from './zooImages';

/**
 * The attributes of images for `--attributes`: the columns of a file; or of a zoo (by name or folder),
 * whose first test images the
 * predictions are of, their class and what their pixels say; of images that may not be published, a copy that
 * --images names.
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
  if (isTable) return readAttributes(await readBytes(text), text, imageIds);
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
