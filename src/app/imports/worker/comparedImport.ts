import type { Folders } from '../../../library/folders';
import { keptPixels } from '../../../library/importChanges';
import { computedAttributes, imageAttributes } from '../../../model/attributes';
import type { Attribute } from '../../../model/shard';
import { CLASS_ATTRIBUTE } from '../../lab/attributeNames';
import type { Compared } from '../../panels/question';
import type { AuditedImport } from './auditedImport';

/** An import for the questions of panels; `folders` keep the pictures that groups by pixels need. */
export function comparedImport({ imported, findings }: AuditedImport, folders: Folders): Compared {
  const { dense, compressed, nulls, truth, classNames, extras } = imported;
  return {
    findings,
    dense,
    compressed,
    nulls: async () => nulls,
    truth: async () => truth,
    imageMap: async () => null,
    attributes: async (named) => {
      const isPixels = named.some((name) => computedAttributes.some((one) => one.name === name));
      return [
        { name: CLASS_ATTRIBUTE, categories: classNames, codes: truth },
        ...(extras.attributes?.columns ?? []),
        ...(isPixels ? await pixelAttributes(imported, folders) : []),
      ];
    },
    trainingCounts: extras.training?.counts ?? null,
    rankings: async () => [],
  };
}

const measured = new WeakMap<object, Promise<Attribute[]>>();

/**
 * What the pixels of an import's pictures say; measured once. Of images without a picture, which are black,
 * it is not known.
 */
function pixelAttributes(imported: AuditedImport['imported'], folders: Folders): Promise<Attribute[]> {
  const { id, truth, classNames, pictures } = imported;
  if (!pictures) return Promise.resolve([]);
  const known =
    measured.get(pictures) ??
    keptPixels(folders, id).then((images) => {
      const { height, width, channels, found } = pictures;
      const shard = {
        id,
        count: truth.length,
        height,
        width,
        channels,
        images,
        labels: truth,
        classes: classNames,
      };
      const size = height * width * channels;
      const isThere = Uint8Array.from(truth, (_, image) => {
        const own = images.subarray(image * size, (image + 1) * size);
        return found === truth.length || own.some((value) => value > 0) ? 1 : 0;
      });
      return imageAttributes(shard).map((column) => ({
        ...column,
        values: column.values.map((value, image) => (isThere[image] ? value : Number.NaN)),
      }));
    });
  measured.set(pictures, known);
  return known;
}
