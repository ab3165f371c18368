/** Test images that may not be published with the networks, and a reader's own copy of them. */
import { readIdxRows } from '../formats/arrays/idx';
import { PRINT_BYTES } from '../formats/images/fingerprints';
import type { Shard } from '../model/shard';
import type { CopyOrder } from './copyOrder';
import type { Published } from './manifest';
import type { Shared } from './shared';
import type { Zoo } from './zoo';

/** A reader's own copy of the test images, put in the zoo's order. */
export type ImageCopy = CopyOrder & {
  /** The file or the folder, what kind it is of, and what was done to its images, in words. */
  file: string;
  kind: string;
  fitted: string;
  /** When it was brought (ISO 8601). */
  created: string;
  /** u8 [count, height, width, channels], in the zoo's order. */
  images: Uint8Array<ArrayBuffer>;
  /** Training images for re-estimating BatchNorm, where the copy has any; `of` are all that it has. */
  calibration: { images: Uint8Array<ArrayBuffer>; labels: Uint16Array; of: number } | null;
};

/** What is known of test images that are not published with the networks. */
export type Withheld = {
  /** What the zoo's predictions are of, in a few words: "JPEG copies of the test images". */
  on: string;
  /** Why they are not here, and what they are. */
  note: string;
  /** Where they are published. */
  published: Published | null;
  /** 14 bytes an image. */
  fingerprints: Shared<Uint8Array>;
  copy: ImageCopy | null;
};

/** The fingerprints of `count` images, from an IDX file. */
export function readPrints(bytes: Uint8Array, file: string, count: number): Uint8Array {
  const prints = readIdxRows(bytes, file);
  if (prints.count !== count || prints.width !== PRINT_BYTES) {
    throw new Error(
      `${file}: expected ${count} fingerprints of ${PRINT_BYTES} bytes, got ${prints.count} of ${prints.width}.`,
    );
  }
  return prints.rows;
}

/** Whether pixels of the test images are there: published with the zoo, or of a reader's own copy. */
export function hasImages({ withheld }: Pick<Zoo, 'withheld'>): boolean {
  return withheld === null || withheld.copy !== null;
}

/** The labelled test images, with empty bytes where their pixels are not there. */
export async function labelledImages(zoo: Zoo): Promise<Shard> {
  if (hasImages(zoo)) return zoo.testShard();
  const { id, classes, test } = zoo.manifest.dataset;
  const labels = await zoo.testLabels();
  const extent = { height: 1, width: 1, channels: 3 };
  return { ...extent, id: `${id}/test`, count: test.count, images: new Uint8Array(), labels, classes };
}
