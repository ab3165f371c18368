import type { FileRef, Manifest } from '../../library/manifest';

/**
 * Files of a dataset that are kept together for use without a network; `path` counts from the zoo's folder.
 */
export type Pack = {
  id: string;
  /** The dataset's title, and what of it these files are. */
  title: string;
  holds: string;
  files: FileRef[];
  /** Bytes to fetch. */
  bytes: number;
};

/** What each pack is for. */
const HOLDS = {
  answers: 'predictions and test images: every page opens',
  networks: 'networks and calibration images: everything can be computed',
  training: 'training images: networks can be trained',
};
/** The same where the reader brings the test images. */
const HOLDS_WITHHELD: typeof HOLDS = {
  ...HOLDS,
  answers: 'predictions and labels: every page opens, and your own copy of the test images is matched',
  networks: 'networks: they run on your own copy of the test images',
};

/**
 * What can be kept of a dataset: what the page shows without computing, what it needs to compute, and what to
 * train. A kind that the dataset does not ship makes no pack.
 */
export function packsOf({ dataset, variants, robustness, oneShot, map }: Manifest): Pack[] {
  const { id, title, test, calibration, training } = dataset;
  const parts = variants.flatMap((variant) => variant.parts);
  const pictures = (shard: { images: FileRef | null; labels: FileRef } | null | undefined) =>
    shard ? [shard.labels, ...(shard.images ? [shard.images] : [])] : [];
  const files: Record<keyof typeof HOLDS, FileRef[]> = {
    answers: [
      ...pictures(test),
      ...(test.images === null ? [test.fingerprints] : []),
      ...parts.flatMap(({ labels, scores }) => [labels, scores]),
      ...(robustness ? [robustness] : []),
      ...(oneShot ? [oneShot.answers] : []),
      ...(map ? [map.places] : []),
    ],
    networks: [...parts.map(({ weights }) => weights), ...pictures(calibration)],
    training: pictures(training),
  };
  return (['answers', 'networks', 'training'] as const)
    .map((kind) => ({
      id: `${id}/${kind}`,
      title,
      holds: (test.images === null ? HOLDS_WITHHELD : HOLDS)[kind],
      files: files[kind].map((file) => ({ ...file, path: `${id}/${file.path}` })),
      bytes: files[kind].reduce((sum, file) => sum + file.bytes, 0),
    }))
    .filter((pack) => pack.files.length > 0);
}
