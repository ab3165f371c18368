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
  | 'hdf5'
  | 'onnx'
  | 'json'
  | 'text';

/** How HDF5 begins (https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t4.html): \x89HDF and line ends. */
const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

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
  if (HDF5.every((byte, i) => head[i] === byte)) return 'hdf5';
  if (head[0] === 0x80 && head[1] >= 2 && head[1] <= 5) return 'pickle';
  // The version of the representation comes first: field 1, a number.
  if (head[0] === 0x08 && head[1] > 0 && head[1] < 0x20) return 'onnx';
  const isText =
    head.length > 0 && head.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);
  if (!isText) return null;
  const text = new TextDecoder().decode(head).trimStart();
  return text.startsWith('{') || text.startsWith('[') ? 'json' : 'text';
}
