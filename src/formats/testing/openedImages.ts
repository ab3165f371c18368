/** Image files made by hand, as the explorer opens them. */

import type { DecodeImage } from '../images/decodeImage';
import { openImageFiles } from '../images/imageFiles';
import { collectImages } from '../images/imageSet';
import type { ImageChoice, ImageFiles } from '../images/openedImages';

/** What a GIF of one pixel begins with, as far as the check of its extent reads; then its shade. */
export const gif = (shade: number) => Uint8Array.of(0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, shade);

/** Decodes such a GIF. */
export const decode: DecodeImage = async (bytes) => ({
  width: 1,
  height: 1,
  channels: 1,
  data: bytes.slice(-1),
});

type Chosen = { path: string; content: Blob };

export const file = (path: string, content: Uint8Array<ArrayBuffer>): Chosen => ({
  path,
  content: new Blob([content]),
});

export const open = (...files: Chosen[]) => openImageFiles(files, decode);

/** The images of a part, all at once. */
export async function read(files: ImageFiles, choice: Partial<ImageChoice> = {}) {
  const { images, classes, names } = await files.open({ part: null, labels: null, ...choice });
  const set = await collectImages(images, { file: files.file, classes });
  return { ...set, classes: names?.() ?? set.classes };
}
