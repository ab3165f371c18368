import { describe, expect, it } from 'vitest';
import type { Architecture, Layer } from '../../model/architecture';
import { graphNetworks } from '../graphSamples';
import { planSteps } from '../plan';
import { samplePopulation, sampleShard } from '../samples';
import { type Plan, readsOf } from '../steps';
import { createMachine, interleave } from './memberMachine';
import { placeBuffers } from './placement';
import { packProgram } from './program';
import { recalibrateMember } from './recalibration';
import { testKernels } from './testing';

const COSTS = { tap: 1, entry: 0.4 };

/** Where each buffer's values come from, as steps run: a step that writes over what is still read is told. */
function damaged(plan: Plan): number[] {
  const { places } = placeBuffers(plan, 0);
  const written = new Map<number, number>([[0, -1]]);
  const lost: number[] = [];
  plan.steps.forEach((step, position) => {
    for (const source of readsOf(step)) if (!written.has(source)) lost.push(position);
    const { at, bytes } = places[step.target];
    for (const other of written.keys()) {
      if (at < places[other].at + places[other].bytes && places[other].at < at + bytes) written.delete(other);
    }
    for (const source of readsOf(step)) {
      const { at: from, bytes: length } = places[source];
      if (at < from + length && from < at + bytes) lost.push(position);
    }
    written.set(step.target, position);
  });
  if (!written.has(plan.output)) lost.push(plan.steps.length);
  return lost;
}

describe('placeBuffers', () => {
  it.each(graphNetworks)('lays nothing over what is still to be read: %s', (_, architecture) => {
    expect(damaged(planSteps(architecture))).toEqual([]);
  });

  it('takes as much as the two largest neighbours of a chain, and apart all of them', () => {
    const conv = (name: string, input: number, output: number, stride: number): Layer => ({
      kind: 'conv',
      name,
      input,
      output,
      kernel: [1, 1],
      stride,
      padding: 0,
      bias: false,
    });
    const chain: Architecture = {
      input: { channels: 3, height: 9, width: 9, mean: [0, 0, 0], std: [1, 1, 1] },
      layers: [conv('a', 3, 8, 1), conv('b', 8, 8, 2), conv('c', 8, 16, 2), { kind: 'globalAverage' }],
    };
    const plan = planSteps(chain);
    const pixel = (channels: number, side: number) => channels * side * side * 64;
    expect(placeBuffers(plan, 0).bytes).toBe(pixel(3, 9) + pixel(8, 9));
    const apart = placeBuffers(plan);
    expect(apart.bytes).toBe(pixel(3, 9) + pixel(8, 9) + pixel(8, 5) + pixel(16, 3) + pixel(16, 1));
    expect(apart.places.every(({ isShared }) => !isShared)).toBe(true);
  });
});

/** Answers, and re-estimated statistics where there are any, with buffers that share memory or lie apart. */
function runWith(architecture: Architecture, apartBytes: number) {
  const { kernels } = testKernels[0];
  const { channels, height, width } = architecture.input;
  const plan = planSteps(architecture);
  const population = samplePopulation(architecture, 1, 0.8, 21);
  const { images, labels } = sampleShard(architecture, 37, 3, 5);
  const groups = interleave(kernels, kernels.heapBase(), images, 37, height * width, channels);
  const machine = createMachine(kernels, plan, architecture.input, apartBytes);
  const program = packProgram(kernels, machine.base, plan, population, 0, COSTS);
  const answers = machine.predict(program, groups, labels, 0, 37, true);
  const whole = packProgram(kernels, machine.base, plan, population, 0, COSTS, true);
  const { memory } = kernels;
  const renewed = recalibrateMember(machine, memory, plan, population, whole, groups, 37, () => undefined);
  return { answers, renewed };
}

// The rest of them differ in their activations alone.
it.each(graphNetworks.slice(0, 9))('%s has the same bits where buffers share memory', (_, architecture) => {
  expect(runWith(architecture, 0)).toEqual(runWith(architecture, Infinity));
});
