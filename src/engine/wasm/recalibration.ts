import type { Population } from '../../model/population';
import { fold, type Plan } from '../plan';
import type { ImageGroups, Machine } from './machine';
import type { Program } from './program';
import type { Tensors } from './protocol';

/**
 * Re-estimates every BatchNorm of one member, in order, each with the earlier ones already re-estimated: mean and unbiased
 * variance of its input over all images and positions. `population` has this one member, `program` its packed weights, no
 * channel left out.
 */
export function recalibrateMember(
  machine: Machine,
  plan: Plan,
  population: Population,
  program: Program,
  images: ImageGroups,
  count: number,
): Tensors {
  const words = program.words.slice();
  const floats = new Float32Array(words.buffer);
  const tensors = { ...population.tensors };
  const statistics: Tensors = {};
  const setAffine = (position: number, scale: Float32Array, shift: Float32Array) => {
    const at = program.steps[position].affine / 4;
    for (let channel = 0; channel < scale.length; channel++) {
      floats[at + 2 * channel] = scale[channel];
      floats[at + 2 * channel + 1] = shift[channel];
    }
  };
  plan.steps.forEach((step, position) => {
    if ((step.kind !== 'conv' && step.kind !== 'affine') || !step.norm) return;
    const bare = fold(population, { ...step, norm: null }, 0);
    setAffine(position, bare.scale, bare.shift);
    const { mean, variance } = machine.moments({ words, steps: program.steps }, images, count, position);
    const { name } = step.norm;
    for (const [part, data] of [['mean', mean] as const, ['variance', variance] as const]) {
      statistics[`${name}.${part}`] = data;
      tensors[`${name}.${part}`] = { shape: [data.length], data };
    }
    const renewed = fold({ ...population, tensors }, step, 0);
    setAffine(position, renewed.scale, renewed.shift);
  });
  return statistics;
}
