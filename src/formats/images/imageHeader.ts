/**
 * The kinds of image files that browsers decode and that are taken. Not SVG: it is a document with scripts.
 */
export type ImageHeader = {
  type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  width: number;
  height: number;
};

/**
 * Type and extent of an image file by its first bytes, before anything is decoded; null when it is none, or
 * breaks off.
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const has = (at: number, text: string) =>
    at + text.length <= bytes.length &&
    [...text].every((character, i) => bytes[at + i] === character.charCodeAt(0));
  if (has(0, '\x89PNG\r\n\x1a\n') && has(12, 'IHDR') && bytes.length >= 24) {
    return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpegHeader(bytes, view);
  if ((has(0, 'GIF87a') || has(0, 'GIF89a')) && bytes.length >= 10) {
    return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
  }
  if (has(0, 'RIFF') && has(8, 'WEBP') && bytes.length >= 30) return readWebpHeader(bytes, view, has);
  return null;
}

/** Goes from marker to marker to the start of the frame (ITU-T T.81, B.1.1.3). */
function readJpegHeader(bytes: Uint8Array, view: DataView): ImageHeader | null {
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { type: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    const isBare = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    const length = isBare ? 0 : view.getUint16(at + 2);
    if (!isBare && length < 2) return null;
    at += 2 + length;
  }
  return null;
}

/** RFC 9649. */
function readWebpHeader(
  bytes: Uint8Array,
  view: DataView,
  has: (at: number, text: string) => boolean,
): ImageHeader | null {
  const type = 'image/webp';
  const uint24 = (at: number) => bytes[at] + 256 * bytes[at + 1] + 65_536 * bytes[at + 2];
  if (has(12, 'VP8X')) return { type, width: uint24(24) + 1, height: uint24(27) + 1 };
  if (has(12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (has(12, 'VP8 ')) {
    return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  return null;
}
