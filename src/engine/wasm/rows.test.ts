import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../audit/statistics/random';
import type { Layer } from '../../model/architecture';
import { planSteps } from '../plan';
import type { ConvStep } from '../steps';
import { createArena } from './kernels';
import { placeKernel } from './packedKernels';
import { pixelTable } from './runner';
import { bufferLayout, tapOffsets, writeRows } from './stepWriters';
import { testKernels } from './testing';

const [INPUTS, OUTPUTS, HEIGHT, WIDTH] = [7, 5, 3, 5];

/** A convolution whose output has an odd number of pixels. */
function convolution(): { step: ConvStep; plan: ReturnType<typeof planSteps> } {
  const layers: Layer[] = [
    {
      kind: 'conv',
      name: 'c',
      input: INPUTS,
      output: OUTPUTS,
      kernel: [3, 3],
      stride: 1,
      padding: 1,
      bias: false,
    },
    { kind: 'globalAverage' },
  ];
  const each = new Array<number>(INPUTS).fill(0);
  const plan = planSteps({
    input: { channels: INPUTS, height: HEIGHT, width: WIDTH, mean: each, std: each.map(() => 1) },
    layers,
  });
  return { step: plan.steps[0] as ConvStep, plan };
}

describe.each(testKernels)('Rows in parts, $build kernels', ({ kernels }) => {
  it.each([2, 3, 11])('give the same bits in %i parts as in one', (parts) => {
    const { step, plan } = convolution();
    const random = mulberry32(parts);
    const [from, to] = [step.source, step.target].map((buffer) => bufferLayout(plan.buffers[buffer]));
    const taps = INPUTS * 9;
    const kernel = Float32Array.from({ length: OUTPUTS * taps }, () => (random() < 0.3 ? random() - 0.5 : 0));
    // A row without any weight, and one without those of the last parts.
    kernel.fill(0, taps, 2 * taps);
    kernel.fill(0, 2 * taps + 9, 3 * taps);
    const arena = createArena(kernels, kernels.heapBase());
    const [source, target] = [from, to].map(({ bytes }) => arena.take(bytes));
    const table = pixelTable(step, from, to);
    const pixels = arena.take(table.byteLength);
    const affine = arena.take(OUTPUTS * 8);
    const placed = placeKernel(kernels, arena, step, kernel, tapOffsets(step, INPUTS, from));
    const program = arena.take(2 ** 16);
    const { buffer } = kernels.memory;
    new Float32Array(buffer, source, from.bytes / 4).forEach((_, at, values) => {
      values[at] = random() - 0.5;
    });
    new Uint32Array(buffer, pixels, table.length).set(table);
    new Float32Array(buffer, affine, OUTPUTS * 2).forEach((_, at, values) => {
      values[at] = 1 + at / 8;
    });
    const order = [...Array(OUTPUTS).keys()];
    const run = (some: number) => {
      const values = new Float32Array(buffer, target, to.bytes / 4).fill(99);
      writeRows({ kernels, start: program, next: program }, placed, order, some);
      const count = HEIGHT * WIDTH;
      kernels.convolveRows(
        source,
        target,
        to.channel,
        pixels,
        count,
        program,
        program,
        OUTPUTS,
        some,
        affine,
        0,
      );
      return values.slice();
    };
    const whole = run(1);
    expect(run(parts)).toEqual(whole);
    // The channel without weights has its shift, and the others something else.
    const first = (channel: number) => whole[(channel * to.channel + to.inner) / 4];
    expect(first(1)).toBe(Math.fround(1 + 3 / 8));
    expect(new Set(Array.from(order, first)).size).toBe(OUTPUTS);
  });
});
