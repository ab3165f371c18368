import type { Predictions } from '../audit/predictions';
import type { ImageMap } from '../model/imageMap';
import { keepLatest } from '../model/keepLatest';
import type { Population } from '../model/population';
import type { Shard } from '../model/shard';
import { canChecksum, type DownloadOptions, fetchFile, httpSource, readAll, type Source } from './fetchFile';
import {
  architectureOf,
  type FileRef,
  type Manifest,
  type ManifestVariant,
  modelVariant,
  type OneShotRef,
  type ShardRef,
  variantOf,
  type ZooManifest,
} from './manifest';
import type { OneShotPair } from './oneShot';
import { readManifest } from './readManifest';
import { type Shared, shared, together } from './shared';
import { readPrints, type Withheld } from './withheld';
import {
  firstLabels,
  firstValues,
  readImageMap,
  readLabels,
  readScores,
  readShard,
  readShardLabels,
  readWeights,
  type Scores,
  stackedTensors,
} from './zooFiles';

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
  /** What is known of test images that may not be published with the networks; null where they are. */
  withheld: Withheld | null;
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
  /** The zoo of another dataset that was published beside it; rejects where there is none. */
  beside(data: string): Promise<Zoo>;
  /**
   * The first `members` networks of a variant, by the order of the manifest. Of the latest two that were
   * asked for, the same object again.
   */
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

type LoadedPart = {
  weights: Shared<Map<string, Float32Array>>;
  labels: Shared<Uint16Array>;
  scores: Shared<Scores>;
};

/** Stacked populations that are kept: of 30 networks of the zoo's kind 12 MB each. */
const KEPT_POPULATIONS = 2;

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
  const stacked = new Map<string, Population>();
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
    withheld: test.images
      ? null
      : {
          on: test.predictedOn,
          note: test.imagesNote,
          published: test.published ?? null,
          fingerprints: shared(async (watch) => {
            const { path } = test.fingerprints;
            return readPrints(await load(test.fingerprints, watch), path, test.count);
          }),
          copy: null,
        },
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
    beside: (data) => openZoo(`${base}../${data}/`, source),
    oneShot: oneShot ? openOneShot(manifest, oneShot, (watch) => load(oneShot.answers, watch)) : null,

    async population(variantId, members, watch) {
      const { variant, parts: refs, loaded } = needed(variantId, members);
      const weights = await together(
        loaded.map((part) => part.weights),
        refs.map((part) => part.weights.bytes),
        watch,
      );
      const key = `${dataset.id}/${variantId}/${members}`;
      const known = stacked.get(key);
      if (known) {
        keepLatest(stacked, key, known, KEPT_POPULATIONS);
        return known;
      }
      const architecture = architectureOf(manifest, variant);
      const population: Population = {
        key,
        architecture,
        variant: modelVariant(variant),
        members: refs.flatMap((part) => part.members.map(({ id, seed }) => ({ id, seed }))).slice(0, members),
        tensors: stackedTensors(architecture, weights, members),
      };
      keepLatest(stacked, key, population, KEPT_POPULATIONS);
      return population;
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

function openOneShot(
  manifest: Manifest,
  ref: OneShotRef,
  load: (watch: DownloadOptions) => Promise<Uint8Array>,
): Zoo['oneShot'] {
  const { dataset } = manifest;
  const members = variantOf(manifest, 'dense').parts.flatMap((part) => part.members.map(({ id }) => id));
  const expected = { members, images: dataset.test.count, classes: dataset.classes.length };
  const read = shared(async (watch) => {
    const { readOneShot } = await import('./oneShot');
    return readOneShot(await load(watch), ref, expected);
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

function withoutImages(title: string, which: 'test' | 'training'): () => Promise<never> {
  return async () => {
    throw new Error(
      `Expected the ${which} images of ${title}, which may not be published with its networks; ` +
        'choose your own copy of them.',
    );
  };
}
