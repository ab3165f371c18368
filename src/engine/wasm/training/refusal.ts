// What has no backward kernel yet, named before a training begins.
import type { Plan, Step } from '../../steps';

const RELU = 'relu';

/** Why a step cannot be trained; null where it can. */
function refusal(step: Step): string | null {
  if ('activation' in step && step.activation && step.activation.kind !== RELU) return step.activation.kind;
  if (step.kind === 'conv') {
    const { groups, dilation, norm, name } = step;
    if (groups !== 1) return `${name}, a convolution in ${groups} groups`;
    if (dilation[0] !== 1 || dilation[1] !== 1) return `${name}, a dilated convolution`;
    return norm?.kind === 'scale' ? `${norm.name}, a scale` : null;
  }
  if (step.kind === 'affine') return step.norm?.kind === 'scale' ? `${step.norm.name}, a scale` : null;
  if (step.kind === 'add') {
    const { otherShape: other, output } = step;
    return other.height === output.height && other.width === output.width ? null : 'an addition that repeats';
  }
  return step.kind === 'globalAverage' ? null : step.kind;
}

/** Refuses what has no backward kernel yet, all of it in one sentence. */
export function refuseUntrainable(plan: Plan): void {
  const refused = [...new Set(plan.steps.map(refusal).filter((reason) => reason !== null))];
  if (refused.length === 0) return;
  throw new Error(
    `Expected convolutions, BatchNorm, ReLU, additions, a global average and dense layers to train, but the network has ${refused.join('; ')}.`,
  );
}
