/** What files of the corpus are made of. */
import { deflateRawSync } from 'node:zlib';
import { writeZip } from '../../archives/writeZip';
import { crc32 } from '../../bytes/crc32';
import { concat } from '../tarOf';
import type { Parser } from './parsers';

/** A broken or hostile file: what is wrong with it, its bytes, and who is to read it. */
export type Hostile = {
  wrong: string;
  bytes: Uint8Array<ArrayBuffer>;
  parser: Parser;
  /** The largest single allocation that is due to it, in bytes; by default 1 MiB more than the file has. */
  most?: number;
  /** All that is allocated for it, in bytes; by default 8 MiB and 8 times what the file has. */
  mostInAll?: number;
};

export const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
export const MEBIBYTE = 1 << 20;
export const zeros = (length: number) => new Uint8Array(length);
export const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

export const HEAD = 'image_id,model_id,prediction,label\n';
export const csv = (wrong: string, text: string | Uint8Array<ArrayBuffer>): Hostile => ({
  wrong,
  bytes: typeof text === 'string' ? utf8(text) : text,
  parser: 'table',
});

export function withHeader(header: object | string, data: ArrayLike<number> = []): Uint8Array<ArrayBuffer> {
  const text = utf8(typeof header === 'string' ? header : JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  return concat(length, text, data);
}

/** A zip file of deflated entries by name; each claims its size, or `size` bytes. */
export function deflated(
  files: Record<string, Uint8Array<ArrayBuffer>>,
  size?: number,
): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(files).map(([name, content]) => ({
    name,
    content,
    bytes: new Uint8Array(deflateRawSync(content)),
  }));
  const zip = concat(...writeZip(entries));
  const view = new DataView(zip.buffer);
  let local = 0;
  let listed = entries.reduce((sum, { name, bytes }) => sum + 30 + name.length + bytes.length, 0);
  for (const { name, content, bytes } of entries) {
    for (const at of [local, listed + 2]) {
      view.setUint16(at + 8, 8, true);
      view.setUint32(at + 14, crc32(content), true);
      view.setUint32(at + 22, size ?? content.length, true);
    }
    local += 30 + name.length + bytes.length;
    listed += 46 + name.length;
  }
  return zip;
}

export const SETTINGS = { data: 'fashion', level: 0.9, label: null, size: 2, seed: 0 };
export const row = (parser: Parser, wrong: string, text: string): Hostile => ({
  wrong,
  bytes: utf8(text),
  parser,
});
