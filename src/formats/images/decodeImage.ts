import { named } from '../check';
import { MOST_PIXELS } from '../limits';
import type { RawImage } from './fit';
import type { ImageKind } from './folderLayout';
import { readImageHeader } from './imageHeader';
import { withoutOrientation } from './orientation';

/**
 * Turns the bytes of an image file into pixels; null for a type that it does not decode. Browsers do it, the
 * command line and tests have their own. `kinds` are those that it decodes where it does not decode all.
 */
export type DecodeImage = {
  (bytes: Uint8Array<ArrayBuffer>, type: string): Promise<RawImage | null>;
  kinds?: readonly ImageKind[];
};

/**
 * How many bytes an image file takes once it is decoded, by what it claims; 0 where it is none, or claims too
 * many pixels to be decoded.
 */
export function decodedBytes(bytes: Uint8Array): number {
  const { width = 0, height = 0 } = readImageHeader(bytes) ?? {};
  return width * height > MOST_PIXELS ? 0 : 4 * width * height;
}

/**
 * Decodes an image file called `name` with `decode`, after a look at what extent it claims. It is not turned
 * as its metadata may ask for; `turned` tells that it asked.
 */
export async function decodeChecked(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  file: string,
  decode: DecodeImage,
): Promise<RawImage & { turned: boolean }> {
  const header = readImageHeader(bytes);
  if (!header) {
    throw new Error(
      `${file}: expected a PNG, JPEG, GIF or WebP image at ${named(name)}, got other content or one that ` +
        'breaks off.',
    );
  }
  const { width, height, type } = header;
  if (width * height > MOST_PIXELS || width * height === 0) {
    throw new Error(
      `${file}: expected an image of 1 to ${MOST_PIXELS} pixels at ${named(name)}, got ${width} x ${height}.`,
    );
  }
  const stored = withoutOrientation(bytes);
  const decoded = await decode(stored.bytes, type).catch(() => {
    throw new Error(`${file}: expected a whole image at ${named(name)}, got one that cannot be decoded.`);
  });
  if (decoded) return { ...decoded, turned: stored.turned };
  const kind = type.replace('image/', '').toUpperCase();
  throw new Error(
    `${file}: expected an image that is decoded here at ${named(name)}, got ${kind}; convert it to PNG.`,
  );
}

/**
 * Decodes with what the browser has (createImageBitmap, OffscreenCanvas), in a worker too. Colour profiles
 * are ignored.
 */
export function browserDecoder(): DecodeImage {
  let context: OffscreenCanvasRenderingContext2D | null = null;
  return async (bytes, type) => {
    const bitmap = await createImageBitmap(new Blob([bytes], { type }), {
      colorSpaceConversion: 'none',
      premultiplyAlpha: 'none',
      imageOrientation: 'none',
    });
    try {
      const { width, height } = bitmap;
      if (context?.canvas.width !== width || context.canvas.height !== height) {
        context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
      }
      if (!context) throw new Error('Expected a canvas to decode on, got none.');
      context.clearRect(0, 0, width, height);
      context.drawImage(bitmap, 0, 0);
      return withoutOpacity(context.getImageData(0, 0, width, height).data, width, height);
    } finally {
      bitmap.close();
    }
  };
}

/** Three channels where every pixel is opaque, else the four. */
export function withoutOpacity(pixels: Uint8ClampedArray, width: number, height: number): RawImage {
  const data = new Uint8Array(3 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (pixels[4 * pixel + 3] !== 255) {
      return {
        width,
        height,
        channels: 4,
        data: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length),
      };
    }
    data[3 * pixel] = pixels[4 * pixel];
    data[3 * pixel + 1] = pixels[4 * pixel + 1];
    data[3 * pixel + 2] = pixels[4 * pixel + 2];
  }
  return { width, height, channels: 3, data };
}
