import type { Predictions } from '../audit/predictions';
import type { StoredImport } from './importData';
import { NO_EXTRAS, readExtras } from './importExtras';
import { IDS, MANIFEST, openManifest, PICTURES, type Side, TRUTH } from './importManifest';
import { storedArray, UNSEALED } from './stored';
import { type Matrix, matrixFile, sparing, storedClasses, storedIds, storedShares } from './storedMatrices';

/**
 * Reads what `importFiles` made, treating it as hostile: sizes are compared before a file is read, its
 * content with its checksum, and every label, rank and probability is checked. What the rest can do without
 * is left out where it is damaged, and named in `notices`; all else throws one sentence that names the file.
 */
export async function readImport(
  sizes: ReadonlyMap<string, number>,
  read: (file: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<StoredImport> {
  const { manifest, stored, checksums } = await openManifest({ sizes, read });
  const { images, classNames, populations, pictures, ...rest } = manifest;
  const classes = classNames.length;
  const notices = checksums ? [] : [UNSEALED];
  const spare = sparing(notices);
  const truth = await storedClasses(stored, TRUTH, images, classes);
  const populationOf = async (side: Side): Promise<Predictions | null> => {
    const found = populations[side];
    if (!found) return null;
    const cells = found.members.length * images;
    const whole = async (matrix: Matrix) =>
      found.matrices.includes(matrix)
        ? storedClasses(stored, matrixFile(side, matrix), cells, classes)
        : undefined;
    const share = async (matrix: Matrix) =>
      found.matrices.includes(matrix) ? storedShares(stored, matrixFile(side, matrix), cells) : undefined;
    const labels = await whole('labels');
    if (!labels) throw new Error(`${MANIFEST}: expected labels in populations.${side}, got none.`);
    const left = 'The import opens without them; the rest of it is whole.';
    const pPrediction = await spare(share('pPrediction'), undefined, left);
    const pLabel = await spare(share('pLabel'), undefined, left);
    const rankLabel = await spare(whole('rankLabel'), undefined, left);
    return {
      members: found.members,
      images,
      classes,
      labels,
      ...(pPrediction && { pPrediction }),
      ...(pLabel && { pLabel }),
      ...(rankLabel && { rankLabel }),
    };
  };
  const [dense, compressed] = [await populationOf('dense'), await populationOf('compressed')];
  if (!dense || !compressed) {
    throw new Error(`${MANIFEST}: expected the populations dense and compressed, got one missing.`);
  }
  if (rest.paired && dense.members.length !== compressed.members.length) {
    throw new Error(
      `${MANIFEST}: expected paired populations of equally many networks, got ` +
        `${dense.members.length} and ${compressed.members.length}.`,
    );
  }
  const nulls = await spare(populationOf('null'), null, 'The import opens without its retrained networks.');
  const imageIds = await spare(
    storedIds(stored, IDS, images),
    Array.from({ length: images }, (_, image) => image),
    'Its images are numbered in their place.',
  );
  const size = pictures ? images * pictures.height * pictures.width * pictures.channels : 0;
  const pixels =
    pictures &&
    (await spare(storedArray(stored, PICTURES, size), null, 'The import opens without its pictures.'));
  return {
    ...rest,
    classNames,
    dense,
    compressed,
    nulls,
    truth,
    imageIds,
    pictures: pictures && pixels && { ...pictures, images: new Uint8Array(pixels) },
    extras: await spare(
      readExtras(stored, images, classes),
      NO_EXTRAS,
      'The import opens without what was added to it.',
    ),
    notices,
  };
}
