import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inflate, isGzip } from './gzip';

const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));

describe('inflate', () => {
  test('gives back what was packed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        expect([...(await inflate(gzip(bytes), bytes.length, 'x.gz'))]).toEqual([...bytes]);
      }),
      { numRuns: 50 },
    );
  });

  test('leaves bytes without the magic alone', async () => {
    const plain = new Uint8Array([1, 2, 3]);
    expect(isGzip(plain)).toBe(false);
    expect(await inflate(plain, 3, 'x')).toBe(plain);
  });

  test('refuses a file cut off anywhere', async () => {
    const packed = gzip(new TextEncoder().encode('what compressed networks forget'));
    for (let length = 3; length < packed.length; length++) {
      await expect(inflate(packed.slice(0, length), 100, 'x.gz')).rejects.toThrow(
        /^x\.gz: expected a whole gzip file, got one that breaks off or is damaged after \d+ inflated bytes; get the file again\.$/,
      );
    }
  });

  test('a table of three hundred networks that all say the same is no bomb', async () => {
    const table = new TextEncoder().encode(
      Array.from(
        { length: 60_000 },
        (_, image) => `${image}${`,${100 + ((image * 7919) % 900)}`.repeat(300)}\n`,
      ).join(''),
    );
    const packed = gzip(table);
    expect(table.length).toBeGreaterThan(1 << 26);
    expect((await inflate(packed, 1 << 30, 'x.gz')).length).toBe(table.length);
  });

  test('what is far larger than its file can hold is refused below the limit', async () => {
    const bomb = gzip(new Uint8Array((1 << 26) + 1));
    await expect(inflate(bomb, 1 << 30, 'bomb.gz')).rejects.toThrow(
      'bomb.gz: expected at most 67108864 bytes',
    );
  });

  test('stops at the limit', async () => {
    const bomb = gzip(new Uint8Array(30_000_000));
    await expect(inflate(bomb, 1_000_000, 'bomb.gz')).rejects.toThrow(
      'bomb.gz: expected at most 1000000 bytes after inflating, got more',
    );
  });
});
