// Forward in training mode and backward through all steps of a plan, for all members of a batch.

import { asPlan, type BareStep, bufferOf } from '../../bareSteps';
import type { Plan, Step } from '../../steps';
import { stepCommands } from '../forward';
import { momentsCommands } from '../recalibrate';
import {
  type Affine,
  affineGradient,
  biasGradient,
  createAffine,
  layerNormGradient,
  writePairs,
} from './channelwise';
import { convolve, inputGradient, partialValues, weightGradient } from './convolution';
import type { Dispatch, Room } from './dispatch';
import { copyGradient, joinGradient, poolGradient } from './moving';

/** What the forward pass leaves for the backward one, by step. */
type Left = (Affine | undefined)[];

const valuesOf = ({ channels, height, width }: Step['output']) => channels * height * width;

/** Forward over the images in buffer 1, and what backward needs of it. */
export function forwardDispatches(
  room: Room,
  plan: Plan,
  bare: BareStep[],
): { dispatches: Dispatch[]; left: Left } {
  const { work, activations, images4 } = room;
  const laid = asPlan(plan, bare);
  const left: Left = [];
  const dispatches = laid.steps.flatMap((step, position): Dispatch[] => {
    const input = activations.buffers[step.source];
    if (step.kind === 'conv') return [convolve(room, step, input, activations.buffers[step.target])];
    const before: Dispatch[] = [];
    if (step.kind === 'affine' || step.kind === 'prelu' || step.kind === 'layerNorm') {
      const affine = createAffine(room, step.output);
      left[position] = affine;
      let moments: GPUBuffer | null = null;
      if (step.kind === 'affine' && step.norm?.kind === 'batchNorm') {
        const member = valuesOf(step.output) * images4;
        const measured = momentsCommands(work, activations, input, member, step.output);
        before.push(...measured.commands);
        moments = measured.moments;
      }
      const pairs = writePairs(room, step, affine, moments);
      if (pairs) before.push(pairs);
    }
    const parameters = { forms: [undefined], affine: [left[position]?.pairs] };
    return [...before, ...stepCommands(work, laid, [step], parameters, activations)[0]];
  });
  return { dispatches, left };
}

/** Backward from the gradient by the last value, which is in `gradients`, into the networks' gradients. */
export function backwardDispatches(
  room: Room,
  bare: BareStep[],
  left: Left,
  gradients: GPUBuffer[],
): Dispatch[] {
  const { activations, work } = room;
  const given = new Set([bare.length - 1]);
  const partialSizes = bare.map(({ step }) => (step.kind === 'conv' ? partialValues(room, step) : 0));
  const partials = work.arena.storage('partial sums', Math.max(...partialSizes) * 4);
  const dispatches: Dispatch[] = [];
  /**
   * The place for the gradient by a value, and whether there is one already; null for the network's input.
   */
  const into = (value: number): { output: GPUBuffer; adds: boolean } | null => {
    if (value < 0) return null;
    const adds = given.has(value);
    given.add(value);
    return { output: gradients[value], adds };
  };
  for (let position = bare.length - 1; position >= 0; position--) {
    if (!given.has(position)) continue;
    const { step, inputs, beforeBatchNorm } = bare[position];
    const gradient = gradients[position];
    const values = inputs.map((value) => activations.buffers[bufferOf(value)]);
    switch (step.kind) {
      case 'conv': {
        // A bias before a BatchNorm changes nothing.
        if (step.bias && !beforeBatchNorm) dispatches.push(...biasGradient(room, step, gradient));
        dispatches.push(...weightGradient(room, step, values[0], gradient, partials));
        const to = into(inputs[0]);
        if (to) dispatches.push(inputGradient(room, step, gradient, to.output, to.adds));
        break;
      }
      case 'affine':
      case 'prelu':
      case 'layerNorm': {
        const to = into(inputs[0]);
        const rest = [values[0], gradient, left[position]!, to?.output ?? null, to?.adds ?? false] as const;
        dispatches.push(
          ...(step.kind === 'layerNorm'
            ? layerNormGradient(room, step, ...rest)
            : affineGradient(room, step, ...rest)),
        );
        break;
      }
      case 'add':
      case 'multiply':
        inputs.forEach((value, which) => {
          const to = into(value);
          if (to)
            dispatches.push(joinGradient(room, step, which, gradient, values[1 - which], to.output, to.adds));
        });
        break;
      case 'concatenate':
      case 'arrange':
      case 'pad':
      case 'flatten':
        inputs.forEach((value, which) => {
          const to = into(value);
          if (to) dispatches.push(copyGradient(room, step, which, gradient, to.output, to.adds));
        });
        break;
      case 'round':
        throw new Error(`Expected steps with gradients, but "${step.name}" rounds.`);
      default: {
        const to = into(inputs[0]);
        if (to) dispatches.push(poolGradient(room, step, values[0], gradient, to.output, to.adds));
      }
    }
  }
  return dispatches;
}
