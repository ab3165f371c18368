// What cannot be trained, named before a training begins.
import type { Plan } from './steps';

/** Refuses fixed point: rounding has no gradient. */
export function refuseUntrainable(plan: Plan): void {
  const rounded = plan.steps.flatMap((step) => (step.kind === 'round' ? [step.name] : []));
  if (rounded.length === 0) return;
  throw new Error(
    `Expected layers with gradients to train, but the network rounds its activations: ${rounded.join(', ')}.`,
  );
}
