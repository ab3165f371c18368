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
      const [pixels, offsets, rows] = [PIXELS * 8, TAPS * 4, channels * 12].map((bytes) => arena.take(bytes));
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
      // Row c has 0, 3, 6, 9, 1 or 4 of the taps, one list after the other.
      const lists = Array.from({ length: channels }, (_, c) => taps.slice(0, (3 * c) % TAPS));
      const firsts = lists.map((_, c) => lists.slice(0, c).flat().length);
      const entries = arena.take(channels * TAPS * 4);
      words(
        kernels,
        entries,
        lists.flat().map((tap) => tap * plane),
      );
      words(
        kernels,
        rows,
        lists.flatMap((list, c) => [firsts[c], list.length, c]),
      );
      sums.fill(0);
      kernels.rowGradient(...call, rows, channels, entries, sums.byteOffset);
      const kept = lists.flatMap((list, c) => list.map((tap) => product(tap, c)));
      expect([...sums]).toEqual([...kept, ...new Array(size - kept.length).fill(0)]);
    }
  },
);
