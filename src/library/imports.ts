import type { Folders } from './folders';
import type { Import, StoredImport } from './importData';
import { EXTRAS_FILE, extrasBytes, NO_EXTRAS } from './importExtras';
import {
  FORMAT,
  IDS,
  MANIFEST,
  type Manifest,
  openManifest,
  PICTURES,
  picturesHead,
  SIDES,
  type Side,
  TRUTH,
  VERSION,
} from './importManifest';
import { readImport } from './readImport';
import { sealed } from './sealed';
import { bytesOf, filesOf, isStoredId, jsonBytes, listStored, type StoredFiles, saveStored } from './stored';
import { MATRICES, matrixFile } from './storedMatrices';

/** What a list of imports says of one. */
export type ImportEntry = Pick<Import, 'id' | 'name' | 'created' | 'files'> & {
  images: number;
  classes: number;
  networks: { dense: number; compressed: number; null: number };
  hasPictures: boolean;
  /** Bytes in storage. */
  bytes: number;
};

/** A new id for an import, unlikely to be had twice. */
export function newImportId(): string {
  return [...crypto.getRandomValues(new Uint8Array(5))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/**
 * An import as files by name: a manifest, and the matrices as they lie in memory (little-endian).
 * `readImport` is its inverse. The manifest comes last, with the checksums of the others: what lacks one is
 * not whole.
 */
export function importFiles(imported: Import): Map<string, Uint8Array<ArrayBuffer>> {
  const { id, name, created, files, classNames, paired, truth, imageIds, pictures } = imported;
  const { options, origin, answers } = imported;
  const stored = new Map<string, Uint8Array<ArrayBuffer>>();
  const populations: Manifest['populations'] = {};
  for (const side of SIDES) {
    const predictions = side === 'null' ? imported.nulls : imported[side];
    if (!predictions) continue;
    const matrices = MATRICES.filter((matrix) => predictions[matrix]);
    populations[side] = { members: predictions.members, matrices };
    for (const matrix of matrices) stored.set(matrixFile(side, matrix), bytesOf(predictions[matrix]!));
  }
  stored.set(TRUTH, bytesOf(truth));
  stored.set(IDS, jsonBytes(imageIds));
  if (pictures) stored.set(PICTURES, pictures.images);
  if (imported.extras !== NO_EXTRAS) stored.set(EXTRAS_FILE, extrasBytes(imported.extras));
  const manifest: Manifest & { format: string; version: number } = {
    format: FORMAT,
    version: VERSION,
    id,
    name,
    created,
    files,
    classNames,
    paired,
    images: truth.length,
    populations,
    pictures: pictures && picturesHead(pictures),
    options,
    origin,
    ...(answers !== undefined && { answers }),
    revision: 0,
  };
  return new Map(sealed(stored, { file: MANIFEST, document: manifest }));
}

/** Keeps an import; one of the same id is replaced. What could not be kept whole is taken away again. */
export async function saveImport(folders: Folders, imported: Import): Promise<void> {
  if (!isStoredId(imported.id)) throw new Error(`Expected an id for the import, got "${imported.id}".`);
  await saveStored(folders, imported.id, importFiles(imported));
}

/** An import by id; null when it is not here. Throws when too much of it is damaged. */
export async function openImport(folders: Folders, id: string): Promise<StoredImport | null> {
  return folders.hold(id, 'shared', async () => {
    const stored = await filesOf(folders, id, MANIFEST);
    return stored && { ...(await readImport(stored.sizes, stored.read)), id };
  });
}

/** The imports that are here, newest first. A damaged one is listed by its id, so that it can be removed. */
export function listImports(folders: Folders): Promise<ImportEntry[]> {
  return listStored(folders, entryOf);
}

async function entryOf(stored: StoredFiles, id: string): Promise<Omit<ImportEntry, 'id' | 'bytes'>> {
  try {
    const { name, created, files, images, classNames, populations, pictures } = (await openManifest(stored))
      .manifest;
    const networks = (side: Side) => populations[side]?.members.length ?? 0;
    return {
      name,
      created,
      files,
      images,
      classes: classNames.length,
      networks: { dense: networks('dense'), compressed: networks('compressed'), null: networks('null') },
      hasPictures: pictures !== null,
    };
  } catch {
    const networks = { dense: 0, compressed: 0, null: 0 };
    const name = `${id} (cannot be read)`;
    return { name, created: '', files: [], images: 0, classes: 0, networks, hasPictures: false };
  }
}
