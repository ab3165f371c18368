import { expect, test } from 'vitest';
import { createArena, PIXEL } from '../kernels';
import { testKernels } from '../testing';
import { packMap, placeMap, words } from './tapMaps';

const TAPS = 3;
const CHANNELS = 7;

test.each(testKernels)('$build: weights are told apart in kernels of more than 2^24', ({ kernels }) => {
  // Every other of these numbers is no float of 32 bits. One weight in four is removed.
  const labels = Uint32Array.from({ length: CHANNELS * TAPS }, (_, i) => (i % 4 === 0 ? 0 : 2 ** 24 + i));
  for (const entry of [0.1, 10]) {
    const arena = createArena(kernels, kernels.heapBase());
    const offsets = Array.from({ length: TAPS }, (_, tap) => tap * PIXEL);
    const map = placeMap(kernels, arena, CHANNELS, [0, 0], offsets, labels.length);
    words(kernels, map.weights, labels);
    packMap(kernels, map, { tap: 1, entry });
    expect(map.packed?.blockCount).toBe(entry < 1 ? 0 : 1);
    const slots = new Uint32Array(kernels.memory.buffer, map.slots, 2 * map.slotCount);
    expect([...slots].filter((_, i) => i % 2 === 1).sort((a, b) => a - b)).toEqual(
      [...labels].filter((label) => label > 0).map((label) => label - 1),
    );
  }
});
