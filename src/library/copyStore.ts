/** A reader's own copies of test images, kept in folders by their dataset, with checksums. */

import {
  asInteger,
  asList,
  asNumber,
  asRecord,
  asText,
  checkVersion,
  inside,
  type Place,
} from '../formats/check';
import { messageOf } from '../text/messageOf';
import type { Folders } from './folders';
import { openSealed, sealed } from './sealed';
import { bytesOf, filesOf, listStored, type StoredFiles, saveStored, storedArray } from './stored';
import type { ImageCopy } from './withheld';

/** The folder of the browser's storage where they lie. */
export const COPIES = 'test-images';

const MANIFEST = 'copy.json';
const FILES = {
  images: 'images.u8',
  places: 'places.u32',
  calibration: 'calibration.u8',
  labels: 'calibration-labels.u16',
};

/** Keeps a copy under the id of its dataset, in place of what was there. */
export async function saveCopy(folders: Folders, dataset: string, copy: ImageCopy): Promise<void> {
  const { images, places, calibration, ...facts } = copy;
  const files: [string, Uint8Array<ArrayBuffer>][] = [
    [FILES.images, images],
    [FILES.places, new Uint8Array(places.buffer as ArrayBuffer, places.byteOffset, places.byteLength)],
  ];
  if (calibration) {
    files.push([FILES.calibration, calibration.images], [FILES.labels, bytesOf(calibration.labels)]);
  }
  const document = {
    version: 1,
    ...facts,
    count: places.length,
    calibration: calibration && { count: calibration.labels.length, of: calibration.of },
  };
  await saveStored(folders, dataset, sealed(files, { file: MANIFEST, document }));
}

/**
 * The copy that is kept for a dataset of `count` test images of `size` bytes; null where there is none.
 * Throws one sentence where it is not as it was kept.
 */
export async function openCopy(
  folders: Folders,
  dataset: string,
  { count, size, classes }: { count: number; size: number; classes: number },
): Promise<ImageCopy | null> {
  const found = await filesOf(folders, dataset, MANIFEST);
  if (!found) return null;
  return folders.hold(dataset, 'shared', async () => {
    const { document, stored } = await openSealed(found, MANIFEST, 1);
    const facts = readFacts(document);
    const images = new Uint8Array(await storedArray(stored, FILES.images, count * size));
    const places = new Uint32Array(await storedArray(stored, FILES.places, 4 * count));
    const wrong = places.findIndex((place) => place >= count);
    if (wrong >= 0) {
      throw new Error(
        `${FILES.places}: expected places below ${count}, got ${places[wrong]}; bring it again.`,
      );
    }
    const { calibration, ...rest } = facts;
    return { ...rest, images, places, calibration: calibration && (await readCalibration(calibration)) };

    async function readCalibration({ count: all, of }: { count: number; of: number }) {
      const pixels = new Uint8Array(await storedArray(stored, FILES.calibration, all * size));
      const labels = new Uint16Array(await storedArray(stored, FILES.labels, 2 * all));
      if (labels.some((label) => label >= classes)) {
        throw new Error(`${FILES.labels}: expected classes below ${classes}, got others; bring it again.`);
      }
      return { images: pixels, labels, of };
    }
  });
}

function readFacts(document: Record<string, unknown>) {
  const root: Place = { file: MANIFEST, path: '' };
  checkVersion(document.version, inside(root, 'version'));
  const text = (key: string) => asText(document[key], inside(root, key));
  const bits = asRecord(document.bits, inside(root, 'bits'));
  const at = inside(root, 'calibration');
  const calibration = document.calibration === null ? null : asRecord(document.calibration, at);
  return {
    file: text('file'),
    kind: text('kind'),
    fitted: text('fitted'),
    created: text('created'),
    // Copies that were kept before have none.
    notes: document.notes === undefined ? [] : asList(document.notes, inside(root, 'notes'), asText),
    realigned: document.realigned === true,
    bits: {
      mean: asNumber(bits.mean, inside(inside(root, 'bits'), 'mean'), 0, 112),
      most: asNumber(bits.most, inside(inside(root, 'bits'), 'most'), 0, 112),
    },
    calibration: calibration && {
      count: asInteger(calibration.count, inside(at, 'count'), 1),
      of: asInteger(calibration.of, inside(at, 'of'), 1),
    },
  };
}

/** A copy as a list shows it; its manifest may be unreadable. */
type CopyEntry = { file: string; created: string; problem: string | null };

async function entryOf(stored: StoredFiles): Promise<CopyEntry> {
  try {
    const { document } = await openSealed(stored, MANIFEST, 1);
    const { file, created } = readFacts(document);
    return { file, created, problem: null };
  } catch (error) {
    return { file: '', created: '', problem: messageOf(error) };
  }
}

/** All copies that are kept, with their bytes; the id is that of the dataset. */
export function listCopies(folders: Folders): Promise<(CopyEntry & { id: string; bytes: number })[]> {
  return listStored(folders, entryOf);
}
