import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gunzipPage } from './deflate';

const gzip = (bytes: Uint8Array, options = {}) => new Uint8Array(gzipSync(bytes, options));

describe('gunzipPage', () => {
  test.each([
    ['no compression', { level: 0 }],
    ['fixed codes', { strategy: 4 }],
    ['codes of its own', { level: 9 }],
  ])('gives back what was packed with %s', (_, options) => {
    const letters = fc.array(fc.nat(7), { maxLength: 4000 }).map((list) => Uint8Array.from(list));
    fc.assert(
      fc.property(fc.oneof(letters, fc.uint8Array({ maxLength: 4000 })), (bytes) => {
        expect([...gunzipPage(gzip(bytes, options), bytes.length)]).toEqual([...bytes]);
      }),
      { numRuns: 60 },
    );
  });

  test('several blocks, far copies and long runs', () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => ((at * at) >> 7) ^ (at % 977));
    bytes.fill(0, 100_000, 140_000);
    expect(gunzipPage(gzip(bytes), bytes.length)).toEqual(bytes);
  });

  test('a header with a name, and one with an extra field', () => {
    const body = new Uint8Array(deflateRawSync(Uint8Array.of(1, 2, 3)));
    const head = (flags: number, more: number[]) =>
      Uint8Array.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 255, ...more, ...body, 0, 0, 0, 0, 3, 0, 0, 0]);
    expect([...gunzipPage(head(8, [65, 66, 0]), 3)]).toEqual([1, 2, 3]);
    expect([...gunzipPage(head(4, [2, 0, 9, 9]), 3)]).toEqual([1, 2, 3]);
  });

  test('several members in one page', () => {
    const page = Uint8Array.from([...gzip(Uint8Array.of(1, 2)), ...gzip(Uint8Array.of(3))]);
    expect([...gunzipPage(page, 3)]).toEqual([1, 2, 3]);
  });

  test('refuses another length, and what breaks off', () => {
    const bytes = Uint8Array.from({ length: 500 }, (_, at) => (at * 7) % 31);
    const packed = gzip(bytes);
    expect(() => gunzipPage(packed, 499)).toThrow(/gzip data/);
    expect(() => gunzipPage(packed, 501)).toThrow('500 bytes of gzip data instead of 501');
    // The checksum and the length at the end are not looked at.
    for (let length = 0; length < packed.length - 8; length++) {
      expect(() => gunzipPage(packed.subarray(0, length), 500), `${length}`).toThrow();
    }
  });

  test('any bytes end in an error or the asked length', () => {
    const any = fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, ...bytes]));
    fc.assert(
      fc.property(any, (bytes) => {
        try {
          expect(gunzipPage(bytes, 64).length).toBe(64);
        } catch (error) {
          expect((error as Error).message).toMatch(/gzip|block/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
