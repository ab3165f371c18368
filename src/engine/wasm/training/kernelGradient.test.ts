import { expect, test } from 'vitest';
import { createArena, LANES, PIXEL } from '../kernels';
import { testKernels } from '../testing';
import { floats, words } from './tapMaps';

const PIXELS = 3;
const TAPS = 11;

/** The sum over pixels and images of what a tap and an output channel have there: whole numbers, exact. */
const product = (tap: number, channel: number) => {
  let sum = 0;
  for (let i = 0; i < PIXELS * LANES; i++) sum += ((i + tap) % 5) * ((i * 3 + channel) % 7);
  return sum;
};

test.each(testKernels)(
  '$build: gradients of any number of weights, and nothing beyond them',
  ({ kernels }) => {
    for (const channels of [1, 4, 6]) {
      const arena = createArena(kernels, kernels.heapBase());
      const plane = PIXELS * PIXEL;
      const [source, gradient] = [arena.take(TAPS * plane), arena.take(channels * plane)];
      for (let i = 0; i < PIXELS * LANES; i++) {
        for (let tap = 0; tap < TAPS; tap++) floats(kernels, source + tap * plane, i + 1)[i] = (i + tap) % 5;
        for (let c = 0; c < channels; c++) floats(kernels, gradient + c * plane, i + 1)[i] = (i * 3 + c) % 7;
      }
      const [pixels, offsets] = [PIXELS * 8, TAPS * 4].map((bytes) => arena.take(bytes));
      words(
        kernels,
        pixels,
        Array.from({ length: PIXELS * 2 }, (_, i) => (i >> 1) * PIXEL),
      );
      const taps = Array.from({ length: TAPS }, (_, tap) => tap);
      words(
        kernels,
        offsets,
        taps.map((tap) => tap * plane),
      );
      const call = [source, gradient, plane, pixels, PIXELS] as const;
      const size = channels * TAPS + 8;
      const sums = floats(kernels, arena.take(size * 4), size).fill(0);
      for (const some of [1, 2, 5, 11]) {
        sums.fill(0);
        kernels.kernelGradient(...call, offsets, some, channels, sums.byteOffset);
        const all = Array.from({ length: channels }, (_, c) => taps.slice(0, some).map((t) => product(t, c)));
        expect([...sums]).toEqual([...all.flat(), ...new Array(size - some * channels).fill(0)]);
      }
      // Channel c has 0, 3, 6, 9, 1 or 4 of the taps.
      const isLeft = (c: number, tap: number) => tap < (3 * c) % TAPS;
      const mask = Array.from({ length: channels * TAPS }, (_, i) => +isLeft(Math.floor(i / TAPS), i % TAPS));
      const [silent, list, kernel] = [TAPS, (TAPS + 1) * 8, mask.length * 4].map((n) => arena.take(n));
      new Uint8Array(kernels.memory.buffer, silent, TAPS).fill(0);
      words(
        kernels,
        kernel,
        mask.map((kept, i) => kept * (i + 1)),
      );
      const most = Math.floor(mask.length / 8) + channels;
      const [eights, labels, own] = [40, 32, 32].map((bytes) => arena.take((most + 1) * bytes));
      const packing = [kernel, channels, TAPS, silent, offsets, plane, list, eights, labels] as const;
      const count = kernels.packEights(...packing);
      expect(count).toBe(channels === 1 ? 0 : channels === 4 ? 3 : 4);
      const kept = floats(kernels, own, (most + 1) * 8).fill(0);
      kernels.keptGradient(source, gradient, pixels, PIXELS, eights, count, own);
      const found = new Array(mask.length).fill(0);
      new Uint32Array(kernels.memory.buffer, labels, count * 8).forEach((label, i) => {
        if (label > 0) found[label - 1] += kept[i];
      });
      expect(found).toEqual(mask.map((left, i) => left * product(i % TAPS, Math.floor(i / TAPS))));
      expect([...kept.subarray(count * 8)]).toEqual(new Array((most + 1 - count) * 8).fill(0));
    }
  },
);
