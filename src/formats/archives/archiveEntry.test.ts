import { describe, expect, test } from 'vitest';
import { crc32 } from '../bytes/crc32';
import { blobSource, bytesSource, piecesOf, wholeSource } from '../bytes/source';
import { SENTENCE } from '../testing/sentence';
import { concat } from '../testing/tarOf';
import { entryName } from './archiveEntry';

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

describe('entryName', () => {
  test.each(['../x', 'a/../../x', '/etc/passwd', 'C:\\x', 'c:x', '..\\x', 'a\0b', '', 'a\nb', '\\\\host\\x'])(
    'refuses %j',
    (name) => {
      expect(() => entryName(name, 'f')).toThrow(SENTENCE);
    },
  );

  test('gives plain paths', () => {
    expect(entryName('./a//b/./c.png', 'f')).toBe('a/b/c.png');
    expect(entryName('a\\b..c', 'f')).toBe('a/b..c');
    expect(entryName('<b>&amp;', 'f')).toBe('<b>&amp;');
  });
});

describe('sources', () => {
  test('give pieces in order, from memory and from a blob', async () => {
    const bytes = Uint8Array.from({ length: 2_500_000 }, (_, i) => (i * 31) >> 3);
    for (const source of [bytesSource(bytes, 'b'), blobSource(new Blob([bytes]), 'b')]) {
      const pieces: Uint8Array[] = [];
      for await (const piece of piecesOf(source, 5)) pieces.push(piece);
      expect(pieces.length).toBe(3);
      expect(Buffer.compare(concat(...pieces), bytes.subarray(5))).toBe(0);
    }
    await expect(wholeSource(bytesSource(bytes, 'b'), 10)).rejects.toThrow(
      'b: expected at most 10 bytes, got 2500000.',
    );
    expect((await wholeSource(bytesSource(bytes, 'b'), bytes.length)).length).toBe(bytes.length);
  });
});

describe('crc32', () => {
  test('is that of the standard, in one go and in pieces', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
    expect(crc32(utf8('6789'), crc32(utf8('12345')))).toBe(0xcbf43926);
  });
});
