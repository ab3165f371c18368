// A plan for gradients: every norm and activation a step of its own, every value kept until the gradient has
// passed through it.
import type { AffineStep, Plan, Step } from './steps';
import { readsOf } from './steps';

/** A step; its output is the value of the same number. */
export type BareStep = {
  step: Step;
  /** The values that it takes; -1 is the network's input. */
  inputs: number[];
  /** Whether a BatchNorm of its own follows, before which a bias changes nothing. */
  beforeBatchNorm: boolean;
};

/** What a step does before its norm and activation, and these as a step of their own where there are any. */
function parts(step: Step): Step[] {
  const { layer, source, target, output } = step;
  if (step.kind === 'conv' && (step.norm || step.activation)) {
    const { norm, activation } = step;
    const after: AffineStep = {
      ...{ kind: 'affine', layer, source, target, input: output, output, multiplyAdds: 0 },
      norm,
      activation,
    };
    return [{ ...step, norm: null, activation: null }, after];
  }
  if ((step.kind === 'add' || step.kind === 'multiply') && step.activation) {
    const after: AffineStep = {
      ...{ kind: 'affine', layer, source, target, input: output, output, multiplyAdds: 0 },
      norm: null,
      activation: step.activation,
    };
    return [{ ...step, activation: null }, after];
  }
  return [step];
}

/** The steps of a plan one by one. */
export function bareSteps(plan: Plan): BareStep[] {
  const owner = new Map<number, number>([[0, -1]]);
  const steps: BareStep[] = [];
  for (const step of plan.steps) {
    let inputs = readsOf(step).map((buffer) => owner.get(buffer)!);
    const all = parts(step);
    for (const part of all) {
      const norm = step.kind === 'conv' && part !== all.at(-1) ? step.norm : null;
      steps.push({ step: part, inputs, beforeBatchNorm: norm?.kind === 'batchNorm' });
      inputs = [steps.length - 1];
    }
    owner.set(step.target, steps.length - 1);
  }
  return steps;
}

/** The number of the buffer that holds a value, in the plan of `asPlan`. */
export const bufferOf = (value: number): number => value + 2;

/**
 * The steps as a plan whose buffers are never used twice. Buffer 0, which all members of a run share, holds
 * nothing: in training each has images of its own, in buffer 1.
 */
export function asPlan(plan: Plan, bare: BareStep[]): Plan {
  const steps = bare.map(({ step, inputs }, position): Step => {
    const placed = { source: bufferOf(inputs[0]), target: bufferOf(position) };
    if (step.kind === 'concatenate') return { ...step, ...placed, sources: inputs.map(bufferOf) };
    if (step.kind === 'add' || step.kind === 'multiply') {
      return { ...step, ...placed, other: bufferOf(inputs[1]) };
    }
    return { ...step, ...placed };
  });
  const nothing = { channels: 1, height: 1, width: 1, border: 0 };
  const buffers = [nothing, plan.buffers[0], ...steps.map(({ output }) => ({ ...output, border: 0 }))];
  return { ...plan, buffers, steps, output: bufferOf(steps.length - 1) };
}
