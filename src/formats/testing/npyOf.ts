import { concat } from './tarOf';

/** An npy file (version 1.0) that claims this type and shape, right or wrong, of these bytes. */
export function npyOf(descr: string, shape: string, data: ArrayLike<number> = []): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(
    `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`,
  );
  return concat(
    [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8],
    header,
    data,
  );
}
