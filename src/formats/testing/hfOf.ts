import { parquetWriteBuffer } from 'hyparquet-writer';

/** A row of a Parquet file in the Hugging Face image layout. */
export type HfRow = { img: { bytes: Uint8Array | null; path: string | null }; label: bigint | string };

/** Such a file, two rows a row group, with the features that its metadata name. */
export function hfOf(rows: HfRow[], features: unknown = null): Uint8Array<ArrayBuffer> {
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'img', data: rows.map(({ img }) => img) },
      { name: 'label', data: rows.map(({ label }) => label) },
    ],
    schema: [
      { name: 'root', num_children: 2 },
      { name: 'img', num_children: 2, repetition_type: 'OPTIONAL' },
      { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
      { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      typeof rows[0]?.label === 'string'
        ? { name: 'label', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }
        : { name: 'label', type: 'INT64', repetition_type: 'OPTIONAL' },
    ],
    rowGroupSize: 2,
    kvMetadata: features ? [{ key: 'huggingface', value: JSON.stringify(features) }] : [],
  });
  return new Uint8Array(buffer);
}
