import { expect, it } from 'vitest';
import { samplePopulation } from '../../src/engine/samples';
import { PIXEL } from '../../src/engine/wasm/kernels';
import { testKernels } from '../../src/engine/wasm/testing';
import type { Architecture } from '../../src/model/architecture';
import { traceSteps } from './trace';

const [CHANNELS, SIDE] = [18, 8];
const EACH = new Array<number>(CHANNELS).fill(0);

/** Two convolutions of 3 x 3 that read and write planes of 8 x 8 pixels. */
const architecture: Architecture = {
  input: { channels: CHANNELS, height: SIDE, width: SIDE, mean: EACH, std: EACH.map(() => 1) },
  layers: [
    ...['a', 'b'].map((name) => ({
      kind: 'conv' as const,
      name,
      input: CHANNELS,
      output: CHANNELS,
      kernel: [3, 3] as [number, number],
      stride: 1,
      padding: 1,
      bias: false,
    })),
    { kind: 'globalAverage' },
  ],
};

it.each([
  [1, 'F(4x4)'],
  [0.2, 'rows'],
])('touches the pixels that a layer reads and writes, and its program: %d left', (left, form) => {
  const [first, second] = traceSteps(testKernels[0].kernels, samplePopulation(architecture, 1, left, 3));
  expect([first.form, second.form]).toEqual([form, form]);
  const lines = ({ trace }: typeof first) => {
    const all = new Set<number>();
    trace((address) => all.add(Math.floor(address / PIXEL)));
    return all;
  };
  const [written, read] = [lines(first), lines(second)];
  const shared = [...written].filter((line) => read.has(line)).length;
  // What one writes the other reads, tiles or not; nothing else of a plane's own is shared but its scratch.
  expect(shared).toBeGreaterThanOrEqual(CHANNELS * SIDE ** 2);
  expect(written.size).toBeGreaterThan(2 * CHANNELS * SIDE ** 2);
  expect(first.multiplyAdds).toBeLessThan(CHANNELS ** 2 * 9 * SIDE ** 2 * 16);
});
