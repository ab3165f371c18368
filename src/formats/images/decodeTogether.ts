import { type DecodeImage, decodeChecked, decodedBytes } from './decodeImage';
import type { LabelledImage } from './imageSet';

/** Images that are decoded at the same time, */
const MOST_DECODING = 8;
/** and the bytes that they may take as files and as pixels, but for one that is larger by itself. */
const MOST_IN_FLIGHT = 1 << 27;

/** An image that is still a file. */
export type EncodedImage = Omit<LabelledImage, 'image'> & { bytes: Uint8Array<ArrayBuffer> };

/**
 * Decodes the images of `file` in their order, several at a time. The next ones are read while a browser
 * decodes. One that cannot be decoded is told when its turn comes; one that cannot be read ends it at once.
 */
export async function* decodeTogether(
  encoded: AsyncIterable<EncodedImage>,
  file: string,
  decode: DecodeImage,
): AsyncGenerator<LabelledImage> {
  const decoding: { image: Promise<LabelledImage>; room: number }[] = [];
  let inFlight = 0;
  for await (const { bytes, ...rest } of encoded) {
    const room = bytes.length + decodedBytes(bytes);
    while (decoding.length > 0 && (decoding.length === MOST_DECODING || inFlight + room > MOST_IN_FLIGHT)) {
      const first = decoding.shift()!;
      yield await first.image;
      inFlight -= first.room;
    }
    const image = decodeChecked(bytes, rest.id, file, decode).then((raw) => ({ ...rest, image: raw }));
    image.catch(() => undefined);
    decoding.push({ image, room });
    inFlight += room;
  }
  for (const { image } of decoding) yield await image;
}
