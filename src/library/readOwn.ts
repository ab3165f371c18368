import type { Predictions } from '../audit/predictions';
import { finite } from '../formats/network/population';
import { type Architecture, tensorShapes } from '../model/architecture';
import type { Population, StackedTensor } from '../model/population';
import type { Attribute, Shard } from '../model/shard';
import { sizeOf } from '../model/sizeOf';
import type { Variant } from '../model/variant';
import { level } from '../text/format';
import { messageOf } from '../text/messageOf';
import {
  type Column,
  MOST_VALUES,
  readOwnManifest,
  type StoredPopulation,
  type StoredShard,
} from './ownManifest';
import { type OwnNetworks, type OwnPopulation, ownDataset, ownVariantId } from './ownNetworks';
import { type StoredFiles, storedArray, UNSEALED } from './stored';
import { type Matrix, matrixFile, sparing, storedClasses, storedIds, storedShares } from './storedMatrices';

function modelVariant({ kind, level }: Pick<OwnPopulation, 'kind' | 'level'>): Variant {
  return kind === 'sparse' ? { kind, level } : { kind };
}

/** A reader's own networks as they are read again, and what of them was lost, a sentence each. */
export type StoredNetworks = OwnNetworks & { notices: string[] };

/**
 * Reads what `ownFiles` made, treating it as hostile. Populations beside the dense one, and ids and
 * attributes of images, are left out where they are damaged, and named in `notices`. All else throws one
 * sentence that names the file.
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
      const what = one.kind === 'null' ? 'retrained' : `${level(one.level)} sparse`;
      const message = messageOf(error);
      notices.push(`${message} The ${what} networks are left out; the others are whole.`);
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

async function readPopulation(
  stored: StoredFiles,
  architecture: Architecture,
  one: StoredPopulation,
  key: string,
): Promise<Population> {
  const tensors: Record<string, StackedTensor> = {};
  for (const [place, [name, shape]] of [...tensorShapes(architecture)].entries()) {
    const file = `${ownVariantId(one)}.weights-${place}.f32`;
    const values = one.members.length * sizeOf(shape);
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
  const file = (matrix: Matrix) => matrixFile(ownVariantId(one), matrix);
  return {
    members: one.members.map(({ id }) => id),
    images,
    classes,
    labels: await storedClasses(stored, file('labels'), cells, classes),
    pPrediction: await storedShares(stored, file('pPrediction'), cells),
    pLabel: await storedShares(stored, file('pLabel'), cells),
    rankLabel: await storedClasses(stored, file('rankLabel'), cells, classes),
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
  const labels = await storedClasses(stored, `${name}.labels.u16`, count, classes.length);
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
  const spare = sparing(notices);
  const ids =
    named &&
    (await spare(storedIds(stored, `${name}.ids.json`, count), null, 'Images are numbered in their place.'));
  if (ids) shard.ids = ids;
  const columns: Attribute[] = [];
  for (const [index, column] of attributes.entries()) {
    const read = readAttribute(stored, `${name}.attribute-${index}`, column, count);
    const attribute = await spare(read, null, `The attribute "${column.name}" is left out.`);
    if (attribute) columns.push(attribute);
  }
  return columns.length > 0 ? { ...shard, attributes: columns } : shard;
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
