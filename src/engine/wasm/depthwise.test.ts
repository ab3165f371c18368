import { describe, expect, it } from 'vitest';
import type { Architecture, Layer } from '../../model/architecture';
import { planSteps } from '../plan';
import { samplePopulation, sampleShard } from '../samples';
import type { ConvStep } from '../steps';
import { network, referenceDevice, worstDifference } from '../testing';
import { depthwiseChannels } from './forms';
import { createMachine, interleave } from './memberMachine';
import { packProgram } from './program';
import { testKernels } from './testing';

type Conv = Extract<Layer, { kind: 'conv' }>;

const IMAGES = 19;
const CHANNELS = 3;

/** A depthwise convolution of `height` x `width` pixels, with `each` output channels a channel. */
function depthwise(height: number, width: number, more: Partial<Conv>, each = 1): Architecture {
  const conv = { kind: 'conv' as const, kernel: [3, 3] as [number, number], stride: 1, bias: true };
  const output = CHANNELS * each;
  return network(
    [2, height, width],
    [
      { ...conv, name: 'a', input: 2, output: CHANNELS, padding: 1 },
      { ...conv, name: 'b', input: CHANNELS, output, groups: CHANNELS, padding: 1, ...more },
      { kind: 'relu' },
      { kind: 'globalAverage' },
      { kind: 'dense', name: 'd', input: output, output: 5, bias: true },
    ],
  );
}

const stepOf = (architecture: Architecture) => planSteps(architecture).steps[1] as ConvStep;

describe.each(testKernels)('The dense form of depthwise convolutions, $build kernels', ({ kernels }) => {
  const cases: [string, Architecture][] = [
    ['3 x 3, a width that four do not divide', depthwise(5, 7, {})],
    ['one row of four', depthwise(1, 4, {})],
    ['stride 2, odd extents', depthwise(9, 11, { stride: 2 })],
    ['stride of 3 down and 1 across', depthwise(7, 6, { stride: [3, 1] })],
    ['no padding', depthwise(6, 8, { padding: 0 })],
    ['padding of its own on each side', depthwise(5, 9, { padding: [0, 2, 1, 3], stride: 2 })],
    ['5 x 5', depthwise(6, 9, { kernel: [5, 5], padding: 2 })],
    ['5 x 5, stride 2', depthwise(8, 15, { kernel: [5, 5], padding: 2, stride: 2 })],
    ['7 x 7', depthwise(7, 5, { kernel: [7, 7], padding: 3 })],
    ['2 x 4, two output channels each', depthwise(6, 7, { kernel: [2, 4] }, 2)],
    ['1 x 1', depthwise(3, 5, { kernel: [1, 1], padding: 0 }, 3)],
  ];

  it.each(cases)('gives the bits of rows, and what the reference does: %s', async (_, architecture) => {
    const plan = planSteps(architecture);
    const { height, width } = architecture.input;
    // About a third of the weights are zero.
    const population = samplePopulation(architecture, 1, 0.7, 31);
    const shard = sampleShard(architecture, IMAGES, 5, 32);
    const machine = createMachine(kernels, plan, architecture.input);
    const run = (row: number) => {
      const groups = interleave(kernels, machine.base, shard.images, IMAGES, height * width, 2);
      const costs = { tap: 1, entry: 0.3, forms: { entry: 0.3, two: Infinity, four: Infinity, row } };
      const program = packProgram(kernels, machine.base, plan, population, 0, costs);
      const { logits } = machine.predict(program, groups, shard.labels, 0, IMAGES, true);
      return { program: program.steps[1], logits: logits! };
    };
    const [dense, rows] = [run(Infinity), run(-Infinity)];
    expect(dense.program.depthwiseCount).toBeGreaterThan(0);
    expect(rows.program.depthwiseCount).toBe(0);
    expect(dense.logits).toEqual(rows.logits);
    for await (const batch of referenceDevice.run(population, shard, { logits: true })) {
      expect(worstDifference(dense.logits, batch.logits!)).toBeLessThan(1e-4);
    }
  });
});

describe('Depthwise channels', () => {
  const counts = (...left: number[]) => Uint32Array.from(left);

  it('run in the dense form while most of their weights are left', () => {
    const step = stepOf(depthwise(8, 8, {}));
    expect(depthwiseChannels(step, counts(9, 7, 6, 0), 9)).toEqual([0, 1]);
    // What a row costs beside its entries is little of a large kernel.
    const large = stepOf(depthwise(8, 8, { kernel: [7, 7], padding: 3 }));
    expect(depthwiseChannels(large, counts(49, 47, 46), 49)).toEqual([0, 1]);
  });

  it('run as rows where pixels to the next four would cost more', () => {
    const of = (width: number) => depthwiseChannels(stepOf(depthwise(4, width, {})), counts(9, 8), 9);
    expect([4, 5, 6, 7, 9, 11].map((width) => of(width).length)).toEqual([2, 0, 0, 2, 0, 2]);
    expect(of(3)).toEqual([]);
  });

  it('run as rows where their windows are apart, or channels share their inputs', () => {
    const all = (architecture: Architecture) =>
      depthwiseChannels(stepOf(architecture), counts(9, 9, 9), 9).length;
    expect(all(depthwise(8, 8, {}))).toBe(3);
    expect(all(depthwise(9, 9, { dilation: 2 }))).toBe(0);
    expect(all(depthwise(9, 13, { stride: [1, 3] }))).toBe(0);
    expect(all(depthwise(8, 8, { groups: 1 }))).toBe(0);
  });
});
