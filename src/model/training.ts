// What training starts from and carries from one epoch to the next: plain data, the same on every device.

import { type Architecture, kernelName, prunableLayers, tensorShapes } from './architecture';
import { pruneMember } from './prune';
import { generatorOf, normal, type Recipe, scheduledSparsity } from './recipe';
import { sizeOf } from './sizeOf';
import type { PruneScope } from './variant';

/** Tensor name to values of one network. */
export type TensorValues = Record<string, Float32Array<ArrayBuffer>>;

/**
 * A network in training: what the optimiser knows after an epoch. `masks` is null while nothing is pruned.
 */
export type TrainingState = {
  values: TensorValues;
  velocities: TensorValues;
  masks: Record<string, Uint8Array<ArrayBuffer>> | null;
};

/**
 * Gradual pruning to a share of the kernels' weights, each layer alike or by one threshold; sparsity 0 is
 * dense.
 */
export type TrainingTarget = { sparsity: number; scope: PruneScope };

/** The tensors that training changes, with their shapes: all but BatchNorm's statistics. */
export function trainableTensors(architecture: Architecture): { name: string; shape: number[] }[] {
  return [...tensorShapes(architecture)]
    .map(([name, shape]) => ({ name, shape }))
    .filter(({ name }) => !/\.(mean|variance)$/.test(name));
}

/**
 * A network before its first step, decided by `seed` alone. Convolutions are as in He and others 2015 (arXiv
 * 1502.01852): normal with variance 2 / (output channels of a group x kernel height x kernel width). Dense
 * kernels are normal with variance 1 / inputs. Norms and scales are at identity, PReLU at 0.25 (He and others
 * 2015), biases at 0.
 */
export function initialState(architecture: Architecture, seed: string): TrainingState {
  const random = generatorOf(seed, 'weights');
  const kernels = new Map(prunableLayers(architecture).map((layer) => [kernelName(layer), layer]));
  const prelus = new Set(
    architecture.layers.flatMap((layer) => (layer.kind === 'prelu' ? [`${layer.name}.weight`] : [])),
  );
  const values: TensorValues = {};
  const velocities: TensorValues = {};
  for (const { name, shape } of trainableTensors(architecture)) {
    const data = new Float32Array(sizeOf(shape));
    const layer = kernels.get(name);
    if (layer) {
      const groups = layer.kind === 'conv' ? (layer.groups ?? 1) : 1;
      const spread =
        layer.kind === 'dense'
          ? Math.sqrt(1 / sizeOf(shape.slice(1)))
          : Math.sqrt(2 / ((shape[0] / groups) * sizeOf(shape.slice(2))));
      for (let i = 0; i < data.length; i++) data[i] = spread * normal(random);
    } else if (name.endsWith('.weight')) {
      data.fill(prelus.has(name) ? 0.25 : 1);
    }
    values[name] = data;
    velocities[name] = new Float32Array(data.length);
  }
  return { values, velocities, masks: null };
}

/**
 * The masks after the schedule's update at `step`, or null where it has none there. Exactly
 * Math.round(sparsity * n) weights are masked, n counted over each kernel or over all of them, ties by index;
 * a masked weight keeps its value and may return.
 */
export function updatedMasks(
  architecture: Architecture,
  recipe: Recipe,
  { sparsity: target, scope }: TrainingTarget,
  values: TensorValues,
  step: number,
  steps: number,
): TrainingState['masks'] {
  const sparsity = scheduledSparsity(recipe, target, step, steps);
  if (sparsity === null) return null;
  const kernels = prunableLayers(architecture).map((layer) => values[kernelName(layer)]);
  const cuts = pruneMember(architecture, kernels, 0, { method: 'magnitude', scope, sparsity, seed: 0 });
  return Object.fromEntries(cuts.map(({ name, mask }) => [name, mask as Uint8Array<ArrayBuffer>]));
}

/** The values as the network computes with them: zero where they are masked. */
export function maskedValues({ values, masks }: TrainingState): TensorValues {
  if (!masks) return values;
  const masked = { ...values };
  for (const [name, mask] of Object.entries(masks)) {
    masked[name] = values[name].map((value, i) => (mask[i] === 1 ? value : 0));
  }
  return masked;
}

/**
 * One step of SGD with Nesterov momentum m and decay d, in place: g = gradient + d w; v = m v + g; w -= rate
 * (g + m v), as PyTorch has it. Masked weights have no gradient of the loss, and decay and move by their
 * momentum like the others.
 */
export function descend(
  { values, velocities }: TrainingState,
  gradients: Record<string, Float32Array>,
  rate: number,
  { momentum, weightDecay }: Pick<Recipe, 'momentum' | 'weightDecay'>,
): void {
  for (const [name, weights] of Object.entries(values)) {
    const velocity = velocities[name];
    const gradient = gradients[name];
    for (let i = 0; i < weights.length; i++) {
      const g = gradient[i] + weightDecay * weights[i];
      velocity[i] = momentum * velocity[i] + g;
      weights[i] -= rate * (g + momentum * velocity[i]);
    }
  }
}
