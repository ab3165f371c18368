// Activations that no kernel passes gradients through are steps of their own in training.
import type { AffineStep, JoinStep, Plan, Step } from '../../steps';

/** Whether a join repeats what it joins to each row, column or channel. */
export function repeats({ otherShape, output }: JoinStep): boolean {
  return (['channels', 'height', 'width'] as const).some((extent) => otherShape[extent] !== output[extent]);
}

/**
 * Whether a step's kernels take its activation in: a ReLU behind a convolution, a norm or a plain addition,
 * or alone.
 */
function takesIn(step: Step): boolean {
  if (!('activation' in step) || !step.activation) return true;
  if (step.kind === 'affine' && !step.norm) return true;
  if (step.activation.kind !== 'relu') return false;
  return step.kind === 'conv' || step.kind === 'affine' || (step.kind === 'add' && !repeats(step));
}

/** The same plan with those activations behind a buffer of their own. */
export function separateActivations(plan: Plan): Plan {
  const buffers = [...plan.buffers];
  const steps = plan.steps.flatMap((step): Step[] => {
    if (takesIn(step) || !('activation' in step)) return [step];
    const { layer, target, output, activation } = step;
    const between = buffers.push({ ...output, border: 0 }) - 1;
    const alone: AffineStep = {
      kind: 'affine',
      layer,
      source: between,
      target,
      input: output,
      output,
      multiplyAdds: 0,
      norm: null,
      activation,
    };
    return [{ ...step, target: between, activation: null }, alone];
  });
  return { ...plan, buffers, steps };
}
