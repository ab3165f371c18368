import { describe, expect, test } from 'vitest';
import { type FileKind, fileKind } from './fileKind';
import { fixture } from './testing/fixture';
import { tarOf } from './testing/tarOf';

const utf8 = (text: string) => new TextEncoder().encode(text);

const utf8Bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('fileKind', () => {
  test.each<[FileKind, Uint8Array]>([
    ['gzip', fixture('pax.tar.gz')],
    ['zip', fixture('stored.npz')],
    ['npy', fixture('version2.npy')],
    ['tar', tarOf({ a: utf8('b') })],
    ['parquet', utf8('PAR1')],
    ['idx', Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1)],
    ['safetensors', fixture('torch.safetensors')],
    ['pickle', Uint8Array.of(128, 4, 149)],
    ['hdf5', utf8Bytes('\x89HDF\r\n\x1a\n')],
    ['onnx', fixture('plain.onnx')],
    ['json', fixture('torch.json')],
    ['text', utf8('\uFEFFimage_id,model_id\r\n')],
  ])('knows %s', (kind, bytes) => {
    expect(fileKind(bytes.subarray(0, 512))).toBe(kind);
  });

  test.each([[[]], [[0, 1, 2]], [[137, 80, 78, 71, 13, 10, 26, 10]]])(
    'takes %j for none of them',
    (bytes) => {
      expect(fileKind(Uint8Array.from(bytes))).toBeNull();
    },
  );
});
