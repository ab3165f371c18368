import { describe, expect, test } from 'vitest';
import { planSteps } from '../../plan';
import { floatsOf, pytorchCases } from '../../pytorchTraining';
import { testKernels } from '../testing';
import { shownOf } from './testing';
import { createTrainer } from './trainer';

// A tab that goes on with a training measures costs anew: its bits must not depend on them.
describe.each(testKernels)('$build', ({ kernels }) => {
  test.each(pytorchCases)('$name: what the kernels cost here changes no bit', (example) => {
    const { architecture, images, labels, start, masks } = example;
    const { input } = architecture;
    const count = labels.length;
    const run = (entry: number) => {
      const plan = planSteps(architecture);
      const trainer = createTrainer(kernels, plan, input.channels, count / 16, { tap: 1, entry });
      const values = floatsOf(start);
      const kept = Object.entries(masks).map(([name, mask]) => [name, Uint8Array.from(mask)] as const);
      trainer.setMasks(Object.fromEntries(kept));
      for (const [name, mask] of kept) {
        values[name] = values[name].map((value, i) => value * mask[i]);
      }
      const gradients = floatsOf(start);
      trainer.load(shownOf(images, count), input.mean, input.std);
      trainer.run(values, Uint16Array.from(labels), gradients);
      return gradients;
    };
    // Where entries cost nothing all channels are blocks, where they cost much all are rows.
    expect(run(0)).toEqual(run(100));
  });
});
