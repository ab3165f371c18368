import { sha256 } from '../../../formats/bytes/sha256';
import { blobSource, wholeSource } from '../../../formats/bytes/source';
import { parseJson } from '../../../formats/check';
import { isPredictionPath } from '../../../formats/kinds/formats';
import { LARGEST_TABLE } from '../../../formats/limits';
import { readDataset } from '../../../formats/parts/dataset';
import { MANIFEST, type PartFile } from '../../../formats/parts/readParts';
import {
  type PartsManifest,
  partMissing,
  readPartsManifest,
} from '../../../formats/predictions/partsManifest';
import { readingSentence } from '../../../formats/predictions/reading';
import { hiveOf } from '../../../formats/tables/hive';
import { type PopulationRole, roleOfName } from '../../../formats/tables/populationNames';
import { canChecksum } from '../../../library/fetchFile';
import type { Import } from '../../../library/importData';
import { NO_EXTRAS } from '../../../library/importExtras';
import { DEFAULT_OPTIONS } from '../../../library/importOrigin';
import { newImportId } from '../../../library/imports';
import { partUrl } from '../../../library/partUrl';
import type { DatasetOffer, OwnFile } from '../protocol';

/** Files of which it is said what they were taken for. */
const MOST_TOLD = 2;
const LARGEST_MANIFEST = 1 << 26;

/** A dataset of parts that was looked at: its parts, and what it says of itself. */
export type LookedDataset = { offer: DatasetOffer; manifest: PartsManifest | null; files: PartFile[] };

/**
 * The dataset of parts that chosen files are: a manifest and the parts that it lists, or files in folders
 * that say which population each is of. Null where they are neither.
 */
export async function datasetAmong(files: OwnFile[]): Promise<LookedDataset | null> {
  for (const { path, content } of files) {
    if (!/(^|\/)manifest\.json$/.test(path) || content.size > LARGEST_MANIFEST) continue;
    const manifest = manifestOf(new TextDecoder().decode(await bytesOf(content, path)), path);
    if (!manifest) continue;
    const base = path.slice(0, -MANIFEST.length);
    const own = new Map(files.map((file) => [file.path, file]));
    const parts = manifest.parts.map((part): PartFile => {
      const file = own.get(base + part.path);
      if (!file) throw partMissing(part, 'choose the whole folder');
      return { path: part.path, read: () => bytesOf(file.content, part.path) };
    });
    return { manifest, files: parts, offer: offerOf(manifest, base.replace(/\/$/, '') || path) };
  }
  return loose(files);
}

/**
 * A manifest by its address; null of any other content. Parts are loaded from beside it when they are read.
 */
export function datasetAt(
  url: string,
  content: Uint8Array,
  told: (path: string, received: number) => void,
): LookedDataset | null {
  if (content.length > LARGEST_MANIFEST || content[0] !== 0x7b) return null;
  const manifest = manifestOf(new TextDecoder().decode(content), MANIFEST);
  if (!manifest) return null;
  const files = manifest.parts.map(
    (part): PartFile => ({
      path: part.path,
      read: () => partUrl(url, part, { progress: (received) => told(part.path, received) }),
    }),
  );
  return { manifest, files, offer: offerOf(manifest, new URL(url).host) };
}

function manifestOf(text: string, file: string): PartsManifest | null {
  const value = parseJson(text, file);
  const isOne =
    typeof value === 'object' && value !== null && 'format' in value && value.format === 'lacuna-parts';
  return isOne ? readPartsManifest(value, file) : null;
}

function offerOf(manifest: PartsManifest, place: string): DatasetOffer {
  const { dataset, images, classes, populations, parts, failed } = manifest;
  return {
    place,
    dataset,
    images,
    classes: classes.length,
    populations: populations.map(({ name, what, members }) => ({ name, what, networks: members.length })),
    parts: parts.length,
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    failed: failed.map(({ population, id, why }) => `${population}, network ${id}: ${why}`),
  };
}

/** Files of which each lies in a folder that names its population, two files or more in one of them. */
function loose(chosen: OwnFile[]): LookedDataset | null {
  const files = chosen.filter(
    ({ path }) => isPredictionPath(path) && path.split('/').every((name) => !name.startsWith('_')),
  );
  const names = files.map(({ path }) => populationOf(path));
  const distinct = [...new Set(names)].filter((name) => name !== null);
  if (files.length < 3 || distinct.length < 2 || names.includes(null)) return null;
  return {
    manifest: null,
    files: files.map(({ path, content }) => ({ path, read: () => bytesOf(content, path) })),
    offer: {
      place: files[0].path.split('/')[0],
      dataset: files[0].path.split('/')[0],
      images: null,
      classes: null,
      populations: distinct.map((name) => ({ name, what: '', networks: null })),
      parts: files.length,
      bytes: files.reduce((sum, { content }) => sum + content.size, 0),
      failed: [],
    },
  };
}

function populationOf(path: string): string | null {
  const folders = path.split('/').slice(0, -1);
  return hiveOf(path).population ?? folders.findLast((folder) => roleOfName(folder) !== null) ?? null;
}

function bytesOf(content: Blob, path: string): Promise<Uint8Array<ArrayBuffer>> {
  return wholeSource(blobSource(content, path), LARGEST_TABLE);
}

/** A dataset as an import, and what is to be said of it. `roles` names the populations that are compared. */
export async function importOfDataset(
  { offer, manifest, files }: LookedDataset,
  { name, roles, paired }: { name: string; roles: Partial<Record<PopulationRole, string>>; paired: boolean },
  told: (doing: string, share: number) => void,
): Promise<{ imported: Import; notes: string[] }> {
  const { aligned, notes, answers, readings } = await readDataset(files, {
    folder: offer.place,
    manifest,
    given: {},
    wanted: new Map(Object.entries(roles)),
    classes: null,
    labels: null,
    sha256: canChecksum() ? sha256 : null,
    told,
  });
  const [dense, compressed, nulls = null] = aligned.predictions;
  if (paired && dense.members.length !== compressed.members.length) {
    throw new Error(
      `Expected pairs of a dense and a compressed network, got ${dense.members.length} and ` +
        `${compressed.members.length} networks; say that they are no pairs.`,
    );
  }
  const { truth, imageIds, classNames } = aligned;
  return {
    notes: [...readings.slice(0, MOST_TOLD).map(readingSentence), ...notes],
    imported: {
      id: newImportId(),
      name,
      created: new Date().toISOString(),
      files: [`${offer.place} (${files.length} parts)`],
      dense,
      compressed,
      nulls,
      paired,
      truth,
      imageIds,
      classNames,
      pictures: null,
      extras: NO_EXTRAS,
      options: DEFAULT_OPTIONS,
      origin: null,
      ...(answers !== null && { answers }),
    },
  };
}
