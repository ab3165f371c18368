import { tensorShapes } from '../model/architecture';
import type { Shard } from '../model/shard';
import { checkManifest, FORMAT, MANIFEST, type OwnManifest, type StoredShard, VERSION } from './ownManifest';
import { type OwnNetworks, ownVariantId } from './ownNetworks';
import { sealed } from './sealed';
import { bytesOf, isStoredId, jsonBytes } from './stored';
import { MATRICES, matrixFile } from './storedMatrices';

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
        `Expected ${name} images of ${input.height} x ${input.width} with ${input.channels} ` +
          `channel(s), each with a label, got ${count} of ${height} x ${width} with ${channels}, and ` +
          `${labels.length} labels.`,
      );
    }
  }
  for (const { population, predictions } of populations) {
    const [networks, answered] = [population.members.length, predictions.members.length];
    if (networks !== answered || predictions.images !== test.count) {
      throw new Error(
        `Expected answers of ${networks} networks to ${test.count} images, got those of ` +
          `${answered} to ${predictions.images}.`,
      );
    }
  }
  checkManifest(manifestOf(own), { file: own.name, path: '' });
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

/**
 * A reader's own networks as files by name: a manifest, and weights, images and answers as they lie in memory
 * (little-endian). `readOwn` is its inverse. The manifest comes last, with the checksums of the others: what
 * lacks one is not whole.
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
