import { readAttributes } from '../../formats/attributes';
import type { DecodeImage } from '../../formats/decodeImage';
import { LARGEST_TABLE } from '../../formats/longTable';
import { blobSource, wholeSource } from '../../formats/source';
import { readTrainingCounts } from '../../formats/trainingCounts';
import type { ImportExtras } from '../../library/importExtras';
import type { Import, Pictures } from '../../library/imports';
import { computedAttributes } from '../../model/attributes';
import { CLASS_ATTRIBUTE } from '../lab/attributeNames';
import { picturesFor } from './pictures';
import type { Additions, OwnFile } from './protocol';

/** The images and classes that additions belong to, and what was added before. */
type Base = Pick<Import, 'imageIds' | 'classNames' | 'extras'>;

/** Names that an image's class and its pixels have. */
const TAKEN = new Set<string>([CLASS_ATTRIBUTE, ...computedAttributes.map(({ name }) => name)]);

/**
 * Reads what a reader adds to an import. `pictures` is undefined where they stay as they are: an import has pictures or a template of
 * their addresses, and either takes the other's place. Throws one sentence with the file, before anything has changed.
 */
export async function readAdditions(
  { imageIds, classNames, extras }: Base,
  { pictures, template, attributes, training }: Additions,
  decode: DecodeImage,
  told: (doing: string) => void,
): Promise<{ pictures: Pictures | null | undefined; extras: ImportExtras }> {
  const next = { ...extras };
  if (attributes !== undefined) {
    next.attributes = attributes && {
      file: attributes.path,
      columns: (await readAttributes(await contentOf(attributes), attributes.path, imageIds)).map((column) =>
        TAKEN.has(column.name) ? { ...column, name: `${column.name} (${attributes.path})` } : column,
      ),
    };
  }
  if (training !== undefined) {
    next.training = training && {
      file: training.path,
      counts: await readTrainingCounts(await contentOf(training), training.path, classNames),
    };
  }
  if (template !== undefined) next.template = template;
  if (pictures) {
    const found = await picturesFor(imageIds, pictures, decode, (count) =>
      told(`Decoding images, ${count} so far`),
    );
    return { pictures: found, extras: { ...next, template: null } };
  }
  return { pictures: pictures === null || template ? null : undefined, extras: next };
}

function contentOf({ path, content }: OwnFile): Promise<Uint8Array<ArrayBuffer>> {
  return wholeSource(blobSource(content, path), LARGEST_TABLE);
}
