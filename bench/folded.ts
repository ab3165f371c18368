// Networks with BatchNorm folded into their kernels, as the other libraries of the bench run them.

import { fold, kernelOf } from '../src/engine/parameters';
import { planSteps } from '../src/engine/plan';
import type { ConvStep } from '../src/engine/steps';
import type { Architecture } from '../src/model/architecture';
import type { Population } from '../src/model/population';

/**
 * A weighted layer with BatchNorm folded into `weights` (row-major [output, input, height, width]) and
 * `bias`.
 */
type FoldedConvolution = {
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

/** A convolution's kernel with what follows its sum folded in, and its bias. */
export function foldedKernel(population: Population, step: ConvStep, member: number) {
  const { scale, shift } = fold(population, step, member);
  const kernel = kernelOf(population, step, member);
  const size = kernel.length / step.output.channels;
  return { weights: kernel.map((weight, i) => weight * scale[Math.floor(i / size)]), bias: shift };
}

/** Whether a step is a dense layer: a product of matrices. */
export function isDense({ layers }: Architecture, { name }: ConvStep): boolean {
  return layers.some((layer) => layer.kind === 'dense' && layer.name === name);
}

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
    return {
      kind: isDense(population.architecture, step) ? 'dense' : 'conv',
      name: step.name,
      ...foldedKernel(population, step, member),
      input: step.input.channels,
      output: step.output.channels,
      kernel: step.kernel,
      stride: step.stride[0],
      padding: step.padding[0],
      relu: step.activation?.kind === 'relu',
    };
  });
}
