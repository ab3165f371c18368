// Thirty made-up images and their predictions, written in the many forms that tests read.

import { writeParquet } from '../parquet/parquet';
import { choosePopulation } from '../predictions/chosenPopulation';
import { readLabelFile } from '../predictions/labelFile';
import { alignFiles } from '../predictions/plausible';
import { readPredictionFile } from '../predictions/predictionFile';
import { mergeTables } from '../tables/mergeTables';

export const IMAGES = 30;
export const CLASSES = ['cat', 'dog', 'fire truck', 'bird', 'café'];
export const truth = Array.from({ length: IMAGES }, (_, image) => image % 5);
/** What network k of a population says of an image: mostly the truth, the compressed ones less often. */
export const said = (side: 'dense' | 'pruned', k: number, image: number) => {
  const wrong = side === 'dense' ? (image + k) % 7 === 0 : (image * 3 + k) % 4 === 0;
  return (truth[image] + (wrong ? 1 + k : 0)) % 5;
};
export const id = (image: number) => `img_${String(image).padStart(3, '0')}.png`;
export const all = Array.from({ length: IMAGES }, (_, image) => image);
/** Rows in another order. */
export const shuffled = all.map((at) => (at * 7) % IMAGES);

export type Cells = Record<string, (image: number, k: number) => unknown>;

/** A long table; `cells` gives a column each. */
export function long(cells: Cells, { order = all, sep = ',', head = true } = {}): string {
  const names = Object.keys(cells);
  const rows = [0, 1, 2].flatMap((k) =>
    order.map((image) => names.map((name) => cells[name](image, k)).join(sep)),
  );
  return `${head ? `${names.join(sep)}\n` : ''}${rows.join('\n')}\n`;
}

/** A wide table of the columns. */
export function wide(
  cells: Record<string, (image: number) => unknown>,
  { order = all, sep = ',' } = {},
): string {
  const names = Object.keys(cells);
  const rows = order.map((image) => names.map((name) => cells[name](image)).join(sep));
  return `${[names.join(sep), ...rows].join('\n')}\n`;
}

export const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
export type File = { name: string; bytes: Uint8Array<ArrayBuffer> };
export const file = (name: string, content: string | Uint8Array<ArrayBuffer>): File => ({
  name,
  bytes: typeof content === 'string' ? utf8(content) : content,
});

/** What the command line and the page do: files of two sides and of labels to matrices. */
export async function read(dense: File[], compressed: File[], labels: File | null = null) {
  const notes: string[] = [];
  const isShared = dense[0] === compressed[0];
  const sides = [];
  for (const [role, files] of [
    ['dense', dense],
    ['compressed', compressed],
  ] as const) {
    const from = [];
    for (const { name, bytes } of files) {
      from.push({ file: name, populations: (await readPredictionFile(bytes, name)).populations });
    }
    const { parts } = choosePopulation(from, role, { wanted: null, isShared });
    sides.push(mergeTables(parts, files.length === 1 ? files[0].name : role));
  }
  const given = labels ? [(await readLabelFile(labels.bytes, labels.name)).labels] : [];
  const aligned = alignFiles(
    sides.map(({ table }) => table),
    [...given, ...sides.flatMap((side) => side.labels)],
    null,
    (note) => notes.push(note),
  );
  return { ...aligned, notes };
}

export const image = (at: number) => id(at);
const model = (_: number, k: number) => `m${k}`;
export const label = (at: number) => truth[at];
export const dense: Cells = {
  image_id: image,
  model_id: model,
  prediction: (at, k) => said('dense', k, at),
  label,
};
export const pruned: Cells = {
  image_id: image,
  model_id: model,
  prediction: (at, k) => said('pruned', k, at),
};
export const plainDense = file('dense.csv', long(dense));
export const plainPruned = file('pruned.csv', long(pruned));

/** Predictions by network and image, and the truth, as names in the order of the images. */
export function core({ predictions, truth: known }: Awaited<ReturnType<typeof read>>) {
  return [...predictions.map(({ labels }) => [...labels]), [...known]];
}

export const renamed = (cells: Cells, names: Record<string, string>): Cells =>
  Object.fromEntries(Object.entries(cells).map(([name, of]) => [names[name] ?? name, of]));
export const over = (cells: Cells, more: Cells): Cells => ({ ...cells, ...more });
const columns = (side: 'dense' | 'pruned') =>
  Object.fromEntries([0, 1, 2].map((k) => [`${side}_${k}`, (at: number) => said(side, k, at)]));
/** The first header is empty. */
export const unnamed = (text: string, name: string) => text.replace(name, '');
export const network = (side: 'dense' | 'pruned', k: number, order = all, first = 'image') =>
  wide({ [first]: image, target: label, prediction: (at) => said(side, k, at) }, { order });

export const parquet = (side: 'dense' | 'pruned', names: { id: string }, order = all) =>
  writeParquet([
    { name: 'label', type: 'INT32', data: Int32Array.from(order, (at) => truth[at]) },
    ...[0, 1, 2].map((k) => ({
      name: `${side}_${k}`,
      type: 'INT32' as const,
      data: Int32Array.from(order, (at) => said(side, k, at)),
    })),
    { name: names.id, type: 'STRING', data: order.map(id) },
  ]);

export const both = file(
  'wide.csv',
  wide({ path: image, label, ...columns('dense'), ...columns('pruned'), note: (at) => `n${at % 3}` }),
);
const population = (side: 'dense' | 'pruned') =>
  long({ population: () => side, ...renamed(dense, {}), prediction: (at, k) => said(side, k, at) });
export const inOne = file(
  'long.csv',
  population('dense') + population('pruned').split('\n').slice(1).join('\n'),
);
