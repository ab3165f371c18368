import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeNpz } from '../arrays/npz';
import { refusal, SENTENCE } from '../testing/sentence';
import { concat, tarOf } from '../testing/tarOf';
import { openImageFiles } from './imageFiles';
import { transposedNote } from './transposed';

const file = (path: string, content: Uint8Array<ArrayBuffer>) => ({ path, content: new Blob([content]) });
const notesOf = async (...files: ReturnType<typeof file>[]) =>
  (await openImageFiles(files, () => Promise.reject(new Error('no picture')))).notes;
const uint32 = (value: number) => [0, 0, value >> 8, value & 255];
const COUNT = 400;
const images = concat([0, 0, 8, 3], uint32(COUNT), uint32(28), uint32(28), new Uint8Array(COUNT * 784));
const labels = (of: (image: number) => number) =>
  concat(
    [0, 0, 8, 1],
    uint32(COUNT),
    Array.from({ length: COUNT }, (_, image) => of(image)),
  );
const letters = labels((image) => 1 + (image % 26));
const digits = labels((image) => image % 10);

describe('images that lie on their side', () => {
  test('EMNIST by the names of its files, gzipped or not', async () => {
    for (const pack of [
      (bytes: Uint8Array<ArrayBuffer>) => bytes,
      (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)),
    ]) {
      expect(
        await notesOf(
          file('emnist-digits-test-images-idx3-ubyte', pack(images)),
          file('emnist-digits-test-labels-idx1-ubyte', pack(digits)),
        ),
      ).toEqual([
        'In EMNIST as it is published rows and columns are swapped, so that characters lie on their side. ' +
          'Images are read as they are stored, as torchvision and TensorFlow Datasets read them; if your ' +
          'networks saw them upright, transpose them first, as numpy.swapaxes(images, 1, 2).',
      ]);
    }
  });

  test('by its labels, where names do not say', async () => {
    const pair = (own: Uint8Array<ArrayBuffer>) =>
      notesOf(file('test-images', images), file('test-labels', own));
    expect(await pair(letters)).toEqual([
      expect.stringMatching(/^Labels from 1 to 26 .* may be those of EMNIST/),
    ]);
    expect(await pair(labels((image) => image % 47))).toEqual([
      expect.stringMatching(/^Labels from 0 to 46/),
    ]);
    expect(await pair(digits)).toEqual([]);
    expect(await pair(labels((image) => image % 49))).toEqual([]);
    expect(transposedNote([], { height: 32, width: 32 }, [1, 26])).toBeNull();
  });

  test('in npz, by its name or its labels', async () => {
    const npz = (own: Uint8Array) =>
      writeNpz({
        images: { shape: [COUNT, 28, 28], values: new Uint8Array(COUNT * 784) },
        labels: { shape: [COUNT], values: own.slice(8) },
      });
    expect((await notesOf(file('letters.npz', npz(letters))))[0]).toMatch(/may be those of EMNIST/);
    expect((await notesOf(file('EMNIST.npz', npz(digits))))[0]).toMatch(/^In EMNIST/);
    expect(await notesOf(file('mnist.npz', npz(digits)))).toEqual([]);
  });

  test('in MATLAB, which is refused with what to do', async () => {
    const mat = new TextEncoder().encode('MATLAB 5.0 MAT-file, Platform: GLNXA64') as Uint8Array<ArrayBuffer>;
    for (const chosen of [
      file('emnist-letters.mat', mat),
      file('cifar-10-matlab.tar', tarOf({ 'cifar-10-batches-mat/test_batch.mat': mat })),
    ]) {
      const message = await refusal(() => notesOf(chosen));
      expect(message).toMatch(SENTENCE);
      expect(message).toContain(`${chosen.path}: expected images, got a MATLAB file; take the`);
    }
  });
});
