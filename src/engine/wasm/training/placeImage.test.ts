import { expect, test } from 'vitest';
import { seenPixel } from '../../epoch';
import { createArena, LANES } from '../kernels';
import { testKernels } from '../testing';

const [channels, height, width] = [2, 3, 5];

test.each(testKernels)('$build: an image is seen mirrored and moved, in its lane alone', ({ kernels }) => {
  const size = channels * height * width;
  const arena = createArena(kernels, kernels.heapBase());
  const [source, target] = [arena.take(size), arena.take((size + 1) * LANES)];
  const image = new Uint8Array(kernels.memory.buffer, source, size).map((_, i) => i + 1);
  new Uint8Array(kernels.memory.buffer).set(image, source);
  const placed = new Uint8Array(kernels.memory.buffer, target, (size + 1) * LANES);
  for (const mirrored of [0, 1]) {
    for (const [down, right] of [
      [0, 0],
      [1, -2],
      [-2, 1],
      [3, 0],
      [0, 5],
      [0, -6],
      [-7, 7],
    ]) {
      placed.fill(255);
      kernels.placeImage(source, target + 3, channels, height, width, mirrored === 1, down, right);
      const wanted = new Array((size + 1) * LANES).fill(255);
      for (let channel = 0; channel < channels; channel++) {
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const seen = seenPixel({ height, width }, y, x, mirrored, down, right);
            const place = (channel * height + y) * width + x;
            wanted[place * LANES + 3] = seen === null ? 0 : image[seen * channels + channel];
          }
        }
      }
      expect([...placed]).toEqual(wanted);
    }
  }
});
