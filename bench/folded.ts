import { fold, kernelOf } from '../src/engine/parameters';
import { planSteps } from '../src/engine/plan';
import type { Population } from '../src/model/population';

/**
 * A weighted layer with BatchNorm folded into `weights` (row-major [output, input, height, width]) and
 * `bias`.
 */
export type FoldedConvolution = {
  kind: 'conv' | 'dense';
  name: string;
  weights: Float32Array;
  bias: Float32Array;
  input: number;
  output: number;
  kernel: [height: number, width: number];
  stride: number;
  padding: number;
  relu: boolean;
};

export type FoldedLayer = FoldedConvolution | { kind: 'globalAverage' };

/**
 * One member as other libraries run it fastest: convolutions with BatchNorm folded in, bias and ReLU left to
 * fuse.
 */
export function foldedLayers(population: Population, member: number): FoldedLayer[] {
  return planSteps(population.architecture).steps.map((step): FoldedLayer => {
    if (step.kind === 'globalAverage') return { kind: 'globalAverage' };
    if (step.kind !== 'conv') {
      throw new Error(
        `Expected convolutions, dense layers and a global average to compare with, got "${step.kind}".`,
      );
    }
    const { scale, shift } = fold(population, step, member);
    const kernel = kernelOf(population, step, member);
    const size = kernel.length / step.output.channels;
    const single = step.input.height === 1 && step.input.width === 1;
    return {
      kind: single ? 'dense' : 'conv',
      name: step.name,
      weights: kernel.map((weight, index) => weight * scale[Math.floor(index / size)]),
      bias: shift,
      input: step.input.channels,
      output: step.output.channels,
      kernel: step.kernel,
      stride: step.stride[0],
      padding: step.padding[0],
      relu: step.activation?.kind === 'relu',
    };
  });
}
