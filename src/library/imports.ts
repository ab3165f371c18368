import type { Predictions } from '../audit/predictions';
import {
  asInteger,
  asList,
  asNumber,
  asRecord,
  asText,
  checkVersion,
  inside,
  type Place,
  parseJson,
  unexpected,
} from '../formats/check';
import type { Folders } from './folders';
import { EXTRAS_FILE, extrasBytes, type ImportExtras, NO_EXTRAS, readExtras } from './importExtras';
import { type ImportOptions, type ImportOrigin, readOrigin } from './importOrigin';
import { type OpenedSeal, openSealed, sealed } from './sealed';
import {
  bytesOf,
  expectClasses,
  expectProbabilities,
  filesOf,
  isStoredId,
  jsonBytes,
  listStored,
  type StoredFiles,
  saveStored,
  storedArray,
  storedText,
  UNSEALED,
} from './stored';

/** Pictures of an import's images: u8 [images, height, width, channels], black where there is none. */
export type Pictures = {
  height: number;
  width: number;
  channels: number;
  images: Uint8Array<ArrayBuffer>;
  /** How many of the images have one. */
  found: number;
  /** What was done to fit them, in words. */
  fitted: string;
};

/** Predictions of a reader's own populations on the same images, and what is known of the images. */
export type Import = {
  /** Lower-case letters, digits and hyphens, at most 40. */
  id: string;
  name: string;
  /** When it was imported, ISO 8601. */
  created: string;
  /** The files it came from, by name. */
  files: string[];
  dense: Predictions;
  compressed: Predictions;
  /** A second dense population, for the noise floor. */
  nulls: Predictions | null;
  /** Whether row k of both populations is the same training run: then they have equally many networks. */
  paired: boolean;
  /** The true class of each image. */
  truth: Uint16Array;
  imageIds: (number | string)[];
  classNames: string[];
  pictures: Pictures | null;
  extras: ImportExtras;
  options: ImportOptions;
  /** The bundle it was opened from; null where it came as predictions. */
  origin: ImportOrigin | null;
};

/** What a list of imports says of one. */
export type ImportEntry = Pick<Import, 'id' | 'name' | 'created' | 'files'> & {
  images: number;
  classes: number;
  networks: { dense: number; compressed: number; null: number };
  hasPictures: boolean;
  /** Bytes in storage. */
  bytes: number;
};

/**
 * An import as it is read again: what of it was lost, a sentence each, and how often it was changed since it
 * was made.
 */
export type StoredImport = Import & { notices: string[]; revision: number };

const FORMAT = 'lacuna-import';
const VERSION = 3;
/** The first version that keeps checksums. */
const SEALED_SINCE = 3;
export const MANIFEST = 'manifest.json';
const IDS = 'image-ids.json';
const TRUTH = 'truth.u16';
export const PICTURES = 'pictures.u8';
const MOST_NETWORKS = 65_535;
const MOST_CLASSES = 65_534;
const MOST_CELLS = 1 << 28;

const SIDES = ['dense', 'compressed', 'null'] as const;
const MATRICES = ['labels', 'pPrediction', 'pLabel', 'rankLabel'] as const;
type Side = (typeof SIDES)[number];
type Matrix = (typeof MATRICES)[number];

type Manifest = Pick<
  Import,
  'id' | 'name' | 'created' | 'files' | 'classNames' | 'paired' | 'options' | 'origin'
> & {
  images: number;
  populations: Partial<Record<Side, { members: string[]; matrices: Matrix[] }>>;
  pictures: Omit<Pictures, 'images'> | null;
  revision: number;
};

/** What the manifest says of pictures. */
export function picturesHead({ height, width, channels, found, fitted }: Pictures): Manifest['pictures'] {
  return { height, width, channels, found, fitted };
}

/** A new id for an import, unlikely to be had twice. */
export function newImportId(): string {
  return [...crypto.getRandomValues(new Uint8Array(5))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/**
 * An import as files by name: a manifest, and the matrices as they lie in memory (little-endian).
 * `readImport` is its inverse. The manifest comes last, with the checksums of the others: what lacks one is
 * not whole.
 */
export function importFiles(imported: Import): Map<string, Uint8Array<ArrayBuffer>> {
  const { id, name, created, files, classNames, paired, truth, imageIds, pictures } = imported;
  const { options, origin } = imported;
  const stored = new Map<string, Uint8Array<ArrayBuffer>>();
  const populations: Manifest['populations'] = {};
  for (const side of SIDES) {
    const predictions = side === 'null' ? imported.nulls : imported[side];
    if (!predictions) continue;
    const matrices = MATRICES.filter((matrix) => predictions[matrix]);
    populations[side] = { members: predictions.members, matrices };
    for (const matrix of matrices) stored.set(matrixFile(side, matrix), bytesOf(predictions[matrix]!));
  }
  stored.set(TRUTH, bytesOf(truth));
  stored.set(IDS, jsonBytes(imageIds));
  if (pictures) stored.set(PICTURES, pictures.images);
  if (imported.extras !== NO_EXTRAS) stored.set(EXTRAS_FILE, extrasBytes(imported.extras));
  const manifest: Manifest & { format: string; version: number } = {
    format: FORMAT,
    version: VERSION,
    id,
    name,
    created,
    files,
    classNames,
    paired,
    images: truth.length,
    populations,
    pictures: pictures && picturesHead(pictures),
    options,
    origin,
    revision: 0,
  };
  return new Map(sealed(stored, { file: MANIFEST, document: manifest }));
}

/**
 * Reads what `importFiles` made, treating it as hostile: sizes are compared before a file is read, its
 * content with its checksum, and every label, rank and probability is checked. What the rest can do without
 * is left out where it is damaged, and named in `notices`; all else throws one sentence that names the file.
 */
export async function readImport(
  sizes: ReadonlyMap<string, number>,
  read: (file: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<StoredImport> {
  const { manifest, stored, checksums } = await openManifest({ sizes, read });
  const { images, classNames, populations, pictures, ...rest } = manifest;
  const classes = classNames.length;
  const notices = checksums ? [] : [UNSEALED];
  const spare = async <T>(reading: Promise<T>, without: T, told: string): Promise<T> =>
    reading.catch((error: unknown) => {
      notices.push(`${error instanceof Error ? error.message : String(error)} ${told}`);
      return without;
    });
  const array = (file: string, bytes: number) => storedArray(stored, file, bytes);
  const truth = new Uint16Array(await array(TRUTH, 2 * images));
  expectClasses(truth, classes, TRUTH);
  const populationOf = async (side: Side): Promise<Predictions | null> => {
    const found = populations[side];
    if (!found) return null;
    const cells = found.members.length * images;
    const whole = async (matrix: Matrix) => {
      if (!found.matrices.includes(matrix)) return undefined;
      const values = new Uint16Array(await array(matrixFile(side, matrix), 2 * cells));
      expectClasses(values, classes, matrixFile(side, matrix));
      return values;
    };
    const share = async (matrix: Matrix) => {
      if (!found.matrices.includes(matrix)) return undefined;
      const values = new Float32Array(await array(matrixFile(side, matrix), 4 * cells));
      expectProbabilities(values, matrixFile(side, matrix));
      return values;
    };
    const labels = await whole('labels');
    if (!labels) throw new Error(`${MANIFEST}: expected labels in populations.${side}, got none.`);
    const left = 'The import opens without them; the rest of it is whole.';
    const pPrediction = await spare(share('pPrediction'), undefined, left);
    const pLabel = await spare(share('pLabel'), undefined, left);
    const rankLabel = await spare(whole('rankLabel'), undefined, left);
    return {
      members: found.members,
      images,
      classes,
      labels,
      ...(pPrediction && { pPrediction }),
      ...(pLabel && { pLabel }),
      ...(rankLabel && { rankLabel }),
    };
  };
  const [dense, compressed] = [await populationOf('dense'), await populationOf('compressed')];
  if (!dense || !compressed) {
    throw new Error(`${MANIFEST}: expected the populations dense and compressed, got one missing.`);
  }
  if (rest.paired && dense.members.length !== compressed.members.length) {
    throw new Error(
      `${MANIFEST}: expected paired populations of equally many networks, got ${dense.members.length} and ${compressed.members.length}.`,
    );
  }
  const nulls = await spare(populationOf('null'), null, 'The import opens without its retrained networks.');
  const imageIds = await spare(
    readIds(stored, images),
    Array.from({ length: images }, (_, image) => image),
    'Its images are numbered in their place.',
  );
  const size = pictures ? images * pictures.height * pictures.width * pictures.channels : 0;
  const pixels =
    pictures && (await spare(array(PICTURES, size), null, 'The import opens without its pictures.'));
  return {
    ...rest,
    classNames,
    dense,
    compressed,
    nulls,
    truth,
    imageIds,
    pictures: pictures && pixels && { ...pictures, images: new Uint8Array(pixels) },
    extras: await spare(
      readExtras(stored, images, classes),
      NO_EXTRAS,
      'The import opens without what was added to it.',
    ),
    notices,
  };
}

async function readIds(stored: StoredFiles, images: number): Promise<(number | string)[]> {
  const ids = asList(parseJson(await storedText(stored, IDS), IDS), { file: IDS, path: '' }, idOf);
  if (ids.length !== images) throw new Error(`${IDS}: expected ${images} ids of images, got ${ids.length}.`);
  return ids;
}

/** Keeps an import; one of the same id is replaced. What could not be kept whole is taken away again. */
export async function saveImport(folders: Folders, imported: Import): Promise<void> {
  if (!isStoredId(imported.id)) throw new Error(`Expected an id for the import, got "${imported.id}".`);
  await saveStored(folders, imported.id, importFiles(imported));
}

/** An import by id; null when it is not here. Throws when too much of it is damaged. */
export async function openImport(folders: Folders, id: string): Promise<StoredImport | null> {
  return folders.hold(id, 'shared', async () => {
    const stored = await filesOf(folders, id, MANIFEST);
    return stored && { ...(await readImport(stored.sizes, stored.read)), id };
  });
}

/** The imports that are here, newest first. A damaged one is listed by its id, so that it can be removed. */
export function listImports(folders: Folders): Promise<ImportEntry[]> {
  return listStored(folders, entryOf);
}

async function entryOf(stored: StoredFiles, id: string): Promise<Omit<ImportEntry, 'id' | 'bytes'>> {
  try {
    const { name, created, files, images, classNames, populations, pictures } = (await openManifest(stored))
      .manifest;
    const networks = (side: Side) => populations[side]?.members.length ?? 0;
    return {
      name,
      created,
      files,
      images,
      classes: classNames.length,
      networks: { dense: networks('dense'), compressed: networks('compressed'), null: networks('null') },
      hasPictures: pictures !== null,
    };
  } catch {
    const networks = { dense: 0, compressed: 0, null: 0 };
    const name = `${id} (cannot be read)`;
    return { name, created: '', files: [], images: 0, classes: 0, networks, hasPictures: false };
  }
}

function matrixFile(side: Side, matrix: Matrix): string {
  return `${side}.${matrix}.${matrix.startsWith('p') ? 'f32' : 'u16'}`;
}

/** The manifest of an import, every field checked, and the files it speaks of. */
export async function openManifest(files: StoredFiles): Promise<OpenedSeal & { manifest: Manifest }> {
  const opened = await openSealed(files, MANIFEST, SEALED_SINCE);
  return { ...opened, manifest: manifestOf(opened.document) };
}

function manifestOf(document: Record<string, unknown>): Manifest {
  const root: Place = { file: MANIFEST, path: '' };
  const at = (key: string) => inside(root, key);
  if (document.format !== FORMAT) throw unexpected(at('format'), `"${FORMAT}"`, document.format);
  checkVersion(document.version, at('version'), VERSION);
  const classNames = asList(document.classNames, at('classNames'), asText);
  if (classNames.length < 1 || classNames.length > MOST_CLASSES) {
    throw unexpected(at('classNames'), `1 to ${MOST_CLASSES} names`, document.classNames);
  }
  const images = asInteger(document.images, at('images'), 1, MOST_CELLS);
  const found = asRecord(document.populations, at('populations'));
  const populations: Manifest['populations'] = {};
  for (const side of SIDES) {
    if (found[side] === undefined) continue;
    const place = inside(at('populations'), side);
    const { members, matrices } = asRecord(found[side], place);
    const ids = asList(members, inside(place, 'members'), asText);
    if (ids.length < 1 || ids.length > MOST_NETWORKS || ids.length * images > MOST_CELLS) {
      throw unexpected(inside(place, 'members'), `1 to ${MOST_NETWORKS} networks`, members);
    }
    populations[side] = { members: ids, matrices: asList(matrices, inside(place, 'matrices'), matrixOf) };
  }
  return {
    id: asText(document.id, at('id')),
    name: asText(document.name, at('name')),
    created: asText(document.created, at('created')),
    files: asList(document.files, at('files'), asText),
    paired: asFlag(document.paired, at('paired')),
    classNames,
    images,
    populations,
    pictures: document.pictures === null ? null : picturesOf(document.pictures, at('pictures')),
    revision: document.revision === undefined ? 0 : asInteger(document.revision, at('revision'), 0),
    ...readOrigin(document, root),
  };
}

function asFlag(value: unknown, place: Place): boolean {
  if (typeof value !== 'boolean') throw unexpected(place, 'true or false', value);
  return value;
}

function matrixOf(value: unknown, place: Place): Matrix {
  const found = MATRICES.find((matrix) => matrix === value);
  if (!found) throw unexpected(place, `one of ${MATRICES.join(', ')}`, value);
  return found;
}

function idOf(value: unknown, place: Place): number | string {
  return typeof value === 'number' ? asNumber(value, place) : asText(value, place);
}

function picturesOf(value: unknown, place: Place): Omit<Pictures, 'images'> {
  const { height, width, channels, found, fitted } = asRecord(value, place);
  return {
    height: asInteger(height, inside(place, 'height'), 1, 4096),
    width: asInteger(width, inside(place, 'width'), 1, 4096),
    channels: asInteger(channels, inside(place, 'channels'), 1, 4),
    found: asInteger(found, inside(place, 'found'), 0, MOST_CELLS),
    fitted: asText(fitted, inside(place, 'fitted')),
  };
}
