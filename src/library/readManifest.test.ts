import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readManifest } from './readManifest';
import { tinyZoo, tinyZooWithoutImages } from './testing/tinyZoo';

type Json = { [key: string]: Json } & Json[];

function broken(change: (manifest: Json) => void): () => void {
  const manifest = structuredClone(tinyZoo().manifest);
  change(manifest as unknown as Json);
  return () => readManifest(JSON.stringify(manifest), 'manifest.json');
}

function set(value: unknown): Json {
  return value as Json;
}

describe('readManifest', () => {
  test('reads what was written', () => {
    const { manifest } = tinyZoo();
    expect(readManifest(`\uFEFF${JSON.stringify(manifest)}`, 'manifest.json')).toEqual(manifest);
  });

  test('reads a dataset whose images may not be published', () => {
    const { manifest } = tinyZooWithoutImages();
    expect(readManifest(JSON.stringify(manifest), 'manifest.json')).toEqual(manifest);
  });

  test.each<[string, (manifest: Json) => void, string]>([
    [
      'images that are withheld without a word',
      (m) => (m.dataset.test.images = set(null)),
      'dataset.test.imagesNote to be a text that is not empty, got nothing',
    ],
    [
      'images that are forgotten',
      (m) => delete (m.dataset.test as Partial<Json>).images,
      'dataset.test.images to be an object, got nothing',
    ],
    [
      'calibration images that are forgotten',
      (m) => delete (m.dataset as Partial<Json>).calibration,
      'dataset.calibration to be an object, got nothing',
    ],
    [
      'another version',
      (m) => (m.schemaVersion = set(2)),
      'schemaVersion to be 1, the only version this release reads, got 2',
    ],
    [
      'a negative size',
      (m) => (m.variants[0].parts[1].weights.bytes = set(-1)),
      'variants[0].parts[1].weights.bytes to be a whole number of at least 0, got -1',
    ],
    [
      'a missing seed',
      (m) => delete (m.variants[1].parts[0].members[1] as Partial<Json>).seed,
      'variants[1].parts[0].members[1].seed to be a whole number of at least 0, got nothing',
    ],
    [
      'an unknown layer',
      (m) => (m.architecture.layers[2].kind = set('attention')),
      'architecture.layers[2].kind to be one of add',
    ],
    [
      'a layer called as another',
      (m) => (m.architecture.layers[4].name = set('conv1')),
      'architecture.layers[4].name to be a name that no other layer has, got "conv1"',
    ],
    [
      'a checksum that is none',
      (m) => (m.dataset.test.images.sha256 = set('abc')),
      'dataset.test.images.sha256 to be 64 hex digits, got "abc"',
    ],
    [
      'narrow networks without an architecture',
      (m) => delete (m.variants[2] as Partial<Json>).architecture,
      'variants[2].architecture to be an object, got nothing',
    ],
    [
      'two variants of one id',
      (m) => (m.variants[1].id = set('dense')),
      'variants[1] to be a variant with an id of its own, got "dense"',
    ],
    [
      'counts of too few classes',
      (m) => m.dataset.trainingCounts.pop(),
      'dataset.trainingCounts to be a list of 3, got a list of 2',
    ],
  ])('refuses %s', (_, change, sentence) => {
    expect(broken(change)).toThrow(sentence);
  });

  test.each([
    '../weights',
    '/etc/passwd',
    'a//b',
    '.',
    'a/../../b',
    'https://example.org/x',
    '//example.org/x',
    'a\\b',
    '%2e%2e/x',
    'x?y',
    'x#y',
    'data:,x',
  ])('refuses the path %s', (path) => {
    expect(broken((m) => (m.variants[0].parts[0].weights.path = set(path)))).toThrow(
      'expected variants[0].parts[0].weights.path to be a path of plain names inside the folder',
    );
  });

  test('answers any text with a manifest or one sentence that names the file', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => readManifest(text, 'manifest.json')).toThrow(/^manifest\.json: expected [^\n]+\.$/);
      }),
    );
  });
});
