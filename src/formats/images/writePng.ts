import { crc32 } from '../bytes/crc32';

const MAGIC = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** The colour types of the format by channels: grey, RGB, RGBA. */
const COLOUR_TYPES: Record<number, number> = { 1: 0, 3: 2, 4: 6 };

/**
 * A PNG file (8 bits a channel, no filter) of `pixels` u8 [height, width, channels]; channels are 1 (grey), 3
 * or 4.
 */
export async function writePng(
  pixels: Uint8Array,
  { height, width, channels }: { height: number; width: number; channels: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const row = width * channels;
  if (pixels.length !== height * row || !(channels in COLOUR_TYPES)) {
    throw new Error(
      `Expected ${height} x ${width} pixels of 1, 3 or 4 channels to draw, got ${pixels.length} bytes for ` +
        `${channels}.`,
    );
  }
  const filtered = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y++) filtered.set(pixels.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  const packed = new Blob([filtered]).stream().pipeThrough(new CompressionStream('deflate'));
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head[8] = 8;
  head[9] = COLOUR_TYPES[channels];
  const chunks = [
    Uint8Array.from(MAGIC),
    chunk('IHDR', head),
    chunk('IDAT', new Uint8Array(await new Response(packed).arrayBuffer())),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Length, name, data and CRC-32 of name and data, big-endian. */
function chunk(name: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(name), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}
