/**
 * Image files of the command line to pixels: PNG by `decodePng`, JPEG by mozjpeg, as libjpeg and so PIL
 * decode it.
 */
import { type DecodeImage, withoutOpacity } from '../formats/images/decodeImage';
import type { RawImage } from '../formats/images/fit';
import { decodePng } from './decodePng';

/** Decodes what the command line can. The decoder of JPEG is loaded with the first one. */
export const decodeImages: DecodeImage = Object.assign(
  async (bytes: Uint8Array<ArrayBuffer>, type: string) => {
    if (type === 'image/png') return decodePng(bytes);
    if (type === 'image/jpeg') return decodeJpeg(bytes);
    return null;
  },
  { kinds: ['PNG', 'JPEG'] as const },
);

type Decode = (bytes: ArrayBuffer) => Promise<{ data: Uint8ClampedArray; width: number; height: number }>;

let opened: Promise<Decode> | null = null;

async function openDecoder(): Promise<Decode> {
  const [{ default: decode, init }, { default: url }] = await Promise.all([
    import('@jsquash/jpeg/decode'),
    import('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?url&inline'),
  ]);
  const wasmBinary = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
  // What it prints of a broken file would stand on stderr. A file that breaks off is grey from there on, with
  // a warning; PIL refuses it.
  let breaksOff = false;
  const printErr = (text: string) => {
    if (text.startsWith('Premature end')) breaksOff = true;
  };
  const options = { noInitialRun: true, wasmBinary, printErr };
  await init(options);
  let turn: Promise<unknown> = Promise.resolve();
  return (bytes) => {
    // One after the other, so that a warning is of its own file.
    const answer = turn.then(async () => {
      breaksOff = false;
      const image = await decode(bytes);
      if (breaksOff) throw new Error('Expected a whole JPEG.');
      return image;
    });
    turn = answer.catch(() => undefined);
    return answer;
  };
}

async function decodeJpeg(bytes: Uint8Array<ArrayBuffer>): Promise<RawImage> {
  opened ??= openDecoder();
  const decode = await opened;
  const own = bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
  const { data, width, height } = await decode(own);
  return withoutOpacity(data, width, height);
}
