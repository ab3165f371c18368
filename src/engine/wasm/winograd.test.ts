import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../model/architecture';
import { planSteps } from '../plan';
import { samplePopulation, sampleShard } from '../samples';
import { createMachine, interleave } from './memberMachine';
import type { Transforms } from './packedKernels';
import { packProgram } from './program';
import { testKernels } from './testing';

const IMAGES = 19;

/** A convolution of 3 x 3 that gives `height` x `width` pixels, behind one that gives it `channels`. */
function around(
  height: number,
  width: number,
  channels: number,
  output: number,
  padding: number,
): Architecture {
  const conv = { kind: 'conv' as const, kernel: [3, 3] as [number, number], stride: 1, bias: true };
  const beyond = 2 - 2 * padding;
  return {
    input: { channels: 2, height: height + beyond, width: width + beyond, mean: [0.4, 0.5], std: [0.2, 0.3] },
    layers: [
      { ...conv, name: 'a', input: 2, output: channels, padding: 1 },
      { kind: 'relu' },
      { ...conv, name: 'b', input: channels, output, padding },
      { kind: 'relu' },
      { kind: 'flatten' },
      { kind: 'dense', name: 'd', input: output * height * width, output: 5, bias: true },
    ],
  };
}

describe.each(testKernels)('Winograd’s form, $build kernels', ({ kernels }) => {
  it.each([
    [2, 6, 10, 16, 16, 1],
    [2, 6, 10, 17, 20, 1],
    [2, 6, 10, 19, 23, 0],
    [2, 6, 10, 32, 18, 0],
    [4, 8, 12, 16, 16, 1],
    [4, 8, 12, 17, 20, 1],
    [4, 8, 8, 19, 23, 0],
    [4, 12, 8, 70, 18, 0],
  ])('gives what the direct form gives: tiles of %i, %i x %i, %i to %i channels', (tile, ...shape) => {
    const architecture = around(...shape);
    const plan = planSteps(architecture);
    const { height, width } = architecture.input;
    const population = samplePopulation(architecture, 1, 0.9, 7);
    const { images, labels } = sampleShard(architecture, IMAGES, 5, 8);
    const groups = interleave(kernels, kernels.heapBase(), images, IMAGES, height * width, 2);
    const machine = createMachine(kernels, plan, architecture.input);
    const logitsOf = (wanted: number | undefined) => {
      const [two, four] = [2, 4].map((each) => (each === wanted ? -Infinity : Infinity));
      const costs = { tap: 1, entry: 0.3, transforms: [two, four] as Transforms };
      const program = packProgram(kernels, machine.base, plan, population, 0, costs);
      expect(program.steps[1].winograd?.tile).toBe(wanted);
      return machine.predict(program, groups, labels, 0, IMAGES, true).logits!;
    };
    const direct = logitsOf(undefined);
    const spread = Math.max(...direct) - Math.min(...direct);
    logitsOf(tile).forEach((logit, i) => {
      expect(Math.abs(logit - direct[i]) / spread).toBeLessThan(1e-5);
    });
  });
});
