import {
  asInteger,
  asList,
  asNumber,
  asRecord,
  asText,
  checkVersion,
  inside,
  type Place,
  parseJson,
  unexpected,
} from '../formats/check';
import { readArchitecture } from '../formats/network/architecture';
import type {
  FileRef,
  Manifest,
  ManifestDataset,
  ManifestMember,
  ManifestPart,
  ManifestVariant,
  MapRef,
  OneShotRef,
  Published,
  ShardRef,
  TestRef,
} from './manifest';

/** A manifest from the text of manifest.json, every field checked; `file` names it in errors. */
export function readManifest(text: string, file: string): Manifest {
  const root: Place = { file, path: '' };
  const document = asRecord(parseJson(text, file), root);
  checkVersion(document.schemaVersion, inside(root, 'schemaVersion'));
  const variants = asList(document.variants, inside(root, 'variants'), readVariant);
  variants.forEach(({ id }, index) => {
    if (variants.findIndex((other) => other.id === id) !== index) {
      throw unexpected(inside(inside(root, 'variants'), index), 'a variant with an id of its own', id);
    }
  });
  return {
    schemaVersion: 1,
    dataset: readDataset(document.dataset, inside(root, 'dataset')),
    architecture: readArchitecture(document.architecture, inside(root, 'architecture')),
    variants,
    ...(document.robustness !== undefined && {
      robustness: readFileRef(document.robustness, inside(root, 'robustness')),
    }),
    ...(document.oneShot !== undefined && {
      oneShot: readOneShotRef(document.oneShot, inside(root, 'oneShot')),
    }),
    ...(document.map !== undefined && { map: readMapRef(document.map, inside(root, 'map')) }),
  };
}

function readDataset(value: unknown, place: Place): ManifestDataset {
  const dataset = asRecord(value, place);
  const text = (key: string) => asText(dataset[key], inside(place, key));
  const classes = asList(dataset.classes, inside(place, 'classes'), asText);
  if (classes.length < 2) throw unexpected(inside(place, 'classes'), 'a list of at least two names', classes);
  const trainingCounts = asList(dataset.trainingCounts, inside(place, 'trainingCounts'), (count, at) =>
    asInteger(count, at),
  );
  if (trainingCounts.length !== classes.length) {
    throw unexpected(inside(place, 'trainingCounts'), `a list of ${classes.length}`, trainingCounts);
  }
  return {
    id: text('id'),
    title: text('title'),
    licence: orNull(dataset.licence, inside(place, 'licence'), readLicence),
    source: text('source'),
    citation: text('citation'),
    classes,
    trainingCounts,
    ...(dataset.trainingNote !== undefined && { trainingNote: text('trainingNote') }),
    ...(dataset.balancedIn !== undefined && { balancedIn: text('balancedIn') }),
    ...(dataset.otherRankings !== undefined && {
      otherRankings: asList(dataset.otherRankings, inside(place, 'otherRankings'), asText),
    }),
    test: readTestRef(dataset.test, inside(place, 'test')),
    calibration: orNull(dataset.calibration, inside(place, 'calibration'), readCalibration),
    ...(dataset.training !== undefined && {
      training: readShardRef(dataset.training, inside(place, 'training')),
    }),
  };
}

/** Null where null is written; a missing value is refused by `read`. */
function orNull<T>(value: unknown, place: Place, read: (value: unknown, place: Place) => T): T | null {
  return value === null ? null : read(value, place);
}

function readLicence(value: unknown, place: Place): { name: string; file: string } {
  const licence = asRecord(value, place);
  return {
    name: asText(licence.name, inside(place, 'name')),
    file: readPath(licence.file, inside(place, 'file')),
  };
}

function readCalibration(value: unknown, place: Place): ShardRef & { note: string } {
  const note = asText(asRecord(value, place).note, inside(place, 'note'));
  return { ...readShardRef(value, place), note };
}

function readTestRef(value: unknown, place: Place): TestRef {
  const test = asRecord(value, place);
  if (test.images !== null) return readShardRef(value, place);
  return {
    images: null,
    imagesNote: asText(test.imagesNote, inside(place, 'imagesNote')),
    predictedOn: asText(test.predictedOn, inside(place, 'predictedOn')),
    fingerprints: readFileRef(test.fingerprints, inside(place, 'fingerprints')),
    labels: readFileRef(test.labels, inside(place, 'labels')),
    count: asInteger(test.count, inside(place, 'count'), 1),
    ...(test.published !== undefined && {
      published: readPublished(test.published, inside(place, 'published')),
    }),
  };
}

function readPublished(value: unknown, place: Place): Published {
  const published = asRecord(value, place);
  const address = asText(published.address, inside(place, 'address'));
  if (!/^https:\/\/[^/\s@]+\/\S+$/.test(address)) {
    throw unexpected(inside(place, 'address'), 'an address that begins with https://', address);
  }
  return {
    address,
    bytes: asInteger(published.bytes, inside(place, 'bytes'), 1),
    hosts: asList(published.hosts, inside(place, 'hosts'), asText),
  };
}

function readShardRef(value: unknown, place: Place): ShardRef {
  const shard = asRecord(value, place);
  return {
    images: readFileRef(shard.images, inside(place, 'images')),
    labels: readFileRef(shard.labels, inside(place, 'labels')),
    count: asInteger(shard.count, inside(place, 'count'), 1),
  };
}

function readVariant(value: unknown, place: Place): ManifestVariant {
  const variant = asRecord(value, place);
  const kind = variant.kind;
  if (kind !== 'dense' && kind !== 'null' && kind !== 'sparse' && kind !== 'narrow') {
    throw unexpected(inside(place, 'kind'), 'dense, null, sparse or narrow', kind);
  }
  return {
    id: asText(variant.id, inside(place, 'id')),
    kind,
    targetSparsity: asNumber(variant.targetSparsity, inside(place, 'targetSparsity'), 0, 1),
    ...(kind === 'narrow' && {
      width: asNumber(variant.width, inside(place, 'width'), 0, 1),
      architecture: readArchitecture(variant.architecture, inside(place, 'architecture')),
    }),
    recipe: asRecord(variant.recipe, inside(place, 'recipe')),
    parts: asList(variant.parts, inside(place, 'parts'), readPart),
  };
}

function readPart(value: unknown, place: Place): ManifestPart {
  const part = asRecord(value, place);
  const members = asList(part.members, inside(place, 'members'), readMember);
  if (members.length === 0)
    throw unexpected(inside(place, 'members'), 'a list of at least one member', members);
  return {
    weights: readFileRef(part.weights, inside(place, 'weights')),
    labels: readFileRef(part.labels, inside(place, 'labels')),
    scores: readFileRef(part.scores, inside(place, 'scores')),
    members,
  };
}

function readMember(value: unknown, place: Place): ManifestMember {
  const member = asRecord(value, place);
  const at = inside(place, 'sparsity');
  const sparsity = asRecord(member.sparsity, at);
  const layers = Object.entries(asRecord(sparsity.layers, inside(at, 'layers')));
  return {
    id: asText(member.id, inside(place, 'id')),
    seed: asInteger(member.seed, inside(place, 'seed')),
    top1: asNumber(member.top1, inside(place, 'top1'), 0, 1),
    device: asText(member.device, inside(place, 'device')),
    sparsity: {
      overall: asNumber(sparsity.overall, inside(at, 'overall'), 0, 1),
      layers: Object.fromEntries(
        layers.map(([name, share]) => [name, asNumber(share, inside(inside(at, 'layers'), name), 0, 1)]),
      ),
    },
  };
}

function readOneShotRef(value: unknown, place: Place): OneShotRef {
  const one = asRecord(value, place);
  const text = (key: string) => asText(one[key], inside(place, key));
  return {
    answers: readFileRef(one.answers, inside(place, 'answers')),
    levels: asList(one.levels, inside(place, 'levels'), (level, at) => asNumber(level, at, 0, 0.99)),
    command: text('command'),
    device: text('device'),
  };
}

function readMapRef(value: unknown, place: Place): MapRef {
  const map = asRecord(value, place);
  return {
    places: readFileRef(map.places, inside(place, 'places')),
    method: asText(map.method, inside(place, 'method')),
    command: asText(map.command, inside(place, 'command')),
  };
}

function readFileRef(value: unknown, place: Place): FileRef {
  const file = asRecord(value, place);
  const sha256 = asText(file.sha256, inside(place, 'sha256'));
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw unexpected(inside(place, 'sha256'), '64 hex digits', sha256);
  return {
    path: readPath(file.path, inside(place, 'path')),
    bytes: asInteger(file.bytes, inside(place, 'bytes')),
    inflatedBytes: asInteger(file.inflatedBytes, inside(place, 'inflatedBytes')),
    sha256,
  };
}

/** Plain names only: an encoded dot, a scheme or a backslash could lead out of the zoo's folder. */
function readPath(value: unknown, place: Place): string {
  const path = asText(value, place);
  const names = path.split('/');
  if (!names.every((name) => /^[A-Za-z0-9_.-]+$/.test(name) && !/^\.+$/.test(name))) {
    throw unexpected(place, 'a path of plain names inside the folder of the manifest', path);
  }
  return path;
}
