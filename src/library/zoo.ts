import type { Predictions } from '../audit/predictions';
import { readIdxImages, readIdxLabels } from '../formats/arrays/idx';
import { floatValues, integerValues, readSafetensors, requireTensor } from '../formats/arrays/safetensors';
import { type Architecture, tensorShapes } from '../model/architecture';
import type { ImageMap } from '../model/imageMap';
import type { Population, StackedTensor } from '../model/population';
import type { Shard } from '../model/shard';
import { canChecksum, type DownloadOptions, fetchFile, httpSource, readAll, type Source } from './fetchFile';
import {
  architectureOf,
  type FileRef,
  type Manifest,
  type ManifestPart,
  type ManifestVariant,
  type MapRef,
  modelVariant,
  type OneShotRef,
  readManifest,
  type ShardRef,
  variantOf,
  type ZooManifest,
} from './manifest';
import type { OneShotPair } from './oneShot';
import { type Shared, shared, together } from './shared';

/** Where a zoo's networks and images come from: published with this page, or brought by its reader. */
export type Origin =
  | { kind: 'shipped'; licence: string | null; source: string; citation: string }
  /** When (ISO 8601), from which files, and how the images were fitted, in words. */
  | {
      kind: 'own';
      created: string;
      files: string[];
      fitted: string;
      calibration: string;
      /** Whose the networks are, where they are those of another dataset. */
      networks: string | null;
      /** Whether they were trained in this page. */
      trained: boolean;
    };

/**
 * A zoo of trained populations: what its manifest lists, loaded piece by piece when asked for, each piece
 * once.
 */
export type Zoo<M extends ZooManifest = ZooManifest> = {
  origin: Origin;
  manifest: M;
  /**
   * Whether content is compared with its SHA-256: false on insecure origins, where browsers offer no
   * checksums.
   */
  checksums: boolean;
  /** Members of a variant. */
  memberCount(variantId: string): number;
  /** The true classes of the test images, which every zoo has. */
  testLabels(options?: DownloadOptions): Promise<Uint16Array>;
  /**
   * The labelled test images. Refuses with one sentence where their pixels are not published with the zoo.
   */
  testShard(options?: DownloadOptions): Promise<Shard>;
  /** Training images for re-estimating BatchNorm; refuses as `testShard` does. */
  calibrationShard(options?: DownloadOptions): Promise<Shard>;
  /** All training images; rejects where they are not there. */
  trainingShard(options?: DownloadOptions): Promise<Shard>;
  /** The file of its table of robustness; null where it has none. */
  robustnessFile(options?: DownloadOptions): Promise<Uint8Array<ArrayBuffer> | null>;
  /** The map of its test images; null where none came with it. */
  imageMap(options?: DownloadOptions): Promise<ImageMap | null>;
  /**
   * Its dense networks pruned in one shot before, and the levels at which; null where that was not shipped.
   */
  oneShot: {
    levels: readonly number[];
    pair(sparsity: number, members: number, options?: DownloadOptions): Promise<OneShotPair>;
  } | null;
  /** The first `members` networks of a variant, by the order of the manifest. */
  population(variantId: string, members: number, options?: DownloadOptions): Promise<Population>;
  /**
   * What the first `members` networks of a variant say of the test images, as it came with them; confidences
   * only with `scores`.
   */
  predictions(
    variantId: string,
    members: number,
    options?: DownloadOptions & { scores?: boolean },
  ): Promise<Predictions>;
};

type Scores = { pPrediction: Float32Array; pLabel: Float32Array; rankLabel: Uint16Array };
type LoadedPart = {
  weights: Shared<Map<string, Float32Array>>;
  labels: Shared<Uint16Array>;
  scores: Shared<Scores>;
};

const LARGEST_MANIFEST = 16_000_000;

/** Opens the zoo whose manifest.json lies under `baseUrl` (a folder, with or without a slash at its end). */
export async function openZoo(
  baseUrl: string,
  source: Source = httpSource,
  options: DownloadOptions = {},
): Promise<Zoo<Manifest>> {
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  const text = await readAll(source, base, 'manifest.json', LARGEST_MANIFEST, options.signal);
  const manifest = readManifest(new TextDecoder().decode(text), 'manifest.json');
  const { dataset } = manifest;
  const load = async (file: Parameters<typeof fetchFile>[2], watch: DownloadOptions) =>
    (await fetchFile(source, base, file, watch)).bytes;

  const stored = (file: FileRef) => shared((watch) => load(file, watch));
  const testLabels = stored(dataset.test.labels);
  const shard = (id: string, ref: ShardRef, labelFile: Shared<Uint8Array>): Shared<Shard> =>
    shared(async (watch) => {
      const [images, labels] = await together(
        [stored(ref.images), labelFile],
        [ref.images.bytes, ref.labels.bytes],
        watch,
      );
      return readShard(`${dataset.id}/${id}`, manifest, ref, images, labels);
    });
  const { test, calibration, training } = dataset;

  const parts = new Map<string, LoadedPart[]>();
  for (const variant of manifest.variants) {
    parts.set(
      variant.id,
      variant.parts.map((part) => ({
        weights: shared(async (watch) =>
          readWeights(architectureOf(manifest, variant), part, await load(part.weights, watch)),
        ),
        labels: shared(async (watch) => readLabels(manifest, part, await load(part.labels, watch))),
        scores: shared(async (watch) => readScores(manifest, part, await load(part.scores, watch))),
      })),
    );
  }
  const needed = (variantId: string, members: number) => {
    const variant = variantOf(manifest, variantId);
    const loaded = parts.get(variantId) ?? [];
    const count = countPartsFor(variant, members);
    return { variant, parts: variant.parts.slice(0, count), loaded: loaded.slice(0, count) };
  };

  const { licence, source: published, citation } = dataset;
  const { robustness, oneShot, map } = manifest;
  return {
    origin: { kind: 'shipped', licence: licence?.name ?? null, source: published, citation },
    manifest,
    checksums: canChecksum(),
    memberCount: (variantId) => memberCountOf(variantOf(manifest, variantId)),
    testLabels: shared(async (watch) => readShardLabels(manifest, test, await testLabels(watch))),
    testShard: test.images ? shard('test', test, testLabels) : withoutImages(dataset.title, 'test'),
    calibrationShard: calibration
      ? shard('calibration', calibration, stored(calibration.labels))
      : withoutImages(dataset.title, 'training'),
    trainingShard: training
      ? shard('training', training, stored(training.labels))
      : withoutImages(dataset.title, 'training'),
    robustnessFile: shared(async (watch) => (robustness ? load(robustness, watch) : null)),
    imageMap: shared(async (watch) =>
      map ? readImageMap(map, dataset.test.count, await load(map.places, watch)) : null,
    ),
    oneShot: oneShot ? openOneShot(manifest, oneShot, (watch) => load(oneShot.answers, watch)) : null,

    async population(variantId, members, watch) {
      const { variant, parts: refs, loaded } = needed(variantId, members);
      const weights = await together(
        loaded.map((part) => part.weights),
        refs.map((part) => part.weights.bytes),
        watch,
      );
      const tensors: Record<string, StackedTensor> = {};
      const architecture = architectureOf(manifest, variant);
      for (const [name, shape] of tensorShapes(architecture)) {
        const size = shape.reduce((product, extent) => product * extent, 1);
        tensors[name] = {
          shape,
          data: firstValues(
            weights.map((part) => part.get(name)!),
            members * size,
          ),
        };
      }
      return {
        key: `${dataset.id}/${variantId}/${members}`,
        architecture,
        variant: modelVariant(variant),
        members: refs.flatMap((part) => part.members.map(({ id, seed }) => ({ id, seed }))).slice(0, members),
        tensors,
      };
    },

    async predictions(variantId, members, { scores = false, ...watch } = {}) {
      const { parts: refs, loaded } = needed(variantId, members);
      const size = members * dataset.test.count;
      const labels = await together(
        loaded.map((part) => part.labels),
        refs.map((part) => part.labels.bytes),
        scores ? { signal: watch.signal } : watch,
      );
      const predictions: Predictions = {
        members: refs.flatMap((part) => part.members.map(({ id }) => id)).slice(0, members),
        images: dataset.test.count,
        classes: dataset.classes.length,
        labels: firstLabels(labels, size),
      };
      if (!scores) return predictions;
      const confidences = await together(
        loaded.map((part) => part.scores),
        refs.map((part) => part.scores.bytes),
        watch,
      );
      return {
        ...predictions,
        pPrediction: firstValues(
          confidences.map((part) => part.pPrediction),
          size,
        ),
        pLabel: firstValues(
          confidences.map((part) => part.pLabel),
          size,
        ),
        rankLabel: firstLabels(
          confidences.map((part) => part.rankLabel),
          size,
        ),
      };
    },
  };
}

/** Both axes of a shipped map end here. */
const MAP_SIDE = 65_535;

function readImageMap({ places: { path }, method }: MapRef, images: number, bytes: Uint8Array): ImageMap {
  const tensor = requireTensor(readSafetensors(bytes, path), 'place', [images, 2], path);
  const values = integerValues(tensor, 'place', path);
  return {
    places: Float32Array.from(values, (value) => value / MAP_SIDE),
    ...{ by: 'features', method, shipped: true },
  };
}

function openOneShot(
  manifest: Manifest,
  ref: OneShotRef,
  load: (watch: DownloadOptions) => Promise<Uint8Array>,
): Zoo['oneShot'] {
  const { dataset } = manifest;
  const members = variantOf(manifest, 'dense').parts.flatMap((part) => part.members.map(({ id }) => id));
  const of = { members, images: dataset.test.count, classes: dataset.classes.length };
  const read = shared(async (watch) => {
    const { readOneShot } = await import('./oneShot');
    return readOneShot(await load(watch), ref, of);
  });
  return {
    levels: ref.levels,
    pair: async (sparsity, first, watch) => (await read(watch))(sparsity, first),
  };
}

function memberCountOf(variant: ManifestVariant): number {
  return variant.parts.reduce((sum, part) => sum + part.members.length, 0);
}

/** Refuses a number of members that a variant has not. */
export function checkMembers(variantId: string, members: number, available: number): void {
  if (!Number.isInteger(members) || members < 1 || members > available) {
    throw new Error(`Expected 1 to ${available} members of variant "${variantId}", got ${members}.`);
  }
}

function countPartsFor(variant: ManifestVariant, members: number): number {
  const available = memberCountOf(variant);
  if (available === 0) throw new Error(`Expected trained members of variant "${variant.id}", got none yet.`);
  checkMembers(variant.id, members, available);
  let count = 0;
  for (let covered = 0; covered < members; count++) covered += variant.parts[count].members.length;
  return count;
}

function readShard(
  id: string,
  { dataset, architecture: { input } }: Manifest,
  ref: ShardRef,
  imageBytes: Uint8Array,
  labelBytes: Uint8Array,
): Shard {
  const { count, height, width, images } = readIdxImages(imageBytes, ref.images.path);
  if (count !== ref.count || height !== input.height || width !== input.width || input.channels !== 1) {
    throw new Error(
      `${ref.images.path}: expected ${ref.count} images of ${input.height} x ${input.width} with ${input.channels} channel(s), got ${count} of ${height} x ${width} with 1.`,
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

function readShardLabels(
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

function withoutImages(title: string, which: 'test' | 'training'): () => Promise<never> {
  return async () => {
    throw new Error(
      `Expected the ${which} images of ${title}, which may not be published with its networks; choose your own copy of them.`,
    );
  };
}

function readWeights(
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

function readLabels({ dataset }: Manifest, part: ManifestPart, bytes: Uint8Array): Uint16Array {
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

function readScores({ dataset }: Manifest, part: ManifestPart, bytes: Uint8Array): Scores {
  const file = part.scores.path;
  const tensors = readSafetensors(bytes, file);
  const shape = [dataset.test.count, part.members.length];
  const probabilities = (name: string) => {
    const values = floatValues(requireTensor(tensors, name, shape, file), name, file);
    const broken = values.findIndex((value) => !(value >= 0 && value <= 1));
    if (broken >= 0) {
      throw new Error(
        `${file}: expected probabilities from 0 to 1 in "${name}", got ${values[broken]} at position ${broken}.`,
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

/** The first `length` values of arrays laid end to end: a view where one array has them all. */
function firstValues(arrays: Float32Array[], length: number): Float32Array {
  if (arrays.length === 1) return arrays[0].subarray(0, length);
  return fill(arrays, new Float32Array(length));
}

function firstLabels(arrays: Uint16Array[], length: number): Uint16Array {
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
