import {
  asInteger,
  asList,
  asRecord,
  asText,
  checkVersion,
  inside,
  type Place,
  unexpected,
} from '../formats/check';
import type { Import, Pictures } from './importData';
import { readOrigin } from './importOrigin';
import { type OpenedSeal, openSealed } from './sealed';
import type { StoredFiles } from './stored';
import { MATRICES, type Matrix } from './storedMatrices';

export const FORMAT = 'lacuna-import';
export const VERSION = 3;
/** The first version that keeps checksums. */
const SEALED_SINCE = 3;
export const MANIFEST = 'manifest.json';
export const IDS = 'image-ids.json';
export const TRUTH = 'truth.u16';
export const PICTURES = 'pictures.u8';
const MOST_NETWORKS = 65_535;
const MOST_CLASSES = 65_534;
const MOST_CELLS = 1 << 28;

export const SIDES = ['dense', 'compressed', 'null'] as const;
export type Side = (typeof SIDES)[number];

/** What `manifest.json` says of an import that is kept. */
export type Manifest = Pick<
  Import,
  'id' | 'name' | 'created' | 'files' | 'classNames' | 'paired' | 'options' | 'origin' | 'answers'
> & {
  images: number;
  populations: Partial<Record<Side, { members: string[]; matrices: Matrix[] }>>;
  pictures: Omit<Pictures, 'images'> | null;
  revision: number;
};

/** What the manifest says of pictures. */
export function picturesHead({ height, width, channels, found, fitted }: Pictures): Manifest['pictures'] {
  return { height, width, channels, found, fitted };
}

/** The manifest of an import, every field checked, and the files it speaks of. */
export async function openManifest(files: StoredFiles): Promise<OpenedSeal & { manifest: Manifest }> {
  const opened = await openSealed(files, MANIFEST, SEALED_SINCE);
  return { ...opened, manifest: manifestOf(opened.document) };
}

function manifestOf(document: Record<string, unknown>): Manifest {
  const root: Place = { file: MANIFEST, path: '' };
  const at = (key: string) => inside(root, key);
  if (document.format !== FORMAT) throw unexpected(at('format'), `"${FORMAT}"`, document.format);
  checkVersion(document.version, at('version'), VERSION);
  const classNames = asList(document.classNames, at('classNames'), asText);
  if (classNames.length < 1 || classNames.length > MOST_CLASSES) {
    throw unexpected(at('classNames'), `1 to ${MOST_CLASSES} names`, document.classNames);
  }
  const images = asInteger(document.images, at('images'), 1, MOST_CELLS);
  const found = asRecord(document.populations, at('populations'));
  const populations: Manifest['populations'] = {};
  for (const side of SIDES) {
    if (found[side] === undefined) continue;
    const place = inside(at('populations'), side);
    const { members, matrices } = asRecord(found[side], place);
    const ids = asList(members, inside(place, 'members'), asText);
    if (ids.length < 1 || ids.length > MOST_NETWORKS || ids.length * images > MOST_CELLS) {
      throw unexpected(inside(place, 'members'), `1 to ${MOST_NETWORKS} networks`, members);
    }
    populations[side] = { members: ids, matrices: asList(matrices, inside(place, 'matrices'), matrixOf) };
  }
  return {
    id: asText(document.id, at('id')),
    name: asText(document.name, at('name')),
    created: asText(document.created, at('created')),
    files: asList(document.files, at('files'), asText),
    paired: asFlag(document.paired, at('paired')),
    classNames,
    images,
    populations,
    pictures: document.pictures === null ? null : picturesOf(document.pictures, at('pictures')),
    revision: document.revision === undefined ? 0 : asInteger(document.revision, at('revision'), 0),
    ...readOrigin(document, root),
    ...(document.answers !== undefined && { answers: asText(document.answers, at('answers')) }),
  };
}

function asFlag(value: unknown, place: Place): boolean {
  if (typeof value !== 'boolean') throw unexpected(place, 'true or false', value);
  return value;
}

function matrixOf(value: unknown, place: Place): Matrix {
  const found = MATRICES.find((matrix) => matrix === value);
  if (!found) throw unexpected(place, `one of ${MATRICES.join(', ')}`, value);
  return found;
}

function picturesOf(value: unknown, place: Place): Omit<Pictures, 'images'> {
  const { height, width, channels, found, fitted } = asRecord(value, place);
  return {
    height: asInteger(height, inside(place, 'height'), 1, 4096),
    width: asInteger(width, inside(place, 'width'), 1, 4096),
    channels: asInteger(channels, inside(place, 'channels'), 1, 4),
    found: asInteger(found, inside(place, 'found'), 0, MOST_CELLS),
    fitted: asText(fitted, inside(place, 'fitted')),
  };
}
