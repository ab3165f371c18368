import { crc32 } from '../bytes/crc32';

/** Where metadata of the camera (EXIF) stands in an image file: the name of its block, its content. */
type Block = { name: number; start: number; end: number; png: boolean };

const AS_STORED = 1;

/**
 * An image file without what it says of how it is to be turned (EXIF, tag 274), so that it is decoded as it
 * is stored. PIL, torchvision and TensorFlow do not turn images, and networks were trained on what these
 * read. `turned` says whether it asked to be turned.
 */
export function withoutOrientation(bytes: Uint8Array<ArrayBuffer>): {
  bytes: Uint8Array<ArrayBuffer>;
  turned: boolean;
} {
  const block = exifBlock(bytes);
  if (!block) return { bytes, turned: false };
  const orientation = orientationIn(bytes.subarray(block.start, block.end));
  if (orientation === AS_STORED) return { bytes, turned: false };
  const copy = bytes.slice();
  // Under another name the block is no EXIF; nothing moves.
  copy[block.name] ^= 0x10;
  if (block.png) {
    new DataView(copy.buffer).setUint32(block.end, crc32(copy.subarray(block.name, block.end)));
  }
  return { bytes: copy, turned: true };
}

function textAt(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

function exifBlock(bytes: Uint8Array): Block | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return inJpeg(bytes, view);
  if (textAt(bytes, 0, '\x89PNG')) {
    for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
      const end = at + 8 + view.getUint32(at);
      if (textAt(bytes, at + 4, 'eXIf') && end + 4 <= bytes.length) {
        return { name: at + 4, start: at + 8, end, png: true };
      }
    }
    return null;
  }
  if (!textAt(bytes, 0, 'RIFF') || !textAt(bytes, 8, 'WEBP')) return null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    // Some writers put the prefix of JPEG before it.
    const skip = textAt(bytes, start, 'Exif\0\0') ? 6 : 0;
    if (textAt(bytes, at, 'EXIF')) return { name: at, start: start + skip, end: start + size, png: false };
    at = start + size + (size % 2);
  }
  return null;
}

/** The first block APP1 of EXIF before the scan (JEITA CP-3451). */
function inJpeg(bytes: Uint8Array, view: DataView): Block | null {
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return null;
    const isBare = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    const length = isBare ? 0 : view.getUint16(at + 2);
    if (!isBare && length < 2) return null;
    if (marker === 0xe1 && textAt(bytes, at + 4, 'Exif\0')) {
      return { name: at + 4, start: at + 10, end: Math.min(bytes.length, at + 2 + length), png: false };
    }
    at += 2 + length;
  }
  return null;
}

/** The orientation that the first directory of a TIFF block says, 1..8; 1 where it says none. */
function orientationIn(tiff: Uint8Array): number {
  if (tiff.length < 8) return AS_STORED;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = tiff[0] === 0x49;
  const start = view.getUint32(4, little);
  if (start + 2 > tiff.length) return AS_STORED;
  const count = view.getUint16(start, little);
  for (let i = 0; i < count; i++) {
    const at = start + 2 + 12 * i;
    if (at + 12 > tiff.length) return AS_STORED;
    if (view.getUint16(at, little) !== 274) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : AS_STORED;
  }
  return AS_STORED;
}
