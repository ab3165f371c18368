import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../model/architecture';
import { planSteps } from '../plan';
import { samplePopulation, sampleShard } from '../samples';
import { createMachine, interleave } from './memberMachine';
import type { Costs } from './packedKernels';
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
  /** Runs a network of which `left` of the weights are left, its forms chosen by costs. */
  function running(architecture: Architecture, left: number) {
    const plan = planSteps(architecture);
    const { height, width } = architecture.input;
    const population = samplePopulation(architecture, 1, left, 7);
    const { images, labels } = sampleShard(architecture, IMAGES, 5, 8);
    const groups = interleave(kernels, kernels.heapBase(), images, IMAGES, height * width, 2);
    const machine = createMachine(kernels, plan, architecture.input);
    return (costs: Costs) => {
      const program = packProgram(kernels, machine.base, plan, population, 0, costs);
      const { logits } = machine.predict(program, groups, labels, 0, IMAGES, true);
      return { tile: program.steps[1].winograd?.tile, logits: logits! };
    };
  }

  it.each([
    [2, 6, 10, 16, 16, 1],
    [2, 6, 10, 17, 20, 1],
    [2, 6, 10, 19, 23, 0],
    [2, 6, 10, 32, 18, 0],
    [2, 6, 10, 16, 21, 1],
    [4, 8, 12, 16, 16, 1],
    [4, 8, 12, 17, 20, 1],
    [4, 8, 8, 19, 23, 0],
    [4, 12, 8, 70, 18, 0],
    [4, 8, 8, 16, 19, 1],
  ])('gives what the direct form gives: tiles of %i, %i x %i, %i to %i channels', (tile, ...shape) => {
    const run = running(around(...shape), 0.9);
    const logitsOf = (wanted: number | undefined) => {
      const [two, four] = [2, 4].map((each) => (each === wanted ? -Infinity : Infinity));
      const { tile, logits } = run({ tap: 1, entry: 0.3, forms: { entry: 0.3, two, four } });
      expect(tile).toBe(wanted);
      return logits;
    };
    const direct = logitsOf(undefined);
    const spread = Math.max(...direct) - Math.min(...direct);
    logitsOf(tile).forEach((logit, i) => {
      expect(Math.abs(logit - direct[i]) / spread).toBeLessThan(1e-5);
    });
  });

  // A tab that is opened again measures anew, and its training ends with BatchNorm estimated in these forms.
  it.each([
    [0.4, 4],
    [0.1, undefined],
  ])('is chosen for %d of the weights left, whatever was measured, and no bit changes', (left, tile) => {
    const run = running(around(8, 12, 18, 18, 1), left);
    const [cheap, dear] = [0, 100].map((entry) => run({ tap: 1, entry }));
    expect(cheap.tile).toBe(tile);
    expect(dear).toEqual(cheap);
  });
});
