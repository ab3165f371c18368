import type { FileMetaData } from 'hyparquet';
import { gunzipPage } from '../bytes/deflate';
import { inflateSnappy } from '../bytes/snappy';
import { named } from '../check';
import { LARGEST_PAGE } from '../limits';
import type { InflatePage, PageCodecs } from './parquetPages';

const KNOWN = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD'];

/**
 * The decompressors that columns of a file need; that of Zstandard is loaded when one does. Throws one
 * sentence with the column for any other codec.
 */
export async function codecsFor(
  { row_groups: groups }: FileMetaData,
  columns: string[],
  file: string,
): Promise<PageCodecs> {
  const used = new Set<string>();
  for (const { columns: chunks } of groups) {
    for (const { meta_data: chunk } of chunks) {
      if (!chunk || !columns.includes(chunk.path_in_schema[0])) continue;
      if (!KNOWN.includes(chunk.codec)) {
        throw new Error(
          `${file}: expected Parquet compressed with Snappy, gzip or Zstandard, or not at all, got ` +
            `${named(chunk.codec)} in column ${named(chunk.path_in_schema[0])}; save it with ` +
            'compression="snappy".',
        );
      }
      used.add(chunk.codec);
    }
  }
  const codecs: PageCodecs = { SNAPPY: checked(inflateSnappy, 22), GZIP: checked(gunzipPage, 1032) };
  if (!used.has('ZSTD')) return codecs;
  const { decompress } = await import('fzstd');
  // It writes into what it is given, and never past its end.
  codecs.ZSTD = checked((input, length) => decompress(input, new Uint8Array(length)), Infinity);
  return codecs;
}

/**
 * `most`: how many bytes a packed one can give. A run of Zstandard has no such bound: what all pages of a
 * file give is bounded (`checkPages`).
 */
function checked(inflate: InflatePage, most: number): InflatePage {
  return (input, length) => {
    if (length > LARGEST_PAGE || length > most * input.length + 1024) {
      throw new Error(`a page of ${input.length} bytes claims to hold ${length}`);
    }
    return inflate(input, length);
  };
}
