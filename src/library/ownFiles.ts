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
import { readArchitecture } from '../formats/network/architecture';
import { finite } from '../formats/network/population';
import { type Architecture, tensorShapes } from '../model/architecture';
import { layerShapes } from '../model/graph';
import type { Member, Population, StackedTensor } from '../model/population';
import type { Attribute, Shard } from '../model/shard';
import type { Variant } from '../model/variant';
import { type OwnNetworks, type OwnPopulation, ownDataset, ownVariantId } from './ownNetworks';
import { readOwnTraining } from './ownTraining';
import { openSealed, sealed } from './sealed';
import {
  bytesOf,
  expectClasses,
  expectProbabilities,
  isStoredId,
  jsonBytes,
  type StoredFiles,
  storedArray,
  storedText,
  UNSEALED,
} from './stored';

type Column = { name: string; categories: string[] | null };
type StoredShard = { count: number; ids: boolean; attributes: Column[] };
type StoredPopulation = Pick<OwnPopulation, 'kind' | 'level'> & { members: Member[] };

/** What is kept of a reader's own networks beside their weights, images and answers. */
type OwnManifest = Pick<
  OwnNetworks,
  'id' | 'name' | 'created' | 'files' | 'architecture' | 'notes' | 'training'
> & {
  classes: string[];
  test: StoredShard;
  calibration: StoredShard;
  populations: StoredPopulation[];
};

const FORMAT = 'lacuna-networks';
const VERSION = 2;
/** The first version that keeps checksums. */
const SEALED_SINCE = 2;
export const MANIFEST = 'manifest.json';
const MOST_CLASSES = 65_534;
const MOST_NETWORKS = 1000;
const MOST_POPULATIONS = 32;
const MOST_ATTRIBUTES = 256;
/** Values of one typed array. */
const MOST_VALUES = 1 << 28;
/** Bytes of a set of images, and values of one image anywhere in a network. */
const MOST_BYTES = 1 << 30;
const MOST_ACTIVATIONS = 1 << 24;

function modelVariant({ kind, level }: Pick<OwnPopulation, 'kind' | 'level'>): Variant {
  return kind === 'sparse' ? { kind, level } : { kind };
}

/** Throws one sentence when the parts of `own` do not fit together. */
export function checkOwn(own: OwnNetworks): void {
  const { id, architecture, populations, test, calibration } = own;
  if (!isStoredId(id)) throw new Error(`Expected an id for the networks, got "${id}".`);
  const { input } = architecture;
  for (const [name, shard] of Object.entries({ test, calibration })) {
    const { height, width, channels, images, labels, count } = shard;
    if (
      height !== input.height ||
      width !== input.width ||
      channels !== input.channels ||
      images.length !== count * height * width * channels ||
      labels.length !== count
    ) {
      throw new Error(
        `Expected ${name} images of ${input.height} x ${input.width} with ${input.channels} channel(s), each with a label, got ${count} of ${height} x ${width} with ${channels}, and ${labels.length} labels.`,
      );
    }
  }
  for (const { population, predictions } of populations) {
    const [networks, answered] = [population.members.length, predictions.members.length];
    if (networks !== answered || predictions.images !== test.count) {
      throw new Error(
        `Expected answers of ${networks} networks to ${test.count} images, got those of ${answered} to ${predictions.images}.`,
      );
    }
  }
  checkManifest(manifestOf(own), { file: own.name, path: '' });
}

/** What keeps one population from being told from another, or an image from passing through the networks. */
function checkManifest({ architecture, classes, populations }: OwnManifest, place: Place): void {
  const at = inside(place, 'populations');
  const ids = populations.map(ownVariantId);
  if (!ids.includes('dense')) throw unexpected(at, 'a list with dense networks among it', populations);
  ids.forEach((id, index) => {
    if (ids.indexOf(id) !== index) {
      throw unexpected(inside(at, index), 'a population of a kind and level of its own', id);
    }
  });
  const shapes = layerShapes(architecture);
  const most = Math.max(...shapes.map(({ channels, height, width }) => channels * height * width));
  if (most > MOST_ACTIVATIONS) {
    throw unexpected(
      inside(place, 'architecture'),
      `layers of at most ${MOST_ACTIVATIONS} values an image`,
      most,
    );
  }
  const last = shapes.at(-1);
  if (last && (last.channels !== classes.length || last.height !== 1 || last.width !== 1)) {
    throw unexpected(
      inside(place, 'architecture'),
      `layers that end in one value for each of ${classes.length} classes`,
      `${last.channels} x ${last.height} x ${last.width}`,
    );
  }
}

function storedShard({ count, ids, attributes = [] }: Shard): StoredShard {
  return {
    count,
    ids: ids !== undefined,
    attributes: attributes.map((column) => ({
      name: column.name,
      categories: 'codes' in column ? column.categories : null,
    })),
  };
}

function manifestOf({ populations, test, calibration, ...own }: OwnNetworks): OwnManifest {
  const { id, name, created, files, architecture, notes, training } = own;
  return {
    id,
    name,
    created,
    files,
    architecture,
    notes,
    training,
    classes: test.classes,
    test: storedShard(test),
    calibration: storedShard(calibration),
    populations: populations.map(({ kind, level, population: { members } }) => ({ kind, level, members })),
  };
}

const MATRICES = ['labels', 'pPrediction', 'pLabel', 'rankLabel'] as const;

function matrixFile(id: string, matrix: (typeof MATRICES)[number]): string {
  return `${id}.${matrix}.${matrix.startsWith('p') ? 'f32' : 'u16'}`;
}

/**
 * A reader's own networks as files by name: a manifest, and weights, images and answers as they lie in memory (little-endian).
 * `readOwn` is its inverse. The manifest comes last, with the checksums of the others: what lacks one is not whole.
 */
export function ownFiles(own: OwnNetworks): Generator<[string, Uint8Array<ArrayBuffer>]> {
  const document = { format: FORMAT, version: VERSION, ...manifestOf(own) };
  return sealed(arraysOf(own), { file: MANIFEST, document });
}

function* arraysOf(own: OwnNetworks): Generator<[string, Uint8Array<ArrayBuffer>]> {
  for (const name of ['test', 'calibration'] as const) {
    const { images, labels, ids, attributes = [] } = own[name];
    yield [`${name}.images.u8`, images as Uint8Array<ArrayBuffer>];
    yield [`${name}.labels.u16`, bytesOf(labels)];
    if (ids) yield [`${name}.ids.json`, jsonBytes(ids)];
    for (const [index, column] of attributes.entries()) {
      yield 'codes' in column
        ? [`${name}.attribute-${index}.u16`, bytesOf(column.codes)]
        : [`${name}.attribute-${index}.f64`, bytesOf(column.values)];
    }
  }
  for (const [index, one] of own.populations.entries()) {
    const id = ownVariantId(one);
    for (const [place, name] of [...tensorShapes(own.architecture).keys()].entries()) {
      const tensor = one.population.tensors[name];
      if (!tensor) throw new Error(`Expected weights "${name}" in population ${index}, got none.`);
      yield [`${id}.weights-${place}.f32`, bytesOf(tensor.data)];
    }
    for (const matrix of MATRICES) {
      const values = one.predictions[matrix];
      if (!values) throw new Error(`Expected ${matrix} in population ${index}, got none.`);
      yield [matrixFile(id, matrix), bytesOf(values)];
    }
  }
}

/** A reader's own networks as they are read again, and what of them was lost, a sentence each. */
export type StoredNetworks = OwnNetworks & { notices: string[] };

/**
 * Reads what `ownFiles` made, treating it as hostile. Populations beside the dense one, and ids and attributes of images, are left out where
 * they are damaged, and named in `notices`; all else throws one sentence that names the file.
 */
export async function readOwn(files: StoredFiles, id: string): Promise<StoredNetworks> {
  const { manifest, stored, isSealed } = await readOwnManifest(files);
  const { classes, populations, test, calibration, ...rest } = manifest;
  const { architecture } = rest;
  const notices = isSealed ? [] : [UNSEALED];
  const made: OwnPopulation[] = [];
  for (const one of populations) {
    const key = [ownDataset(id), rest.created, ownVariantId(one)].join('/');
    try {
      made.push({
        kind: one.kind,
        level: one.level,
        population: await readPopulation(stored, architecture, one, key),
        predictions: await readPredictions(stored, one, test.count, classes.length),
      });
    } catch (error) {
      if (one.kind === 'dense') throw error;
      const what = one.kind === 'null' ? 'retrained' : `${Math.round(100 * one.level)}% sparse`;
      notices.push(`${messageOf(error)} The ${what} networks are left out; the others are whole.`);
    }
  }
  return {
    ...rest,
    id,
    populations: made,
    test: await readShard(stored, id, 'test', test, rest.architecture, classes, notices),
    calibration: await readShard(stored, id, 'calibration', calibration, architecture, classes, notices),
    notices,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function readPopulation(
  stored: StoredFiles,
  architecture: Architecture,
  one: StoredPopulation,
  key: string,
): Promise<Population> {
  const tensors: Record<string, StackedTensor> = {};
  for (const [place, [name, shape]] of [...tensorShapes(architecture)].entries()) {
    const file = `${ownVariantId(one)}.weights-${place}.f32`;
    const values = shape.reduce((product, extent) => product * extent, one.members.length);
    if (values > MOST_VALUES) {
      throw new Error(`${file}: expected at most ${MOST_VALUES} weights, got ${values}.`);
    }
    const data = new Float32Array(await storedArray(stored, file, 4 * values));
    tensors[name] = { shape, data: finite(data, name, file) };
  }
  return { key, architecture, variant: modelVariant(one), members: one.members, tensors };
}

async function readPredictions(
  stored: StoredFiles,
  one: StoredPopulation,
  images: number,
  classes: number,
): Promise<Predictions> {
  const cells = one.members.length * images;
  const whole = async (matrix: 'labels' | 'rankLabel') => {
    const file = matrixFile(ownVariantId(one), matrix);
    const values = new Uint16Array(await storedArray(stored, file, 2 * cells));
    expectClasses(values, classes, file);
    return values;
  };
  const share = async (matrix: 'pPrediction' | 'pLabel') => {
    const file = matrixFile(ownVariantId(one), matrix);
    const values = new Float32Array(await storedArray(stored, file, 4 * cells));
    expectProbabilities(values, file);
    return values;
  };
  return {
    members: one.members.map(({ id }) => id),
    images,
    classes,
    labels: await whole('labels'),
    pPrediction: await share('pPrediction'),
    pLabel: await share('pLabel'),
    rankLabel: await whole('rankLabel'),
  };
}

async function readShard(
  stored: StoredFiles,
  id: string,
  name: 'test' | 'calibration',
  { count, ids: named, attributes }: StoredShard,
  { input: { height, width, channels } }: Architecture,
  classes: string[],
  notices: string[],
): Promise<Shard> {
  const images = new Uint8Array(
    await storedArray(stored, `${name}.images.u8`, count * height * width * channels),
  );
  const labels = new Uint16Array(await storedArray(stored, `${name}.labels.u16`, 2 * count));
  expectClasses(labels, classes.length, `${name}.labels.u16`);
  const shard: Shard = {
    id: `${ownDataset(id)}/${name}`,
    count,
    height,
    width,
    channels,
    images,
    labels,
    classes,
  };
  const spare = async <T>(reading: Promise<T>, told: string): Promise<T | null> =>
    reading.catch((error: unknown) => {
      notices.push(`${messageOf(error)} ${told}`);
      return null;
    });
  const ids =
    named && (await spare(readIds(stored, `${name}.ids.json`, count), 'Images are numbered in their place.'));
  if (ids) shard.ids = ids;
  const columns: Attribute[] = [];
  for (const [index, column] of attributes.entries()) {
    const read = readAttribute(stored, `${name}.attribute-${index}`, column, count);
    const attribute = await spare(read, `The attribute "${column.name}" is left out.`);
    if (attribute) columns.push(attribute);
  }
  return columns.length > 0 ? { ...shard, attributes: columns } : shard;
}

async function readIds(stored: StoredFiles, file: string, count: number): Promise<(number | string)[]> {
  const place = { file, path: '' };
  const ids = asList(parseJson(await storedText(stored, file), file), place, asImageId);
  if (ids.length !== count) throw unexpected(place, `a list of ${count} ids`, ids);
  return ids;
}

async function readAttribute(
  stored: StoredFiles,
  file: string,
  { name, categories }: Column,
  count: number,
): Promise<Attribute> {
  if (!categories) {
    return { name, values: new Float64Array(await storedArray(stored, `${file}.f64`, 8 * count)) };
  }
  const codes = new Uint16Array(await storedArray(stored, `${file}.u16`, 2 * count));
  const wrong = codes.find((code) => code >= categories.length && code !== 65_535);
  if (wrong !== undefined) {
    throw new Error(`${file}.u16: expected codes below ${categories.length}, or 65535, got ${wrong}.`);
  }
  return { name, categories, codes };
}

/**
 * The manifest of a reader's own networks, every field checked, and that no file it asks for can be too large; the files, each compared with
 * its checksum where `isSealed`.
 */
export async function readOwnManifest(
  files: StoredFiles,
): Promise<{ manifest: OwnManifest; stored: StoredFiles; isSealed: boolean }> {
  const { document, stored, checksums } = await openSealed(files, MANIFEST, SEALED_SINCE);
  return { manifest: asManifest(document), stored, isSealed: checksums !== null };
}

function asManifest(document: Record<string, unknown>): OwnManifest {
  const root: Place = { file: MANIFEST, path: '' };
  const at = (key: string) => inside(root, key);
  if (document.format !== FORMAT) throw unexpected(at('format'), `"${FORMAT}"`, document.format);
  checkVersion(document.version, at('version'), VERSION);
  const architecture = readArchitecture(document.architecture, at('architecture'));
  const { height, width, channels } = architecture.input;
  const mostImages = Math.floor(MOST_BYTES / (height * width * channels));
  const classes = asList(document.classes, at('classes'), asText);
  if (classes.length < 2 || classes.length > MOST_CLASSES) {
    throw unexpected(at('classes'), `2 to ${MOST_CLASSES} names`, classes);
  }
  const test = asShard(document.test, at('test'), mostImages);
  const populations = asList(document.populations, at('populations'), (value, place) =>
    asPopulation(value, place, test.count),
  );
  if (populations.length > MOST_POPULATIONS) {
    throw unexpected(at('populations'), `at most ${MOST_POPULATIONS} populations`, populations);
  }
  const notes = asRecord(document.notes, at('notes'));
  const manifest: OwnManifest = {
    id: asText(document.id, at('id')),
    name: asText(document.name, at('name')),
    created: asText(document.created, at('created')),
    files: asList(document.files, at('files'), asText),
    architecture,
    notes: {
      fitted: asText(notes.fitted, inside(at('notes'), 'fitted')),
      calibration: asText(notes.calibration, inside(at('notes'), 'calibration')),
      networks:
        notes.networks === undefined || notes.networks === null
          ? null
          : asText(notes.networks, inside(at('notes'), 'networks')),
    },
    training: document.training ? readOwnTraining(document.training, at('training'), classes.length) : null,
    classes,
    test,
    calibration: asShard(document.calibration, at('calibration'), mostImages),
    populations,
  };
  checkManifest(manifest, root);
  return manifest;
}

function asShard(value: unknown, place: Place, mostImages: number): StoredShard {
  const { count, ids, attributes } = asRecord(value, place);
  if (typeof ids !== 'boolean') throw unexpected(inside(place, 'ids'), 'true or false', ids);
  const columns = asList(attributes, inside(place, 'attributes'), asColumn);
  if (columns.length > MOST_ATTRIBUTES) {
    throw unexpected(inside(place, 'attributes'), `at most ${MOST_ATTRIBUTES} attributes`, columns);
  }
  return { count: asInteger(count, inside(place, 'count'), 1, mostImages), ids, attributes: columns };
}

function asColumn(value: unknown, place: Place): Column {
  const { name, categories } = asRecord(value, place);
  return {
    name: asText(name, inside(place, 'name')),
    categories: categories === null ? null : asList(categories, inside(place, 'categories'), asText),
  };
}

function asPopulation(value: unknown, place: Place, images: number): StoredPopulation {
  const { kind, level, members } = asRecord(value, place);
  if (kind !== 'dense' && kind !== 'null' && kind !== 'sparse') {
    throw unexpected(inside(place, 'kind'), 'dense, null or sparse', kind);
  }
  const all = asList(members, inside(place, 'members'), (member, at) => {
    const { id, seed } = asRecord(member, at);
    return { id: asText(id, inside(at, 'id')), seed: asInteger(seed, inside(at, 'seed')) };
  });
  const most = Math.min(MOST_NETWORKS, Math.floor(MOST_VALUES / images));
  if (all.length < 1 || all.length > most || new Set(all.map(({ id }) => id)).size < all.length) {
    throw unexpected(inside(place, 'members'), `1 to ${most} networks, each with an id of its own`, members);
  }
  return {
    kind,
    level: asNumber(level, inside(place, 'level'), 0, kind === 'sparse' ? 0.99 : 0),
    members: all,
  };
}

function asImageId(value: unknown, place: Place): number | string {
  return typeof value === 'number' ? asNumber(value, place) : asText(value, place);
}
