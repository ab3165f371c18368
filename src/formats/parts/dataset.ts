/** Reads a dataset of parts, one part after the other; kept are classes as numbers of two bytes, never rows of text. */
import { named } from '../check';
import { choosePopulation } from '../predictions/chosenPopulation';
import { MISSING } from '../predictions/classChecks';
import type { GivenColumns } from '../predictions/givenColumns';
import { networkOrder } from '../predictions/imageIds';
import type { Part, PartsManifest } from '../predictions/partsManifest';
import { rangeProblems } from '../predictions/partsManifest';
import type { AlignedPredictions } from '../predictions/predictions';
import type { FileReading } from '../predictions/reading';
import { vocabulary } from '../predictions/vocabulary';
import type { LabelTable } from '../tables/longTable';
import { type PopulationRole, roleOfName } from '../tables/populationNames';
import { assemble, assembleTruth, type PlacedBlock } from './assemble';
import { type Block, type CodedColumn, idsOf } from './block';
import { gapIn, imageIndex } from './imageIndex';
import { type FileBlocks, readBlocks } from './readBlocks';

/** A file of a dataset: its path within the folder, and how its bytes are read. */
export type PartFile = { path: string; read(): Promise<Uint8Array<ArrayBuffer>> };

export type Dataset = {
  aligned: AlignedPredictions;
  roles: PopulationRole[];
  /** What the populations are called, by role. */
  names: string[];
  /** Whether classes have names beside their values. */
  named: boolean;
  /** What a file was taken for, where that was guessed. */
  readings: FileReading[];
  parts: number;
  notes: string[];
};

export type DatasetOptions = {
  /** What the dataset is called in sentences. */
  folder: string;
  manifest: PartsManifest | null;
  given: GivenColumns;
  /** Names of populations by role, where they are chosen. */
  wanted: ReadonlyMap<string, string>;
  classes: string[] | null;
  labels: LabelTable | null;
  /** SHA-256 of bytes, in hexadecimal digits; null where it cannot be taken. */
  sha256: ((bytes: Uint8Array<ArrayBuffer>) => Promise<string>) | null;
  told(doing: string, share: number): void;
};

/** So many files are begun to be read at a time. */
const AT_ONCE = 4;
/** More confidences than these are left out: they would take more memory than all else. */
const MOST_SCORES = 1 << 25;
export const MANIFEST = 'manifest.json';

type Named = { name: string; table: Block };
type Read = { file: string; populations: Named[] };

/**
 * The populations of a dataset on the same images. With a manifest, parts are checked by their SHA-256 and have the images that it says; without,
 * images are those of the ids in the parts. Throws one sentence where something comes twice, is missing or does not fit.
 */
export async function readDataset(files: PartFile[], options: DatasetOptions): Promise<Dataset> {
  const { folder } = options;
  const notes: string[] = [];
  const { read, classes, readings } = await readAll(files, options, notes);
  const chosen = rolesOf(read, options).map((role) => ({
    role,
    ...choosePopulation(read, role, { wanted: options.wanted.get(role) ?? null, isShared: true }),
  }));
  const ids = chosen.flatMap(({ parts }) => parts.map(({ table }) => idsIn(table)));
  const index = imageIndex(ids);
  const gap = gapIn(index.ids, ids);
  if (gap !== null) {
    throw new Error(
      `${folder}: expected parts of all images, got none of the images ${gap}; make those parts, or name the files that are there with --dense and --compressed.`,
    );
  }
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
  if (options.labels) addLabels(truth, options.labels, index.placesOf, words.indices(options.labels.label));
  const unlabelled = truth.indexOf(MISSING);
  if (unlabelled >= 0) {
    throw new Error(
      `${folder}: expected the true labels of all images, got none of image ${named(index.ids[unlabelled])}; parts have them as labels (npz) or a column label, or give a file of labels.`,
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
    readings,
    parts: files.length,
    notes,
  };
}

async function readAll(
  files: PartFile[],
  options: DatasetOptions,
  notes: string[],
): Promise<{ read: Read[]; classes: string[] | null; readings: FileReading[] }> {
  const { manifest, folder, told } = options;
  if (manifest) {
    const [problem] = rangeProblems(manifest, MANIFEST);
    if (problem !== undefined) throw new Error(problem);
    for (const { population, id, why } of manifest.failed) {
      notes.push(`${population}: network ${named(id)} was left out when the parts were made: ${why}.`);
    }
  }
  if (manifest && !options.sha256) {
    notes.push('The checksums of the parts were not compared: browsers offer them on secure addresses only.');
  }
  const partOf = new Map(manifest?.parts.map((part) => [part.path, part]));
  let classes = manifest?.classes ?? null;
  const read: Read[] = [];
  const readings: FileReading[] = [];
  let scores = 0;
  for (const { at, path, reading } of readAhead(files)) {
    told(`Reading ${path}`, at / files.length);
    const bytes = await reading;
    const part = partOf.get(path);
    if (part) await checkBytes(part, bytes, options.sha256);
    const found = await readBlocks(bytes, path, options.given);
    classes ??= found.classes;
    if (found.reading) readings.push(found.reading);
    const populations = part ? listed(found, part, manifest!) : found.populations;
    for (const { table } of populations) {
      scores += table.said.data.length;
      if (scores > MOST_SCORES) table.scores = {};
    }
    read.push({ file: path, populations });
  }
  told('Reading', 1);
  if (
    scores > MOST_SCORES &&
    read.some(({ populations }) => populations.some(({ table }) => Object.keys(table.scores).length > 0))
  ) {
    notes.push(
      `Confidences of ${scores} predictions were left out (at most ${MOST_SCORES}); classes are all read.`,
    );
    for (const { populations } of read) for (const { table } of populations) table.scores = {};
  }
  if (read.length === 0) throw new Error(`${folder}: expected parts, got none.`);
  return { read, classes, readings };
}

/** Files in their order, four of them being read at a time. */
export function* readAhead(
  files: PartFile[],
): Generator<{ at: number; path: string; reading: Promise<Uint8Array<ArrayBuffer>> }> {
  const begun: Promise<Uint8Array<ArrayBuffer>>[] = [];
  for (const [at, { path }] of files.entries()) {
    for (let next = at + begun.length; next < Math.min(files.length, at + AT_ONCE); next++) {
      const reading = files[next].read();
      // Awaited in its turn; until then a failure is no event of its own.
      reading.catch(() => undefined);
      begun.push(reading);
    }
    yield { at, path, reading: begun.shift()! };
  }
}

/** Throws where bytes are not those that a manifest says. */
export async function checkBytes(
  { path, bytes: size, sha256 }: Part,
  bytes: Uint8Array<ArrayBuffer>,
  sumOf: DatasetOptions['sha256'],
): Promise<void> {
  if (bytes.length !== size) {
    throw new Error(`${path}: expected ${size} bytes, got ${bytes.length}; copy it again.`);
  }
  const sum = sumOf && (await sumOf(bytes));
  if (sum !== null && sum !== sha256) {
    throw new Error(
      `${path}: expected bytes with SHA-256 ${sha256.slice(0, 12)}..., got ${sum.slice(0, 12)}...; copy it again.`,
    );
  }
}

/** The networks of a part that its manifest lists, on the images that it says. */
export function listed({ populations }: FileBlocks, part: Part, manifest: PartsManifest): Named[] {
  const { path, start, end } = part;
  const range = Float64Array.from({ length: end - start }, (_, at) => start + at);
  return manifest.populations
    .filter(({ name }) => part.population === null || part.population === name)
    .map(({ name, members }) => {
      const found = populationIn(populations, name, members, part);
      if (!found) {
        const there = populations.map((each) => named(each.name)).join(', ');
        throw new Error(`${path}: expected the population ${named(name)}, got ${there}.`);
      }
      const { table } = found;
      if (table.images !== end - start) {
        throw new Error(
          `${path}: expected ${end - start} images (${start} to ${end - 1}), got ${table.images} of ${named(name)}.`,
        );
      }
      const missing = members.filter(({ id }) => !table.model.values.includes(id)).map(({ id }) => named(id));
      if (missing.length > 0) {
        throw new Error(
          `${path}: expected the networks of the manifest, got none called ${missing.slice(0, 4).join(', ')}.`,
        );
      }
      return {
        name,
        table: selected({ ...table, ids: table.ids ?? range }, new Set(members.map(({ id }) => id))),
      };
    });
}

/** A block without the networks that are not listed. */
function selected(block: Block, ids: ReadonlySet<string>): Block {
  const { model, images, said, scores } = block;
  if (model.values.every((id) => ids.has(id))) return block;
  const rows = [...model.values.keys()].filter((row) => ids.has(model.values[row]));
  const take = <T extends Uint16Array | Float32Array>(matrix: T): T => {
    const taken = matrix.slice(0, rows.length * images) as T;
    rows.forEach((row, to) => {
      taken.set(matrix.subarray(row * images, (row + 1) * images), to * images);
    });
    return taken;
  };
  return {
    ...block,
    model: { values: rows.map((row) => model.values[row]) },
    said: { ...said, data: take(said.data) },
    scores: {
      ...(scores.pPrediction && { pPrediction: take(scores.pPrediction) }),
      ...(scores.pLabel && { pLabel: take(scores.pLabel) }),
      ...(scores.rankLabel && { rankLabel: take(scores.rankLabel) }),
    },
  };
}

/** By its name; of a part of one population, or where all networks stand in one table, by what there is. */
function populationIn(
  populations: Named[],
  name: string,
  members: { id: string }[],
  part: Part,
): Named | undefined {
  const own = populations.find((each) => each.name === name);
  if (own) return own;
  const [only] = populations;
  const hasAll = members.every(({ id }) => only.table.model.values.includes(id));
  return populations.length === 1 && (part.population === name || hasAll) ? only : undefined;
}

/** Dense, compressed and, where one is called so, a second dense population. */
function rolesOf(read: Read[], { wanted }: DatasetOptions): PopulationRole[] {
  const names = new Set(read.flatMap(({ populations }) => populations.map(({ name }) => name)));
  const hasNull =
    wanted.has('null') ||
    (wanted.size === 0 && [...names].filter((name) => roleOfName(name) === 'null').length === 1);
  return hasNull ? ['dense', 'compressed', 'null'] : ['dense', 'compressed'];
}

function idsIn({ ids, file }: Block) {
  if (ids) return ids;
  throw new Error(
    `${file}: expected ids of images, as a part of several has only some of them, got none; add image_ids (npz) or a column image_id, or a manifest with image ranges.`,
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
  placesOf: (ids: ReturnType<typeof idsOf>) => Int32Array,
  classOf: Uint16Array,
): void {
  if (isNumbered && rows !== truth.length) {
    throw new Error(`${file}: expected ${truth.length} true labels, one for each image, got ${rows}.`);
  }
  const places = isNumbered ? Int32Array.from(image.values.keys()) : placesOf(idsOf(image.values));
  for (let row = 0; row < label.codes.length; row++) {
    const place = places[image.codes[row]];
    if (place >= 0) truth[place] = classOf[label.codes[row]];
  }
}
