import {
  asInteger,
  asList,
  asNumber,
  asRecord,
  asText,
  checkVersion,
  inside,
  type Place,
  unexpected,
} from '../formats/check';
import { readArchitecture } from '../formats/network/architecture';
import { layerShapes } from '../model/graph';
import type { Member } from '../model/population';
import { type OwnNetworks, type OwnPopulation, ownVariantId } from './ownNetworks';
import { readOwnTraining } from './ownTraining';
import { openSealed } from './sealed';
import type { StoredFiles } from './stored';

export type Column = { name: string; categories: string[] | null };

export type StoredShard = { count: number; ids: boolean; attributes: Column[] };

export type StoredPopulation = Pick<OwnPopulation, 'kind' | 'level'> & { members: Member[] };

/** What is kept of a reader's own networks beside their weights, images and answers. */
export type OwnManifest = Pick<
  OwnNetworks,
  'id' | 'name' | 'created' | 'files' | 'architecture' | 'notes' | 'training'
> & {
  classes: string[];
  test: StoredShard;
  calibration: StoredShard;
  populations: StoredPopulation[];
};

export const FORMAT = 'lacuna-networks';
export const VERSION = 2;
/** The first version that keeps checksums. */
const SEALED_SINCE = 2;
export const MANIFEST = 'manifest.json';
const MOST_CLASSES = 65_534;
const MOST_NETWORKS = 1000;
const MOST_POPULATIONS = 32;
const MOST_ATTRIBUTES = 256;
/** Values of one typed array. */
export const MOST_VALUES = 1 << 28;
/** Bytes of a set of images, and values of one image anywhere in a network. */
const MOST_BYTES = 1 << 30;
const MOST_ACTIVATIONS = 1 << 24;

/** What keeps one population from being told from another, or an image from passing through the networks. */
export function checkManifest({ architecture, classes, populations }: OwnManifest, place: Place): void {
  const at = inside(place, 'populations');
  const ids = populations.map(ownVariantId);
  if (!ids.includes('dense')) throw unexpected(at, 'a list with dense networks among it', populations);
  ids.forEach((id, index) => {
    if (ids.indexOf(id) !== index) {
      throw unexpected(inside(at, index), 'a population of a kind and level of its own', id);
    }
  });
  const shapes = layerShapes(architecture);
  const most = Math.max(...shapes.map(({ channels, height, width }) => channels * height * width));
  if (most > MOST_ACTIVATIONS) {
    throw unexpected(
      inside(place, 'architecture'),
      `layers of at most ${MOST_ACTIVATIONS} values an image`,
      most,
    );
  }
  const last = shapes.at(-1);
  if (last && (last.channels !== classes.length || last.height !== 1 || last.width !== 1)) {
    throw unexpected(
      inside(place, 'architecture'),
      `layers that end in one value for each of ${classes.length} classes`,
      `${last.channels} x ${last.height} x ${last.width}`,
    );
  }
}

/**
 * The manifest of a reader's own networks, every field checked, and that no file it asks for can be too
 * large; the files, each compared with its checksum where `isSealed`.
 */
export async function readOwnManifest(
  files: StoredFiles,
): Promise<{ manifest: OwnManifest; stored: StoredFiles; isSealed: boolean }> {
  const { document, stored, checksums } = await openSealed(files, MANIFEST, SEALED_SINCE);
  return { manifest: asManifest(document), stored, isSealed: checksums !== null };
}

function asManifest(document: Record<string, unknown>): OwnManifest {
  const root: Place = { file: MANIFEST, path: '' };
  const at = (key: string) => inside(root, key);
  if (document.format !== FORMAT) throw unexpected(at('format'), `"${FORMAT}"`, document.format);
  checkVersion(document.version, at('version'), VERSION);
  const architecture = readArchitecture(document.architecture, at('architecture'));
  const { height, width, channels } = architecture.input;
  const mostImages = Math.floor(MOST_BYTES / (height * width * channels));
  const classes = asList(document.classes, at('classes'), asText);
  if (classes.length < 2 || classes.length > MOST_CLASSES) {
    throw unexpected(at('classes'), `2 to ${MOST_CLASSES} names`, classes);
  }
  const test = asShard(document.test, at('test'), mostImages);
  const populations = asList(document.populations, at('populations'), (value, place) =>
    asPopulation(value, place, test.count),
  );
  if (populations.length > MOST_POPULATIONS) {
    throw unexpected(at('populations'), `at most ${MOST_POPULATIONS} populations`, populations);
  }
  const notes = asRecord(document.notes, at('notes'));
  const manifest: OwnManifest = {
    id: asText(document.id, at('id')),
    name: asText(document.name, at('name')),
    created: asText(document.created, at('created')),
    files: asList(document.files, at('files'), asText),
    architecture,
    notes: {
      fitted: asText(notes.fitted, inside(at('notes'), 'fitted')),
      calibration: asText(notes.calibration, inside(at('notes'), 'calibration')),
      networks:
        notes.networks === undefined || notes.networks === null
          ? null
          : asText(notes.networks, inside(at('notes'), 'networks')),
    },
    training: document.training ? readOwnTraining(document.training, at('training'), classes.length) : null,
    classes,
    test,
    calibration: asShard(document.calibration, at('calibration'), mostImages),
    populations,
  };
  checkManifest(manifest, root);
  return manifest;
}

function asShard(value: unknown, place: Place, mostImages: number): StoredShard {
  const { count, ids, attributes } = asRecord(value, place);
  if (typeof ids !== 'boolean') throw unexpected(inside(place, 'ids'), 'true or false', ids);
  const columns = asList(attributes, inside(place, 'attributes'), asColumn);
  if (columns.length > MOST_ATTRIBUTES) {
    throw unexpected(inside(place, 'attributes'), `at most ${MOST_ATTRIBUTES} attributes`, columns);
  }
  return { count: asInteger(count, inside(place, 'count'), 1, mostImages), ids, attributes: columns };
}

function asColumn(value: unknown, place: Place): Column {
  const { name, categories } = asRecord(value, place);
  return {
    name: asText(name, inside(place, 'name')),
    categories: categories === null ? null : asList(categories, inside(place, 'categories'), asText),
  };
}

function asPopulation(value: unknown, place: Place, images: number): StoredPopulation {
  const { kind, level, members } = asRecord(value, place);
  if (kind !== 'dense' && kind !== 'null' && kind !== 'sparse') {
    throw unexpected(inside(place, 'kind'), 'dense, null or sparse', kind);
  }
  const all = asList(members, inside(place, 'members'), (member, at) => {
    const { id, seed } = asRecord(member, at);
    return { id: asText(id, inside(at, 'id')), seed: asInteger(seed, inside(at, 'seed')) };
  });
  const most = Math.min(MOST_NETWORKS, Math.floor(MOST_VALUES / images));
  if (all.length < 1 || all.length > most || new Set(all.map(({ id }) => id)).size < all.length) {
    throw unexpected(inside(place, 'members'), `1 to ${most} networks, each with an id of its own`, members);
  }
  return {
    kind,
    level: asNumber(level, inside(place, 'level'), 0, kind === 'sparse' ? 0.99 : 0),
    members: all,
  };
}
