import type { Findings } from '../../../audit/findings';
import { longTail } from '../../../audit/groups/longTail';
import { populationRows } from '../../../audit/levels/populationRows';
import { runOut, SHUFFLES, testRetraining } from '../../../audit/retraining/retraining';
import type { Folders } from '../../../library/folders';
import { keptPixels } from '../../../library/importChanges';
import type { Pictures, StoredImport } from '../../../library/imports';
import { computedAttributes, imageAttributes } from '../../../model/attributes';
import type { Attribute } from '../../../model/shard';
import { CLASS_ATTRIBUTE } from '../../lab/attributeNames';
import { groupTable } from '../../lab/groups';
import type { ImportAnswer, ImportQuestion } from '../protocol';

/** How often images are drawn anew for over-index ratios, as in the explorer. */
const DRAWS = 1000;

/** An import with its audit. Its pictures are described alone: their bytes lie in the page, and in the folder. */
export type AuditedImport = {
  imported: Omit<StoredImport, 'pictures'> & { pictures: Omit<Pictures, 'images'> | null };
  findings: Findings;
};

/** Answers what a figure of an import asks when it comes near; `folders` keep the pictures that groups by pixels need. */
export async function answerImport(
  question: ImportQuestion,
  { imported, findings }: AuditedImport,
  folders: Folders,
): Promise<ImportAnswer> {
  const { dense, compressed, nulls, truth, extras } = imported;
  const { options } = findings;
  switch (question.kind) {
    case 'levels': {
      const { rows, again } = populationRows(findings, { dense, compressed, nulls }, truth);
      const retrained = again && { classImpact: again.classImpact, pies: again.pies.images };
      return { ...question, rows, retrained };
    }
    case 'tail': {
      const { training } = extras;
      if (!training) throw new Error('Expected training images of each class, got none; add a file of them.');
      const resampling = { draws: DRAWS, seed: options.seed };
      return { ...question, tail: longTail(findings, truth, training.counts, resampling) };
    }
    case 'retraining': {
      const { ties, seed } = options;
      const work = testRetraining(dense, compressed, nulls, {
        ties,
        seed,
        shuffles: SHUFFLES,
        paired: findings.paired,
      });
      return { ...question, retraining: runOut(work) };
    }
    case 'groups': {
      const isPixels = question.by.some((name) => computedAttributes.some((one) => one.name === name));
      const attributes: Attribute[] = [
        { name: CLASS_ATTRIBUTE, categories: imported.classNames, codes: truth },
        ...(extras.attributes?.columns ?? []),
        ...(isPixels ? await pixelAttributes(imported, folders) : []),
      ];
      return { ...question, table: groupTable({ findings, dense, compressed }, truth, attributes, question) };
    }
  }
}

const measured = new WeakMap<object, Promise<Attribute[]>>();

/** What the pixels of an import's pictures say; measured once. Of images without a picture, which are black, it is not known. */
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
