/** Reads a dataset of parts; kept are classes as numbers of two bytes, never rows of text. */
import { named } from '../check';
import { choosePopulation } from '../predictions/chosenPopulation';
import { MISSING } from '../predictions/classChecks';
import { networkOrder } from '../predictions/imageIds';
import type { AlignedPredictions } from '../predictions/predictions';
import type { FileReading } from '../predictions/reading';
import { vocabulary } from '../predictions/vocabulary';
import type { LabelTable } from '../tables/longTable';
import { type PopulationRole, roleOfName } from '../tables/populationNames';
import { assemble, assembleTruth, type PlacedBlock } from './assemble';
import type { Block, CodedColumn } from './block';
import { gapIn, type ImageIndex, imageIndex, placesOfLabels } from './imageIndex';
import { numbersLeftOut } from './partNumbers';
import { type DatasetOptions, type PartFile, type Read, readParts } from './readParts';

export type Dataset = {
  aligned: AlignedPredictions;
  roles: PopulationRole[];
  /** What the populations are called, by role. */
  names: string[];
  /** Whether classes have names beside their values. */
  named: boolean;
  /** Who gave the answers, on what; null where no part says so. */
  answers: string | null;
  /** What a file was taken for, where that was guessed. */
  readings: FileReading[];
  parts: number;
  notes: string[];
};

/**
 * The populations of a dataset on the same images. With a manifest, parts are checked by their SHA-256 and
 * have the images that it says; without, images are those of the ids in the parts. Throws one sentence where
 * something comes twice, is missing or does not fit.
 */
export async function readDataset(files: PartFile[], options: DatasetOptions): Promise<Dataset> {
  const { folder } = options;
  const notes: string[] = [];
  const { read, classes, answers, readings } = await readParts(files, options, notes);
  const chosen = rolesOf(read, options).map((role) => ({
    role,
    ...choosePopulation(read, role, { wanted: options.wanted.get(role) ?? null, isShared: true }),
  }));
  const ids = chosen.flatMap(({ parts }) => parts.map(({ table }) => idsIn(table)));
  const index = imageIndex(ids);
  const gap = gapIn(index.ids, ids);
  if (index.asNumbers) {
    notes.push('Ids of images were compared as numbers, without zeros before them: some parts have these.');
  }
  if (gap !== null) {
    throw new Error(
      `${folder}: expected parts of all images, got none of the images ${gap}; make those parts, or name ` +
        'the files that are there with --dense and --compressed.',
    );
  }
  const areTexts = !(index.ids instanceof Float64Array);
  const paths = files.map(({ path }) => path);
  const leftOut = areTexts && !options.manifest ? numbersLeftOut(paths, folder) : null;
  if (leftOut !== null) notes.push(leftOut);
  const placesOf = new Map([...new Set(ids)].map((own) => [own, index.placesOf(own)]));
  const placed = chosen.map(({ parts }) =>
    parts.map(
      ({ table, models }): PlacedBlock => ({ block: table, models, places: placesOf.get(idsIn(table))! }),
    ),
  );
  const blocks = placed.flat();
  const words = vocabulary(
    [
      ...blocks.flatMap(({ block: { file, said, label } }) => [
        { file, column: 'prediction' as const, categories: asCategories(said) },
        ...(label ? [{ file, column: 'label' as const, categories: asCategories(label) }] : []),
      ]),
      ...(options.labels
        ? [{ file: options.labels.file, column: 'label' as const, categories: options.labels.label }]
        : []),
    ],
    options.classes ?? classes,
    (sentence) => notes.push(sentence),
  );
  const tables = new Map<CodedColumn, Uint16Array>();
  const classOf = (column: CodedColumn) => {
    let table = tables.get(column);
    if (!table) {
      table = new Uint16Array(Math.max(...column.codes) + 1);
      const own = words.indices(asCategories(column));
      for (const [at, code] of column.codes.entries()) table[code] = own[at];
      tables.set(column, table);
    }
    return table;
  };
  const truth = assembleTruth(blocks, index, classOf, words.values);
  if (options.labels) addLabels(truth, options.labels, index, words.indices(options.labels.label), notes);
  const unlabelled = truth.indexOf(MISSING);
  if (unlabelled >= 0) {
    throw new Error(
      `${folder}: expected the true labels of all images, got none of image ` +
        `${named(index.ids[unlabelled])}; parts have them as labels (npz) or a column label, or ` +
        'give a file ' +
        'of labels.',
    );
  }
  const predictions = chosen.map(({ role, name }, at) => {
    const found = [
      ...new Set(
        placed[at].flatMap(({ block, models }) =>
          block.model.values.filter((id) => !models || models.has(id)),
        ),
      ),
    ];
    const members = networkOrder({
      values: found,
      codes: new Uint32Array(),
      firstRows: [],
      numeric: areNumbers(found),
    });
    options.told(`Putting ${name ?? role} together`, at / chosen.length);
    const own = placed[at];
    placed[at] = [];
    return assemble(own, members, index, classOf, words.names.length, { population: name ?? role, folder });
  });
  options.told('Putting together', 1);
  return {
    aligned: {
      predictions,
      truth,
      imageIds: Array.from(index.ids as ArrayLike<number | string>),
      classValues: words.values,
      classNames: words.names,
    },
    roles: chosen.map(({ role }) => role),
    names: chosen.map(({ role, name }) => name ?? role),
    named: (options.classes ?? classes) !== null,
    answers,
    readings,
    parts: files.length,
    notes,
  };
}

/** Dense, compressed and, where one is called so, a null population. */
function rolesOf(read: Read[], { wanted }: DatasetOptions): PopulationRole[] {
  const names = new Set(read.flatMap(({ populations }) => populations.map(({ name }) => name)));
  const hasNulls =
    wanted.has('null') ||
    (wanted.size === 0 && [...names].filter((name) => roleOfName(name) === 'null').length === 1);
  return hasNulls ? ['dense', 'compressed', 'null'] : ['dense', 'compressed'];
}

function idsIn({ ids, file }: Block) {
  if (ids) return ids;
  throw new Error(
    `${file}: expected ids of images, as a part of several has only some of them, got none; add image_ids ` +
      '(npz) or a column image_id, or a manifest with image ranges.',
  );
}

const kept = new WeakMap<CodedColumn, ReturnType<typeof categoriesOf>>();

function categoriesOf({ values, firstRows, numeric }: CodedColumn) {
  return { values, firstRows, numeric, codes: new Uint32Array() };
}

/** A column as readers of values know it; the same object for the same column. */
function asCategories(column: CodedColumn) {
  const own = kept.get(column) ?? categoriesOf(column);
  kept.set(column, own);
  return own;
}

function areNumbers(ids: string[]): boolean {
  return ids.every((id) => /^\d+$/.test(id));
}

function addLabels(
  truth: Uint16Array,
  { image, label, isNumbered, file, rows }: LabelTable,
  index: ImageIndex,
  classOf: Uint16Array,
  notes: string[],
): void {
  if (isNumbered && rows !== truth.length) {
    throw new Error(`${file}: expected ${truth.length} true labels, one for each image, got ${rows}.`);
  }
  const places = isNumbered
    ? Int32Array.from(image.values.keys())
    : placesOfLabels(index, image.values, () => {
        notes.push(`${file}: ids of images were compared as numbers, without zeros before them.`);
      });
  for (let row = 0; row < label.codes.length; row++) {
    const place = places[image.codes[row]];
    if (place >= 0) truth[place] = classOf[label.codes[row]];
  }
}
