import { expect, it } from 'vitest';
import type { Layer } from '../../model/architecture';
import { planSteps } from '../plan';
import type { ConvStep } from '../steps';
import { cheapestTile, rowParts } from './forms';
import type { FormCosts } from './packedKernels';

/** A convolution of 3 x 3 whose output has `side` x `side` pixels. */
function convolution(input: number, output: number, side: number, stride = 1): ConvStep {
  const each = (value: number) => new Array<number>(input).fill(value);
  const conv: Layer = {
    kind: 'conv',
    name: 'c',
    input,
    output,
    kernel: [3, 3],
    stride,
    padding: 1,
    bias: false,
  };
  const extent = { channels: input, height: side * stride, width: side * stride };
  const layers: Layer[] = [conv, { kind: 'globalAverage' }];
  return planSteps({ input: { ...extent, mean: each(0), std: each(1) }, layers }).steps[0] as ConvStep;
}

const tileOf = (step: ConvStep, left: number, costs?: FormCosts) => {
  const taps = step.input.channels * 9;
  const counts = new Uint32Array(step.output.channels).fill(Math.round(taps * left));
  return cheapestTile(step, counts, taps, costs);
};

it('takes the largest tile that fits where no weight is zero', () => {
  expect(tileOf(convolution(64, 64, 16), 1)).toBe(4);
  expect(tileOf(convolution(64, 64, 14), 1)).toBe(2);
  expect(tileOf(convolution(64, 64, 7), 1)).toBe(null);
  expect(tileOf(convolution(64, 64, 16, 2), 1)).toBe(null);
  // One tile does not repay reading its kernels, nor few channels their transforms.
  expect(tileOf(convolution(64, 64, 4), 1)).toBe(2);
  expect(tileOf(convolution(15, 64, 16), 1)).toBe(null);
});

it('takes rows where few weights are left, by what the forms cost', () => {
  const step = convolution(32, 32, 16);
  expect(tileOf(step, 0.1)).toBe(null);
  expect(tileOf(step, 0.5)).toBe(4);
  expect(tileOf(step, 0.35, { entry: 0.25, two: 1.5, four: 1 })).toBe(4);
  expect(tileOf(step, 0.35, { entry: 0.15, two: 1.5, four: 1 })).toBe(null);
  expect(tileOf(step, 0.5, { entry: 0.25, two: 0.5, four: 99 })).toBe(2);
  expect(tileOf(step, 0.5, { entry: 0.25, two: 99, four: 99 })).toBe(null);
});

it('reads wide inputs in parts, unless few weights are left', () => {
  const partsOf = (input: number, left: number, stride = 1) =>
    rowParts(convolution(input, 64, 8, stride), new Array<number>(64).fill(input * 9 * left));
  expect([16, 32, 33, 64, 128, 256].map((input) => partsOf(input, 0.5))).toEqual([1, 1, 2, 2, 4, 8]);
  expect(partsOf(64, 0.5, 2)).toBe(3);
  expect([0.1, 0.02, 0.01, 0].map((left) => partsOf(256, left))).toEqual([8, 1, 1, 1]);
  expect(rowParts(convolution(64, 64, 8), [])).toBe(1);
});
