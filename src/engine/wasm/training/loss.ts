// Softmax cross-entropy of a batch, and its gradient by the logits.
import type { StepResult } from '../../epoch';
import { LANES } from '../kernels';
import type { Layout } from './layout';

/**
 * The loss of the batch that ran forward, given its true labels; writes the gradient of the mean over the
 * batch by the last step's output.
 */
export function lossOf(
  { kernels, plan, groups, images, steps, inner }: Layout,
  truths: Uint16Array,
): StepResult {
  const last = steps[steps.length - 1];
  const result = { loss: 0, right: 0 };
  const logits = new Float64Array(plan.classes);
  for (let index = 0; index < groups; index++) {
    const from = (inner(last.out, index)[0] / 4) | 0;
    const to = (inner(last.gradient, index)[0] / 4) | 0;
    const memory = new Float32Array(kernels.memory.buffer);
    const [stride, gradientStride] = [last.out.channel / 4, last.gradient.channel / 4];
    for (let lane = 0; lane < LANES; lane++) {
      const truth = truths[index * LANES + lane];
      let best = 0;
      for (let klass = 0; klass < plan.classes; klass++) {
        logits[klass] = memory[from + klass * stride + lane];
        if (logits[klass] > logits[best]) best = klass;
      }
      const highest = logits[best];
      let sum = 0;
      for (let klass = 0; klass < plan.classes; klass++) sum += Math.exp(logits[klass] - highest);
      result.loss += Math.log(sum) - (logits[truth] - highest);
      if (best === truth) result.right++;
      for (let klass = 0; klass < plan.classes; klass++) {
        const share = Math.exp(logits[klass] - highest) / sum - (klass === truth ? 1 : 0);
        memory[to + klass * gradientStride + lane] = share / images;
      }
    }
  }
  return result;
}
