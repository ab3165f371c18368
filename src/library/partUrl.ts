import { type Part, partMissing } from '../formats/predictions/partsManifest';
import { messageOf } from '../text/messageOf';
import { addressIn, type ResumedOptions, resumedUrl } from './resumedUrl';

/**
 * The bytes of a part that a manifest lists, loaded from beside the address of the manifest or its folder.
 * Throws with its images where the host has no such file.
 */
export async function partUrl(
  base: string,
  part: Part,
  options: Omit<ResumedOptions, 'limit'> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await resumedUrl(addressIn(base, part.path), { ...options, limit: part.bytes });
  } catch (error) {
    if (!/HTTP status (404|410)\b/.test(messageOf(error))) throw error;
    throw partMissing(part, `make it, or copy it to ${new URL(base).host}`);
  }
}
