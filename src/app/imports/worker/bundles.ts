import { audit } from '../../../audit/audit';
import { type Bundle, isBundle, readBundle } from '../../../formats/bundle/bundle';
import {
  type BundlePictures,
  bundleAgreement,
  bundleLevels,
  readSession,
} from '../../../formats/bundle/bundleSession';
import { blobSource } from '../../../formats/bytes/source';
import type { Import, Pictures } from '../../../library/importData';
import { EXTRAS_FILE, type ImportExtras, readExtras } from '../../../library/importExtras';
import { newImportId } from '../../../library/imports';
import { messageOf } from '../../../text/messageOf';
import type { BundleOffer, OwnFile } from '../protocol';

/**
 * The bundle among chosen files, read and checked; null where there is none. Throws one sentence where other
 * files lie beside it, or it is not whole.
 */
export async function bundleAmong(files: OwnFile[]): Promise<{ bundle: Bundle; offer: BundleOffer } | null> {
  for (const { path, content } of files) {
    const source = blobSource(content, path);
    if (!(await isBundle(source))) continue;
    if (files.length > 1) {
      throw new Error(
        `${path}: expected a bundle by itself, got ${files.length - 1} other files beside it; put ` +
          'them away first.',
      );
    }
    const bundle = await readBundle(source);
    const listed = Object.entries(bundle.files).map(([name, { length }]) => ({ name, bytes: length }));
    return { bundle, offer: { file: path, head: bundle.head, files: listed } };
  }
  return null;
}

/** A bundle as an import, with what its findings, computed anew, have to do with those that came with it. */
export async function importOfBundle(bundle: Bundle, file: string): Promise<Import> {
  const session = await readSession(bundle, file);
  const { title, compressed, query, provenance, created, settings } = bundle.head;
  const { paired, ...options } = settings;
  const { dense, nulls, truth, imageIds, classNames, pictures } = session;
  const findings = audit(dense, session.compressed, truth, settings, nulls);
  return {
    id: newImportId(),
    name: title,
    created: new Date().toISOString(),
    files: [file],
    dense,
    compressed: session.compressed,
    nulls,
    paired,
    truth,
    imageIds,
    classNames,
    pictures: pictures && described(pictures, truth.length),
    extras: await extrasOf(bundle, imageIds.length, classNames.length, file),
    options,
    origin: {
      compressed,
      query,
      provenance,
      created,
      agreement: bundleAgreement(bundle, session, findings, file),
      levels: bundleLevels(bundle, file),
    },
  };
}

/**
 * What was added to the images and classes of a bundle, checked like what is kept; addresses of pictures are
 * not taken from it.
 */
async function extrasOf(
  { files }: Bundle,
  images: number,
  classes: number,
  file: string,
): Promise<ImportExtras> {
  const bytes = files['extras.json'];
  const sizes = new Map(bytes ? [[EXTRAS_FILE, bytes.length]] : []);
  const read = async () => bytes ?? new Uint8Array();
  try {
    return { ...(await readExtras({ sizes, read }, images, classes)), template: null };
  } catch (error) {
    throw new Error(`${file}: ${messageOf(error)}`);
  }
}

/** Pictures as an import has them: an image that is black throughout counts as one without a picture. */
function described({ height, width, channels, images }: BundlePictures, count: number): Pictures {
  const size = height * width * channels;
  let found = 0;
  for (let image = 0; image < count; image++) {
    if (images.subarray(image * size, (image + 1) * size).some((value) => value > 0)) found++;
  }
  return { height, width, channels, images: images.slice(), found, fitted: 'as they are in the bundle' };
}
