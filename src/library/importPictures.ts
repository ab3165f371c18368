import { asRecord, parseJson } from '../formats/check';
import type { Folders } from './folders';
import { MANIFEST, PICTURES, type Pictures, picturesHead } from './imports';
import { jsonBytes } from './stored';

/**
 * Keeps other pictures for an import that is kept, or none. Whenever it breaks off, the import stays readable: in between it has no
 * pictures.
 */
export async function savePictures(folders: Folders, id: string, pictures: Pictures | null): Promise<void> {
  const text = new TextDecoder().decode(await folders.read(id, MANIFEST));
  const manifest = asRecord(parseJson(text, MANIFEST), { file: MANIFEST, path: '' });
  const described = (head: unknown) =>
    folders.write(id, MANIFEST, jsonBytes({ ...manifest, pictures: head }));
  await described(null);
  await folders.write(id, PICTURES, pictures?.images ?? new Uint8Array());
  if (pictures) await described(picturesHead(pictures));
}
