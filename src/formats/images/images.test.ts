import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { archiveEntries } from '../archives/archive';
import { writeZip } from '../archives/writeZip';
import { bytesSource } from '../bytes/source';
import expected from '../fixtures/images.json';
import { refusal } from '../testing/sentence';
import { concat, tarOf } from '../testing/tarOf';
import { browserDecoder, type DecodeImage, decodeChecked } from './decodeImage';
import type { RawImage } from './fit';
import { type FolderOptions, folderEntries, folderImages } from './imageFolder';
import { readImageHeader } from './imageHeader';
import { collectImages, type LabelledImage, shardOf } from './imageSet';
import { matchImages } from './matchImages';

/** The head of a PNG file of the given extent; its last byte is what the fake decoder paints it with. */
function png(width: number, height: number, shade: number): Uint8Array<ArrayBuffer> {
  const big = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
  const head = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
  return concat(head, big(width), big(height), [shade]);
}

const decode: DecodeImage = async (bytes) => {
  const { width, height } = readImageHeader(bytes)!;
  if (bytes.length < 25) throw new Error('broken');
  return { width, height, channels: 1, data: new Uint8Array(width * height).fill(bytes[24]) };
};

async function* streamOf<T>(values: T[]) {
  yield* values;
}

describe('readImageHeader', () => {
  test.each(Object.entries(expected.files))('reads %s', (name, base64) => {
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
    expect(readImageHeader(bytes)).toEqual({ type: `image/${name.split('-')[0]}`, width: 300, height: 7 });
    for (let length = 0; length < bytes.length; length++) {
      const header = readImageHeader(bytes.subarray(0, length));
      if (header) expect(header.width).toBe(300);
    }
  });

  test.each(['', '<svg xmlns="http://www.w3.org/2000/svg">', '<html>', 'BM'])(
    'takes %j for no image',
    (text) => {
      expect(readImageHeader(new TextEncoder().encode(text))).toBeNull();
    },
  );
});

describe('decodeChecked', () => {
  test('refuses what claims too many pixels before it is decoded, and what cannot be', async () => {
    const never = vi.fn(decode);
    expect(await refusal(() => decodeChecked(png(65_535, 65_535, 0), 'a.png', 'z.zip', never))).toBe(
      'z.zip: expected an image of 1 to 33554432 pixels at a.png, got 65535 x 65535.',
    );
    expect(await refusal(() => decodeChecked(png(0, 5, 0), 'a.png', 'z.zip', never))).toMatch(/got 0 x 5\.$/);
    expect(never).not.toHaveBeenCalled();
    expect(await refusal(() => decodeChecked(png(2, 2, 0).slice(0, 24), 'a.png', 'z.zip', decode))).toBe(
      'z.zip: expected a whole image at a.png, got one that cannot be decoded.',
    );
  });

  afterEach(() => vi.unstubAllGlobals());
  test('draws on a canvas in a browser, and lets the bitmap go', async () => {
    const bitmap = { width: 2, height: 1, close: vi.fn() };
    const drawImage = vi.fn();
    const canvases: number[][] = [];
    let pixels = [1, 2, 3, 4, 5, 6, 7, 8];
    vi.stubGlobal('createImageBitmap', async (blob: Blob) => (blob.type === 'image/png' ? bitmap : null));
    vi.stubGlobal(
      'OffscreenCanvas',
      class {
        constructor(
          readonly width: number,
          readonly height: number,
        ) {
          canvases.push([width, height]);
        }
        getContext = () => ({
          canvas: this,
          clearRect: vi.fn(),
          drawImage,
          getImageData: () => ({ data: Uint8ClampedArray.from(pixels) }),
        });
      },
    );
    const decodeHere = browserDecoder();
    const clear = await decodeHere(png(2, 1, 0), 'image/png');
    expect(clear).toEqual({ width: 2, height: 1, channels: 4, data: Uint8Array.from(pixels) });
    pixels = [1, 2, 3, 255, 5, 6, 7, 255];
    const opaque = await decodeHere(png(2, 1, 0), 'image/png');
    expect(opaque).toEqual({ width: 2, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3, 5, 6, 7) });
    expect(drawImage).toHaveBeenCalledWith(bitmap, 0, 0);
    expect(bitmap.close).toHaveBeenCalledTimes(2);
    expect(canvases).toEqual([[2, 1]]);
  });
});

describe('folderImages', () => {
  const files = {
    'data/test/cat/2.png': png(2, 2, 20),
    'data/test/cat/.DS_Store': new Uint8Array(3),
    '__MACOSX/data/test/cat/2.png': new Uint8Array(3),
    'data/test/<b>dog<b>/1.PNG': png(4, 2, 10),
    'data/readme.txt': new Uint8Array(9),
  };
  const target = { height: 2, width: 2, channels: 1 };
  const read = (entries: Parameters<typeof folderImages>[0], options: Partial<FolderOptions> = {}) =>
    collectImages(folderImages(entries, { file: 'd', decode, ...options }), { file: 'd', target });
  const wanted = {
    ...target,
    count: 2,
    ids: ['data/test/cat/2.png', 'data/test/<b>dog<b>/1.PNG'],
    classes: ['<b>dog<b>', 'cat'],
    labels: Uint16Array.of(1, 0),
    images: Uint8Array.of(20, 20, 20, 20, 10, 10, 10, 10),
    fitted: '2 sizes from 2 x 2 to 2 x 4: cropped to the middle and resized to 2 x 2',
  };

  test('decodes many small images at once, and of large ones no more than fit', async () => {
    const decodedAtOnce = async (width: number, height: number) => {
      const seen = { now: 0, most: 0 };
      const counting: DecodeImage = async () => {
        seen.most = Math.max(seen.most, ++seen.now);
        await new Promise((resolve) => setImmediate(resolve));
        seen.now--;
        return { width: 1, height: 1, channels: 1, data: Uint8Array.of(7) };
      };
      const names = Array.from({ length: 20 }, (_, at) => [`a/${at}.png`, png(width, height, at)]);
      const set = await read(archiveEntries(bytesSource(tarOf(Object.fromEntries(names)), 'd')), {
        decode: counting,
      });
      expect(set.ids).toHaveLength(20);
      return seen.most;
    };
    expect(await decodedAtOnce(32, 32)).toBe(8);
    expect(await decodedAtOnce(4096, 2000)).toBe(4);
    expect(await decodedAtOnce(8192, 4096)).toBe(1);
  });

  test('only what is wanted is decoded, and parts of nothing else are asked for', async () => {
    const counting = vi.fn(decode);
    const all = { 'train/a.png': png(1, 1, 1), 'val/b.png': png(1, 1, 2), 'val/c.png': png(1, 1, 3) };
    const options = { decode: counting, labelled: false, wanted: (path: string) => path === 'val/c.png' };
    const set = await read(archiveEntries(bytesSource(tarOf(all), 'd')), options);
    expect([set.ids, counting.mock.calls.length]).toEqual([['val/c.png'], 1]);
  });

  test('takes folders for classes, in a tar archive, a zip archive and a folder', async () => {
    const packed = Object.entries(files).map(([name, bytes]) => ({ name, bytes }));
    const tar = new Uint8Array(gzipSync(tarOf(files)));
    expect(await read(archiveEntries(bytesSource(tar, 'd.tar.gz')))).toEqual(wanted);
    expect(await read(archiveEntries(bytesSource(concat(...writeZip(packed)), 'd.zip')))).toEqual(wanted);
    const dropped = packed.map(({ name, bytes }) => ({ path: name, content: new Blob([bytes]) }));
    const set = await read(folderEntries(dropped, 'd'));
    expect(set.ids).toEqual([...wanted.ids].reverse());
    expect(set.labels).toEqual(Uint16Array.of(0, 1));
    expect(shardOf(set, 'mine', 'd')).toMatchObject({
      id: 'mine',
      count: 2,
      height: 2,
      width: 2,
      channels: 1,
    });
  });

  test('asks which part is meant', async () => {
    const both = { 'train/cat/1.png': png(2, 2, 1), 'test/cat/1.png': png(2, 2, 2) };
    const entries = () => archiveEntries(bytesSource(tarOf(both), 'd.tar'));
    expect(await refusal(() => read(entries()))).toBe(
      'd: expected images of one part, got train and test; choose one of them.',
    );
    expect((await read(entries(), { split: 'test' })).images[0]).toBe(2);
  });

  test('leaves classes out when asked, and refuses images with and without', async () => {
    const mixed = { 'cat/1.png': png(2, 2, 1), '2.png': png(2, 2, 2) };
    const entries = () => archiveEntries(bytesSource(tarOf(mixed), 'd.tar'));
    const set = await read(entries(), { labelled: false });
    expect(set.labels).toBeNull();
    expect(() => shardOf(set, 'x', 'd')).toThrow('d: expected images with classes, got none');
    expect(await refusal(() => read(entries()))).toBe(
      'd: expected every image in the folder of its class, or none, got cat/1.png in one and 2.png in none.',
    );
  });

  test('refuses an archive without images, and a page that calls itself one', async () => {
    expect(await refusal(() => read([]))).toBe('d: expected at least one image, got none.');
    const page = { 'cat/1.png': new TextEncoder().encode('<script>') };
    expect(await refusal(() => read(archiveEntries(bytesSource(tarOf(page), 'd.tar'))))).toBe(
      'd: expected a PNG, JPEG, GIF or WebP image at cat/1.png, got other content or one that breaks off.',
    );
  });
});

describe('collectImages', () => {
  const image = (height: number, width: number): RawImage => ({
    height,
    width,
    channels: 3,
    data: new Uint8Array(height * width * 3),
  });
  const labelled = (id: string, className: string | null, each: RawImage): LabelledImage => ({
    id,
    className,
    image: each,
  });

  test('without a network, wants images of one size', async () => {
    const stream = streamOf([labelled('a', 'x', image(2, 3)), labelled('b', 'x', image(3, 2))]);
    expect(await refusal(() => collectImages(stream, { file: 'd' }))).toBe(
      'd: expected images of 2 x 3 like the first, got 3 x 2 at b; choose a network to fit them to.',
    );
  });

  test('keeps to given classes, reports progress, and can be stopped', async () => {
    const stream = () =>
      streamOf(Array.from({ length: 1001 }, (_, i) => labelled(`${i}`, i % 2 ? 'b' : 'a', image(1, 1))));
    const progress = vi.fn();
    const set = await collectImages(stream(), { file: 'd', classes: ['b', 'x', 'a'], progress });
    expect(set.labels!.subarray(0, 3)).toEqual(Uint16Array.of(2, 0, 2));
    expect(progress.mock.calls).toEqual([[500], [1000]]);
    expect(await refusal(() => collectImages(stream(), { file: 'd', classes: ['a'] }))).toBe(
      'd: expected one of 1 class, got b at 1.',
    );
    const stopped = AbortSignal.abort(new Error('stopped'));
    expect(await refusal(() => collectImages(stream(), { file: 'd', signal: stopped }))).toBe('stopped');
  });
});

describe('matchImages', () => {
  test.each<[string, (number | string)[], string[], number[]]>([
    ['whole paths', ['a/1.png', 'b/1.png'], ['b/1.png', 'a/1.png'], [1, 0]],
    ['paths below the first folder', ['a/1.png'], ['x/a/1.png', 'x/b/1.png'], [0]],
    ['file names', ['2.png', '3.png'], ['a/3.png', 'b/2.png'], [1, 0]],
    ['names without type', ['ILSVRC_1'], ['a/ILSVRC_1.JPEG'], [0]],
    ['numbers', [7, 12], ['val/img_0012.png', 'val/img_0007.png'], [1, 0]],
    ['nothing where names come twice', ['1'], ['a/1.png', 'b/1.png'], [-1]],
    ['what is there', ['1', '9'], ['1.png'], [0, -1]],
  ])('by %s', (_, ids, paths, found) => {
    expect([...matchImages(ids, paths)]).toEqual(found);
  });
});
