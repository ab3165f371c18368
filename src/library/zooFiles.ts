/** What the files of a zoo hold, read and checked: images, labels, weights, answers, the map. */
import { readIdxImages, readIdxLabels } from '../formats/arrays/idx';
import { floatValues, integerValues, readSafetensors, requireTensor } from '../formats/arrays/safetensors';
import { type Architecture, tensorShapes } from '../model/architecture';
import type { ImageMap } from '../model/imageMap';
import type { StackedTensor } from '../model/population';
import type { Shard } from '../model/shard';
import { sizeOf } from '../model/sizeOf';
import type { Manifest, ManifestPart, MapRef, ShardRef } from './manifest';

export type Scores = { pPrediction: Float32Array; pLabel: Float32Array; rankLabel: Uint16Array };

/** Both axes of a shipped map end here. */
const MAP_SIDE = 65_535;

export function readImageMap(
  { places: { path }, method }: MapRef,
  images: number,
  bytes: Uint8Array,
): ImageMap {
  const tensor = requireTensor(readSafetensors(bytes, path), 'place', [images, 2], path);
  const values = integerValues(tensor, 'place', path);
  return {
    places: Float32Array.from(values, (value) => value / MAP_SIDE),
    ...{ by: 'features', method, shipped: true },
  };
}

export function readShard(
  id: string,
  { dataset, architecture: { input } }: Manifest,
  ref: ShardRef,
  imageBytes: Uint8Array,
  labelBytes: Uint8Array,
): Shard {
  const { count, height, width, images } = readIdxImages(imageBytes, ref.images.path);
  if (count !== ref.count || height !== input.height || width !== input.width || input.channels !== 1) {
    throw new Error(
      `${ref.images.path}: expected ${ref.count} images of ${input.height} x ${input.width} with ` +
        `${input.channels} channel(s), got ${count} of ${height} x ${width} with 1.`,
    );
  }
  return {
    id,
    count,
    height,
    width,
    channels: 1,
    images,
    labels: readShardLabels({ dataset }, ref, labelBytes),
    classes: dataset.classes,
  };
}

export function readShardLabels(
  { dataset }: Pick<Manifest, 'dataset'>,
  { labels: file, count }: Omit<ShardRef, 'images'>,
  bytes: Uint8Array,
): Uint16Array {
  const labels = readIdxLabels(bytes, file.path);
  if (labels.length !== count) {
    throw new Error(`${file.path}: expected ${count} labels, got ${labels.length}.`);
  }
  checkClasses(labels, dataset.classes.length, file.path);
  return Uint16Array.from(labels);
}

export function readWeights(
  architecture: Architecture,
  part: ManifestPart,
  bytes: Uint8Array,
): Map<string, Float32Array> {
  const file = part.weights.path;
  const tensors = readSafetensors(bytes, file);
  const weights = new Map<string, Float32Array>();
  for (const [name, shape] of tensorShapes(architecture)) {
    const values = floatValues(
      requireTensor(tensors, name, [part.members.length, ...shape], file),
      name,
      file,
    );
    const broken = values.findIndex((value) => !Number.isFinite(value));
    if (broken >= 0) {
      throw new Error(
        `${file}: expected finite weights in "${name}", got ${values[broken]} at position ${broken}.`,
      );
    }
    weights.set(name, values);
  }
  return weights;
}

export function readLabels({ dataset }: Manifest, part: ManifestPart, bytes: Uint8Array): Uint16Array {
  const file = part.labels.path;
  const shape = [dataset.test.count, part.members.length];
  const values = integerValues(
    requireTensor(readSafetensors(bytes, file), 'label', shape, file),
    'label',
    file,
  );
  checkClasses(values, dataset.classes.length, file);
  return transpose(values, shape[0], shape[1], new Uint16Array(values.length));
}

export function readScores({ dataset }: Manifest, part: ManifestPart, bytes: Uint8Array): Scores {
  const file = part.scores.path;
  const tensors = readSafetensors(bytes, file);
  const shape = [dataset.test.count, part.members.length];
  const probabilities = (name: string) => {
    const values = floatValues(requireTensor(tensors, name, shape, file), name, file);
    const broken = values.findIndex((value) => !(value >= 0 && value <= 1));
    if (broken >= 0) {
      throw new Error(
        `${file}: expected probabilities from 0 to 1 in "${name}", got ${values[broken]} at ` +
          `position ${broken}.`,
      );
    }
    return transpose(values, shape[0], shape[1], new Float32Array(values.length));
  };
  const ranks = integerValues(requireTensor(tensors, 'rank_label', shape, file), 'rank_label', file);
  checkClasses(ranks, dataset.classes.length, file);
  return {
    pPrediction: probabilities('p_prediction'),
    pLabel: probabilities('p_label'),
    rankLabel: transpose(ranks, shape[0], shape[1], new Uint16Array(ranks.length)),
  };
}

function checkClasses(values: ArrayLike<number>, classes: number, file: string): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i] < 0 || values[i] >= classes) {
      throw new Error(
        `${file}: expected whole numbers from 0 to ${classes - 1}, got ${values[i]} at position ${i}.`,
      );
    }
  }
}

/** Image-major [images, members] to [members, images]. */
function transpose<T extends Uint16Array | Float32Array>(
  values: ArrayLike<number>,
  images: number,
  members: number,
  into: T,
): T {
  for (let member = 0; member < members; member++) {
    const row = member * images;
    for (let image = 0; image < images; image++) into[row + image] = values[image * members + member];
  }
  return into;
}

/** The weights of the first `members` networks of several files, a stack a tensor. */
export function stackedTensors(
  architecture: Architecture,
  files: readonly Map<string, Float32Array>[],
  members: number,
): Record<string, StackedTensor> {
  return Object.fromEntries(
    [...tensorShapes(architecture)].map(([name, shape]) => {
      const size = sizeOf(shape);
      const data = firstValues(
        files.map((file) => file.get(name)!),
        members * size,
      );
      return [name, { shape, data }];
    }),
  );
}

/** The first `length` values of arrays laid end to end: a view where one array has them all. */
export function firstValues(arrays: Float32Array[], length: number): Float32Array {
  if (arrays.length === 1) return arrays[0].subarray(0, length);
  return fill(arrays, new Float32Array(length));
}

export function firstLabels(arrays: Uint16Array[], length: number): Uint16Array {
  if (arrays.length === 1) return arrays[0].subarray(0, length);
  return fill(arrays, new Uint16Array(length));
}

function fill<T extends Uint16Array | Float32Array>(arrays: T[], into: T): T {
  let offset = 0;
  for (const array of arrays) {
    const kept = array.subarray(0, into.length - offset);
    into.set(kept, offset);
    offset += kept.length;
  }
  return into;
}
