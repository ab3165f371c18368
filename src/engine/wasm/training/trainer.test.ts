import { describe, expect, test } from 'vitest';
import { descend, maskedValues } from '../../../model/training';
import { planSteps } from '../../plan';
import { floatsOf, furthest, pytorchCases, startOf } from '../../pytorchTraining';
import { testKernels } from '../testing';
import { shownOf } from './testing';
import { createTrainer } from './trainer';

describe.each(testKernels)('$build', ({ kernels }) => {
  test.each(pytorchCases)('$name: gradients, one step and twenty are PyTorch’s', (example) => {
    const { architecture, images, labels, start, rate } = example;
    const { input } = architecture;
    const count = labels.length;
    const trainer = createTrainer(kernels, planSteps(architecture), input.channels, count / 16, {
      tap: 1,
      entry: 0.3,
    });
    const state = startOf(example);
    trainer.setMasks(state.masks);
    const gradients = floatsOf(start);
    trainer.load(shownOf(images, count), input.mean, input.std);
    const losses: number[] = [];
    for (let step = 0; step < 20; step++) {
      losses.push(trainer.run(maskedValues(state), Uint16Array.from(labels), gradients).loss / count);
      if (step === 0) expect(furthest(gradients, example.gradients)).toBeLessThan(2e-5);
      descend(state, gradients, rate, example);
      if (step === 0) expect(furthest(state.values, example.afterOne)).toBeLessThan(2e-6);
    }
    losses.forEach((loss, step) => {
      expect(Math.abs(loss - example.losses[step])).toBeLessThan(2e-4);
    });
    expect(furthest(state.values, example.afterTwenty)).toBeLessThan(2e-3);
  });
});
