import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inOrder } from '../../text/testing';
import { concat } from '../testing/tarOf';
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

  test('several members, one after the other, padded with zeros or not, are one file', async () => {
    const parts = [8, 100_000, 0, 3].map((length) =>
      Uint8Array.from({ length }, (_, at) => ((at * at) >> 5) ^ (at % 251)),
    );
    const whole = concat(...parts);
    const packed = parts.map(gzip);
    for (const padding of [0, 1, 700]) {
      const zeros = new Uint8Array(padding);
      const file = concat(...packed.flatMap((member) => [member, zeros]));
      const bytes = await inflate(file, 1 << 20, 'x.gz');
      expect(Buffer.compare(bytes, whole), `${padding} zeros`).toBe(0);
    }
    expect(await inflate(concat(packed[0], new Uint8Array(512)), 1 << 20, 'x.gz')).toEqual(parts[0]);
  });

  test('what comes after a member and is none is refused, here as in every browser', async () => {
    const member = gzip(Uint8Array.of(1, 2, 3));
    for (const junk of [[7], [0, 0, 9, 9, 9, 9, 9, 9, 9, 9], [...member.subarray(0, 15)]]) {
      await expect(inflate(concat(member, junk), 100, 'x.gz')).rejects.toThrow(
        'x.gz: expected a whole gzip file, got one that breaks off or is damaged after',
      );
    }
    const changed = gzip(Uint8Array.of(4, 5));
    changed[changed.length - 6] ^= 1;
    await expect(inflate(concat(member, changed), 100, 'x.gz')).rejects.toThrow('damaged');
    await expect(inflate(concat(member, gzip(new Uint8Array(500))), 100, 'x.gz')).rejects.toThrow(
      'expected at most 100 bytes after inflating, got more',
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
        inOrder(
          /^x\.gz: expected a whole gzip file, got one that breaks off or is damaged after \d+ inflated /,
          /bytes; get the file again\.$/,
        ),
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
