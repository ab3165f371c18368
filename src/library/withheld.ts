/** Test images that may not be published with the networks, and a reader's own copy of them. */
import { readIdxRows } from '../formats/arrays/idx';
import { PRINT_BYTES } from '../formats/images/fingerprints';
import type { CopyOrder } from './copyOrder';
import type { Published } from './manifest';
import type { Shared } from './shared';

/** A reader's own copy of the test images, put in the zoo's order. */
export type ImageCopy = CopyOrder & {
  /** The file or the folder, what kind it is of, and what was done to its images, in words. */
  file: string;
  kind: string;
  fitted: string;
  /** What reading took for granted and what it left out, a sentence each. */
  notes: string[];
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

/** Who gave the answers that come with a zoo, on what. */
export function shippedAnswers(withheld: Pick<Withheld, 'on'> | null): string {
  return `shipped with the zoo: what PyTorch says of ${withheld?.on ?? 'each test image'}`;
}

/** The fingerprints of `count` images, from an IDX file. */
export function readPrints(bytes: Uint8Array, file: string, count: number): Uint8Array {
  const prints = readIdxRows(bytes, file);
  if (prints.count !== count || prints.width !== PRINT_BYTES) {
    throw new Error(
      `${file}: expected ${count} fingerprints of ${PRINT_BYTES} bytes, got ${prints.count} of ` +
        `${prints.width}.`,
    );
  }
  return prints.rows;
}
