import { inflateSync } from 'node:zlib';
import type { RawImage } from '../formats/images/fit';

/** Samples a pixel by PNG's colour type: grey, colour, palette, grey with opacity, colour with opacity. */
const SAMPLES: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Decodes a PNG of 8 bits a sample, or of a palette or grey of 1 to 8, not interlaced
 * (https://www.w3.org/TR/png-3/); 16 bits lose their lower byte. Throws where it is another or breaks off.
 */
export function decodePng(bytes: Uint8Array): RawImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const data: Uint8Array[] = [];
  let [width, height, depth, colour, interlaced] = [0, 0, 0, 0, 0];
  let palette = new Uint8Array();
  let opacity = new Uint8Array();
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const content = bytes.slice(at + 8, at + 8 + length);
    if (content.length !== length) throw new Error('Expected a whole PNG.');
    if (kind === 'IHDR') {
      [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)];
      [depth, colour, , , interlaced] = content.subarray(8);
    } else if (kind === 'PLTE') palette = content;
    else if (kind === 'tRNS') opacity = content;
    else if (kind === 'IDAT') data.push(content);
    else if (kind === 'IEND') break;
    at += 12 + length;
  }
  const samples = SAMPLES[colour];
  if (!samples || interlaced || ![1, 2, 4, 8, 16].includes(depth) || (opacity.length > 0 && colour !== 3)) {
    throw new Error('Expected a PNG without interlacing or a colour of opacity.');
  }
  const rowBytes = Math.ceil((width * samples * depth) / 8);
  const raw = inflateSync(Buffer.concat(data), { maxOutputLength: (rowBytes + 1) * height });
  if (raw.length !== (rowBytes + 1) * height) throw new Error('Expected a whole PNG.');
  const rows = unfiltered(raw, rowBytes, height, Math.max(1, (samples * depth) >> 3));
  const sample = (x: number, y: number, part: number): number => {
    const index = x * samples + part;
    if (depth >= 8) return rows[y * rowBytes + index * (depth >> 3)];
    const bits =
      (rows[y * rowBytes + ((index * depth) >> 3)] >> (8 - depth - ((index * depth) & 7))) &
      ((1 << depth) - 1);
    return colour === 3 ? bits : Math.round((bits * 255) / ((1 << depth) - 1));
  };
  return pixelsOf(width, height, colour, { sample, palette, opacity });
}

type Samples = {
  sample(x: number, y: number, part: number): number;
  palette: Uint8Array;
  opacity: Uint8Array;
};

function pixelsOf(
  width: number,
  height: number,
  colour: number,
  { sample, palette, opacity }: Samples,
): RawImage {
  const hasOpacity = colour === 4 || colour === 6 || (colour === 3 && opacity.length > 0);
  const channels = hasOpacity ? 4 : colour === 0 ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let at = 0, y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const code = sample(x, y, 0);
      const grey = colour === 0 || colour === 4;
      for (let part = 0; part < Math.min(channels, 3); part++) {
        data[at++] = colour === 3 ? palette[3 * code + part] : grey ? code : sample(x, y, part);
      }
      if (hasOpacity) data[at++] = colour === 3 ? (opacity[code] ?? 255) : sample(x, y, colour === 4 ? 1 : 3);
    }
  }
  return { width, height, channels, data };
}

/** Takes the filters off, each row by the one above and the pixel to the left. */
function unfiltered(raw: Uint8Array, rowBytes: number, height: number, step: number): Uint8Array {
  const rows = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (rowBytes + 1)];
    for (let i = 0; i < rowBytes; i++) {
      const left = i >= step ? rows[y * rowBytes + i - step] : 0;
      const up = y > 0 ? rows[(y - 1) * rowBytes + i] : 0;
      const corner = i >= step && y > 0 ? rows[(y - 1) * rowBytes + i - step] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      if (guess === undefined) throw new Error('Expected a PNG with filters 0 to 4.');
      rows[y * rowBytes + i] = raw[y * (rowBytes + 1) + 1 + i] + guess;
    }
  }
  return rows;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(estimate - value));
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
