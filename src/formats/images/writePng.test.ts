import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32 } from '../bytes/crc32';
import { readImageHeader } from './imageHeader';
import { writePng } from './writePng';

test('any pixels come back from the PNG, by its own checksums and zlib', async () => {
  const image = fc
    .record({
      height: fc.integer({ min: 1, max: 9 }),
      width: fc.integer({ min: 1, max: 9 }),
      channels: fc.constantFrom(1, 3, 4),
    })
    .chain((extent) => {
      const length = extent.height * extent.width * extent.channels;
      return fc.tuple(fc.constant(extent), fc.uint8Array({ minLength: length, maxLength: length }));
    });
  await fc.assert(
    fc.asyncProperty(image, async ([extent, pixels]) => {
      const png = await writePng(pixels, extent);
      expect(readImageHeader(png)).toMatchObject({ width: extent.width, height: extent.height });
      const view = new DataView(png.buffer);
      const chunks = new Map<string, Uint8Array>();
      for (let at = 8; at < png.length; ) {
        const length = view.getUint32(at);
        const body = png.subarray(at + 4, at + 8 + length);
        expect(view.getUint32(at + 8 + length)).toBe(crc32(body));
        chunks.set(new TextDecoder().decode(body.subarray(0, 4)), body.subarray(4));
        at += 12 + length;
      }
      expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
      const rows = inflateSync(chunks.get('IDAT')!);
      const row = extent.width * extent.channels;
      const unfiltered = Array.from({ length: extent.height }, (_, y) => {
        expect(rows[y * (row + 1)]).toBe(0);
        return [...rows.subarray(y * (row + 1) + 1, (y + 1) * (row + 1))];
      });
      expect(unfiltered.flat()).toEqual([...pixels]);
    }),
    { numRuns: 50 },
  );
});

test('pixels that do not fill the image are refused', async () => {
  await expect(writePng(new Uint8Array(5), { height: 2, width: 2, channels: 1 })).rejects.toThrow(
    /Expected 2 x 2 pixels/,
  );
});
