import { isTar } from './archives/tar';
import { isZip } from './archives/zip';
import { idxDimensions } from './arrays/idx';
import { isNpy } from './arrays/npy';
import { isGzip } from './bytes/gzip';
import { isParquet } from './parquet/parquet';

/** Kinds of files that readers here are for, as far as the first bytes tell. A zip may be npz or an archive; text may be CSV. */
export type FileKind =
  | 'gzip'
  | 'zip'
  | 'tar'
  | 'npy'
  | 'parquet'
  | 'idx'
  | 'safetensors'
  | 'pickle'
  | 'onnx'
  | 'json'
  | 'text';

/** The kind of a file by its first bytes (512 are enough), whatever its name; null for any other. */
export function fileKind(head: Uint8Array): FileKind | null {
  if (isGzip(head)) return 'gzip';
  if (isZip(head)) return 'zip';
  if (isNpy(head)) return 'npy';
  if (isParquet(head)) return 'parquet';
  if (isTar(head)) return 'tar';
  if (idxDimensions(head) !== null) return 'idx';
  // The length of the header in 8 bytes, then the header.
  if (head[8] === 0x7b && head[5] === 0 && head[6] === 0 && head[7] === 0) return 'safetensors';
  if (head[0] === 0x80 && head[1] >= 2 && head[1] <= 5) return 'pickle';
  // The version of the representation comes first: field 1, a number.
  if (head[0] === 0x08 && head[1] > 0 && head[1] < 0x20) return 'onnx';
  const isText =
    head.length > 0 && head.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);
  if (!isText) return null;
  const text = new TextDecoder().decode(head).trimStart();
  return text.startsWith('{') || text.startsWith('[') ? 'json' : 'text';
}
