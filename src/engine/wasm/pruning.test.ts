import { expect, test } from 'vitest';
import { kernelName, prunableLayers } from '../../model/architecture';
import { ownInput, PRESETS, presetNetwork } from '../../model/presets';
import { trainingRecipe } from '../../model/recipe';
import { initialState, updatedMasks } from '../../model/training';
import { masksByMagnitude } from './pruning';
import { testKernels } from './testing';

const input = ownInput({ channels: 3, height: 9, width: 7 });
const architecture = presetNetwork(PRESETS[0].id, input, 5)!;
const recipe = {
  ...trainingRecipe({ epochs: 1, batch: 16, rate: 0.1, images: 160 }),
  pruneBegin: 0,
  pruneEnd: 0,
};
const names = prunableLayers(architecture).map(kernelName);

test.each(testKernels)('$build: masks are those of the schedule, ties by index', ({ kernels }) => {
  const { values } = initialState(architecture, 'masks');
  // Many weights of one magnitude, and of none.
  for (const name of names) values[name] = values[name].map((value) => Math.round(value * 12) / 12);
  const layers = names.map((name) => values[name]);
  for (const scope of ['layer', 'global'] as const) {
    for (const sparsity of [0.001, 0.37, 0.9]) {
      const masks = masksByMagnitude(kernels, kernels.heapBase(), layers, { sparsity, scope });
      const wanted = updatedMasks(architecture, recipe, { sparsity, scope }, values, 0, 10)!;
      names.forEach((name, layer) => {
        expect(masks[layer]).toEqual(wanted[name]);
      });
    }
  }
});
