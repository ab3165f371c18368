import { describe, expect, test } from 'vitest';
import { crc32 } from '../bytes/crc32';
import { concat } from '../testing/tarOf';
import { decodeChecked } from './decodeImage';
import { withoutOrientation } from './orientation';

const text = (value: string) => Uint8Array.from(value, (character) => character.charCodeAt(0));

/** A TIFF block that says the width and the orientation. */
function tiff(orientation: number, little = true): Uint8Array {
  const view = new DataView(new ArrayBuffer(38));
  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  view.setUint16(8, 2, little);
  [256, 274].forEach((tag, at) => {
    view.setUint16(10 + 12 * at, tag, little);
    view.setUint16(12 + 12 * at, 3, little);
    view.setUint32(14 + 12 * at, 1, little);
    view.setUint16(18 + 12 * at, tag === 274 ? orientation : 4, little);
  });
  return new Uint8Array(view.buffer);
}

function jpeg(block: Uint8Array): Uint8Array<ArrayBuffer> {
  const app = concat(text('Exif\0\0'), block);
  const frame = [0xff, 0xc0, 0, 11, 8, 0, 1, 0, 2, 1, 1, 0x11, 0];
  return concat(
    [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xe1, 0, app.length + 2],
    app,
    frame,
    [0xff, 0xd9],
  );
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, content.length);
  const named = concat(text(name), content);
  const sum = new DataView(new ArrayBuffer(4));
  sum.setUint32(0, crc32(named));
  return concat(new Uint8Array(view.buffer), named, new Uint8Array(sum.buffer));
}

const png = (block: Uint8Array) =>
  concat(
    text('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', new Uint8Array(13)),
    chunk('eXIf', block),
    chunk('IEND', new Uint8Array(0)),
  );

const webp = (block: Uint8Array) =>
  concat(
    text('RIFF'),
    [0, 0, 0, 0],
    text('WEBP'),
    text('VP8X'),
    [3, 0, 0, 0],
    [1, 2, 3, 0],
    text('EXIF'),
    [block.length, 0, 0, 0],
    block,
  );

describe('withoutOrientation', () => {
  test.each([
    ['JPEG', jpeg, 'Exif'],
    ['PNG', png, 'eXIf'],
    ['WebP', webp, 'EXIF'],
  ] as const)('%s: a block that turns the image is hidden, in either order of bytes', (_, make, name) => {
    for (const little of [true, false]) {
      for (let orientation = 2; orientation <= 8; orientation++) {
        const whole = make(tiff(orientation, little));
        const before = whole.slice();
        const { bytes, turned } = withoutOrientation(whole);
        expect(turned).toBe(true);
        expect(whole).toEqual(before);
        expect(bytes.length).toBe(whole.length);
        expect(String.fromCharCode(...bytes)).not.toContain(name);
      }
      const straight = make(tiff(1, little));
      expect(withoutOrientation(straight)).toEqual({ bytes: straight, turned: false });
    }
  });

  test('a hidden block of PNG has the checksum of its new name', () => {
    const { bytes } = withoutOrientation(png(tiff(6)));
    const at = 8 + 25;
    const view = new DataView(bytes.buffer);
    const length = view.getUint32(at);
    expect(view.getUint32(at + 8 + length)).toBe(crc32(bytes.subarray(at + 4, at + 8 + length)));
  });

  test('files that break off anywhere stay as they are, or are hidden as they are', () => {
    for (const whole of [jpeg(tiff(6)), png(tiff(6)), webp(tiff(6))]) {
      for (let length = 0; length < whole.length; length++) {
        expect(withoutOrientation(whole.slice(0, length)).bytes.length).toBe(length);
      }
    }
  });

  test('whoever decodes gets the image as it is stored', async () => {
    let seen = '';
    const decode = async (bytes: Uint8Array) => {
      seen = String.fromCharCode(...bytes);
      return { width: 2, height: 1, channels: 1 as const, data: new Uint8Array(2) };
    };
    const { turned, width } = await decodeChecked(jpeg(tiff(6)), 'a.jpg', 'd', decode);
    expect([turned, width, seen.includes('Exif')]).toEqual([true, 2, false]);
  });
});
