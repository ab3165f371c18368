import { blobSource, wholeSource } from '../../../formats/bytes/source';
import type { DecodeImage } from '../../../formats/images/decodeImage';
import { LARGEST_TABLE } from '../../../formats/limits';
import { readAttributes } from '../../../formats/predictions/attributes';
import { readTrainingCounts } from '../../../formats/predictions/trainingCounts';
import type { ImportChange } from '../../../library/importChanges';
import type { Import } from '../../../library/importData';
import { computedAttributes } from '../../../model/attributes';
import { CLASS_ATTRIBUTE } from '../../lab/attributeNames';
import type { Additions, OwnFile } from '../protocol';
import { picturesFor } from './pictures';

/** The images and classes that additions belong to. */
type Base = Pick<Import, 'imageIds' | 'classNames'>;

/** Names that an image's class and its pixels have. */
const TAKEN = new Set<string>([CLASS_ATTRIBUTE, ...computedAttributes.map(({ name }) => name)]);

/**
 * Reads what a reader adds to an import, as the change to what is kept. An import has pictures or a template
 * of their addresses, and either takes the other's place. Throws one sentence with the file, before anything
 * has changed.
 */
export async function readAdditions(
  { imageIds, classNames }: Base,
  { pictures, template, attributes, training }: Additions,
  decode: DecodeImage,
  told: (doing: string) => void,
): Promise<ImportChange> {
  const next: ImportChange['extras'] = {};
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
  return pictures === null || template ? { pictures: null, extras: next } : { extras: next };
}

function contentOf({ path, content }: OwnFile): Promise<Uint8Array<ArrayBuffer>> {
  return wholeSource(blobSource(content, path), LARGEST_TABLE);
}
