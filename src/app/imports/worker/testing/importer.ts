/** An importer for tests: two populations of two networks on three images, and what it told. */
import type { DecodeImage } from '../../../../formats/images/decodeImage';
import type { RawImage } from '../../../../formats/images/fit';
import { type Folders, memoryFolders } from '../../../../library/folders';
import { DEFAULT_OPTIONS } from '../../../../library/importOrigin';
import type { Answer, Answered, QuestionId } from '../../../panels/questions';
import type { Additions, ImportEvent, OwnFile } from '../../protocol';
import { createImporter } from '../importer';

export const options = DEFAULT_OPTIONS;

export const csv = (path: string, text: string): OwnFile => ({ path, content: new Blob([text]) });

/** Rows of a table: image, network, prediction, label; images are of the classes x, y, x. */
export const rows = (prediction: (network: number, image: number) => string, networks = [0, 1]) =>
  networks
    .flatMap((network) =>
      [0, 1, 2].map((image) => `i${image}.png,n${network},${prediction(network, image)},${'xyx'[image]}`),
    )
    .join('\n');

export const dense = csv(
  'dense.csv',
  `image_id,model_id,prediction,label\n${rows((_, image) => 'xyx'[image])}`,
);
export const pruned = csv('pruned.csv', `image,seed,says,truth\n${rows((_, image) => 'xxx'[image])}`);

/** A picture of one pixel: its colour is the last byte of the file. */
export const decode = async (bytes: Uint8Array): Promise<RawImage> => ({
  height: 1,
  width: 1,
  channels: 1,
  data: bytes.slice(-1),
});

/** What a PNG of one pixel begins with, as far as the check of its extent reads; then its colour. */
export function png(colour: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(34);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  bytes.set([0, 0, 0, 1, 0, 0, 0, 1, 8, 0], 16);
  bytes[33] = colour;
  return bytes;
}

export const mapped = (prediction: string, image: string, model: string, label: string) =>
  ({
    form: 'long',
    prediction,
    image,
    model,
    label,
    pPrediction: null,
    pLabel: null,
    rankLabel: null,
  }) as const;

type Surroundings = { folders?: Folders; decode?: DecodeImage; tellOthers?: (id: string) => void };

/** An importer, and what it told; `heard` throws where nothing of the kind was told. */
export function startImporter(given: Surroundings = {}) {
  const events: ImportEvent[] = [];
  const ask = createImporter(
    // As a worker's message: what is handed over is gone.
    (event, transfer = []) => events.push(structuredClone(event, { transfer })),
    Promise.resolve(given.folders ?? memoryFolders()),
    given.decode ?? decode,
    given.tellOthers,
  );

  /** The last answer to a question. */
  function answered<Q extends QuestionId>(question: Q): Answer<Q> | null {
    const told = events.findLast(
      (event): event is Extract<ImportEvent, { kind: 'answered' }> & Answered<Q> =>
        event.kind === 'answered' && event.question === question,
    );
    return told?.answer ?? null;
  }

  function heard<K extends ImportEvent['kind']>(kind: K): Extract<ImportEvent, { kind: K }> {
    const found = events.findLast((event) => event.kind === kind);
    if (!found) throw new Error(`Expected to hear ${kind}, got ${JSON.stringify(events.at(-1))}`);
    return found as Extract<ImportEvent, { kind: K }>;
  }

  /** The id of an import of `dense` and `compressed`. */
  async function makeOne(additions: Additions = {}, compressed = pruned): Promise<string> {
    await ask({
      kind: 'read',
      files: [dense, compressed],
      mappings: [
        mapped('prediction', 'image_id', 'model_id', 'label'),
        mapped('says', 'image', 'seed', 'truth'),
      ],
    });
    const roles = ['dense', 'compressed'] as const;
    const choices = heard('read').sources.flatMap(({ networks }, source) =>
      networks.map((id) => ({ source, id, role: roles[source] })),
    );
    await ask({ kind: 'make', name: 'Mine', choices, paired: false, additions });
    return heard('made').id;
  }

  return { ask, events, answered, heard, makeOne };
}
