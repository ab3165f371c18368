import { describe, expect, test } from 'vitest';
import { fixture } from '../testing/fixture';
import { tarOf } from '../testing/tarOf';
import {
  type FileKind,
  FORMATS,
  fileKind,
  isPredictionPath,
  PREDICTION_WRITERS,
  predictionWords,
} from './formats';

const utf8 = (text: string) => new TextEncoder().encode(text);

const utf8Bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('the format of a file', () => {
  test.each<[FileKind, Uint8Array]>([
    ['gzip', fixture('pax.tar.gz')],
    ['zip', fixture('stored.npz')],
    ['npy', fixture('version2.npy')],
    ['tar', tarOf({ a: utf8('b') })],
    ['parquet', utf8('PAR1')],
    ['idx', Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1)],
    ['safetensors', fixture('torch.safetensors')],
    ['pickle', Uint8Array.of(128, 4, 149)],
    ['pickle', utf8('(lp0\nI1\naI2\na.')],
    ['text', utf8('class\ncat\n')],
    ['xz', utf8Bytes('\xfd7zXZ\0')],
    ['arrowStream', utf8Bytes('\xff\xff\xff\xff\x98\0\0\0')],
    ['zlib', Uint8Array.of(0x78, 0x9c, 1, 2)],
    ['safetensors', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0x40, 0x7b, 0x22)],
    ['hdf5', utf8Bytes('\x89HDF\r\n\x1a\n')],
    ['onnx', fixture('plain.onnx')],
    ['picture', Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10)],
    ['picture', utf8('RIFF????WEBPVP8 ')],
    ['matlab', utf8('MATLAB 5.0 MAT-file')],
    ['json', fixture('torch.json')],
    ['text', utf8('\uFEFFimage_id,model_id\r\n')],
  ])('knows %s', (kind, bytes) => {
    expect(fileKind(bytes)).toBe(kind);
  });

  test.each([[[]], [[0, 1, 2]], [[137, 80, 0, 71]]])('takes %j for none of them', (bytes) => {
    expect(fileKind(Uint8Array.from(bytes))).toBeNull();
  });
});

describe('the table of formats', () => {
  test('ids are each its own, and each format is told by one thing', () => {
    expect(new Set(FORMATS.map(({ id }) => id)).size).toBe(FORMATS.length);
    for (const { begins, isText } of FORMATS) expect([begins, isText].filter(Boolean).length).toBeLessThan(2);
  });

  test('formats of predictions give arrays or a table, and say what they hold', () => {
    for (const { predictions, holds } of FORMATS) {
      if (!predictions) continue;
      expect(Object.keys(holds?.predictions ?? {}).length).toBeGreaterThan(0);
      expect(Boolean(predictions.arrays) !== Boolean(predictions.table)).toBe(true);
    }
  });

  test('what people are told, and the endings of files, follow from it', () => {
    expect(predictionWords()).toBe('CSV, Parquet, npz, npy or safetensors');
    expect(['a.CSV', 'a.txt.gz', 'b/c.npz', 'a.csv.zip', 'parquet'].filter(isPredictionPath)).toEqual([
      'a.CSV',
      'a.txt.gz',
      'b/c.npz',
    ]);
    expect([...PREDICTION_WRITERS.keys()]).toEqual(['.csv', '.parquet', '.npz', '.safetensors']);
  });
});
