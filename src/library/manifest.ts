import type { Architecture } from '../model/architecture';
import type { Variant } from '../model/variant';

/** A file of the zoo. `bytes` as stored, `inflatedBytes` and `sha256` (hex) of its inflated content. */
export type FileRef = { path: string; bytes: number; inflatedBytes: number; sha256: string };

/**
 * One trained network as the manifest describes it: `top1` 0..1 on the test images, `sparsity` shares of zero
 * weights.
 */
export type ManifestMember = {
  id: string;
  seed: number;
  top1: number;
  device: string;
  sparsity: { overall: number; layers: Record<string, number> };
};

/** Up to ten members, their weights and what they say of the test images. */
export type ManifestPart = { weights: FileRef; labels: FileRef; scores: FileRef; members: ManifestMember[] };

/** One trained population; without parts while none of its networks is trained. */
export type ManifestVariant = {
  id: string;
  kind: 'dense' | 'null' | 'sparse' | 'narrow';
  targetSparsity: number;
  /** Narrow networks: their share of the channels, above 0 and below 1, and the architecture that makes. */
  width?: number;
  architecture?: Architecture;
  recipe: Record<string, unknown>;
  parts: ManifestPart[];
};

/** Labelled images whose pixels are published with the zoo. */
export type ShardRef = { images: FileRef; labels: FileRef; count: number };

/**
 * Test images: their labels always, their pixels where their licence lets a project pass them on; else what a
 * reader must know of them.
 */
export type TestRef = Omit<ShardRef, 'images'> &
  (
    | { images: FileRef; imagesNote?: undefined }
    /**
     * `predictedOn`: what the predictions are of, in a few words. `fingerprints`: 14 bytes an image, by which
     * a reader's own copy is recognised (zoo/README.md). `published`: a file of them at their publisher's.
     */
    | {
        images: null;
        imagesNote: string;
        predictedOn: string;
        fingerprints: FileRef;
        published?: Published;
      }
  );

/**
 * A file at its publisher's: its address and bytes, and the hosts (and all under them) that may answer for
 * it.
 */
export type Published = { address: string; bytes: number; hosts: string[] };

export type ManifestDataset = {
  id: string;
  title: string;
  /** Null where the dataset states none that lets its images be passed on. */
  licence: { name: string; file: string } | null;
  source: string;
  citation: string;
  classes: string[];
  /** Training images of each class. */
  trainingCounts: number[];
  /** How the training images were chosen, where not all of them were taken. */
  trainingNote?: string;
  /** The dataset of the same images whose classes have as many training images each. */
  balancedIn?: string;
  /** Datasets of the same images with the classes ranked otherwise. */
  otherRankings?: string[];
  test: TestRef;
  /** Training images for re-estimating BatchNorm; null where they may not be passed on. */
  calibration: (ShardRef & { note: string }) | null;
  /** All training images, fetched only to train; absent where they are not shipped. */
  training?: ShardRef;
};

/**
 * Answers of the dense networks pruned in one shot at `levels` (shares of weights, ascending), made before by
 * `command` on `device`.
 */
export type OneShotRef = { answers: FileRef; levels: number[]; command: string; device: string };

/**
 * Where the test images lie on a map: a file of one tensor, `place` [images, 2] in 0..65535, and how it was
 * made.
 */
export type MapRef = { places: FileRef; method: string; command: string };

export type Manifest = {
  schemaVersion: 1;
  dataset: ManifestDataset;
  architecture: Architecture;
  variants: ManifestVariant[];
  /** The table of robustness, where one was made. */
  robustness?: FileRef;
  /** Answers of one-shot pruning, where they were made. */
  oneShot?: OneShotRef;
  /** The map of the test images, where one was made. */
  map?: MapRef;
};

/** A trained population of any zoo. */
export type ZooVariant = Omit<ManifestVariant, 'parts'> & {
  parts: { members: Pick<ManifestMember, 'id' | 'seed' | 'sparsity'>[] }[];
};

/**
 * What any zoo says of itself, wherever its files are. Of a reader's own networks the training images are not
 * known.
 */
export type ZooManifest = {
  dataset: Pick<
    ManifestDataset,
    'id' | 'title' | 'classes' | 'trainingNote' | 'balancedIn' | 'otherRankings'
  > & {
    trainingCounts: number[] | null;
    test: Pick<ShardRef, 'count'>;
    calibration: (Pick<ShardRef, 'count'> & { note: string }) | null;
    /** The training images, and the bytes of their files. */
    training?: { count: number } & Record<'images' | 'labels', Pick<FileRef, 'bytes'>>;
  };
  architecture: Architecture;
  variants: ZooVariant[];
};

/** The variant called `id`, or an error that names those that are there. */
export function variantOf<V extends ZooVariant>(
  manifest: Pick<ZooManifest, 'dataset'> & { variants: V[] },
  id: string,
): V {
  const variant = manifest.variants.find((candidate) => candidate.id === id);
  if (!variant) {
    const known = manifest.variants.map((candidate) => candidate.id).join(', ');
    throw new Error(`Expected a variant of ${manifest.dataset.id} (${known}), got "${id}".`);
  }
  return variant;
}

/** The architecture of a variant's networks: its own, or the one that all share. */
export function architectureOf(
  manifest: Pick<ZooManifest, 'architecture'>,
  variant: Pick<ManifestVariant, 'architecture'>,
): Architecture {
  return variant.architecture ?? manifest.architecture;
}

/** A dataset's licence in words, by its name; null where none is stated. */
export function licenceText(name: string | null): string {
  return name === null ? 'no licence stated' : `${name} licence`;
}

/** What a manifest's variant is, in the model's terms. */
export function modelVariant({
  kind,
  targetSparsity,
  width = 1,
}: Pick<ManifestVariant, 'kind' | 'targetSparsity' | 'width'>): Variant {
  if (kind === 'narrow') return { kind, width };
  return kind === 'sparse' ? { kind, level: targetSparsity } : { kind };
}
