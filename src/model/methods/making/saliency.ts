// Weights pruned one by one by what the loss's gradient says of them, on calibration images with their
// labels.

import { count } from '../../../text/format';
import { kernelName, prunableLayers } from '../../architecture';
import { memberValues, type Population, tensorOf } from '../../population';
import { keptKernels, type LayerCut, memberKernels, pruneByScores, prunedPopulation } from '../../prune';
import type { PrunedVariant, Saliency } from '../../variant';
import type { Gradients, Making } from './making';
import { oneByOne } from './weightwise';

/** Calibration images that the gradient is taken over, by each network on images that it draws. */
const SALIENCY_IMAGES = 1024;

/** The scores of one kernel, in float32: |w g|, or |g|. */
export function saliencyScores(
  method: Saliency,
  weights: Float32Array,
  gradient: Float32Array,
): Float32Array<ArrayBuffer> {
  return Float32Array.from(weights, (weight, i) =>
    Math.abs(method === 'taylor' ? weight * gradient[i] : gradient[i]),
  );
}

/** Which weights of one member go, by gradients that are stacked over members. */
export function saliencyCuts(
  population: Population,
  member: number,
  gradients: Gradients,
  { scope, sparsity, seed }: Omit<PrunedVariant, 'method'>,
  method: Saliency,
): LayerCut[] {
  const { architecture } = population;
  const kernels = memberKernels(population, member);
  const scores = prunableLayers(architecture).map((layer, index) => {
    const { shape } = tensorOf(population, kernelName(layer));
    const gradient = memberValues({ shape, data: gradients[kernelName(layer)] }, member);
    return saliencyScores(method, kernels[index], gradient);
  });
  return pruneByScores(architecture, scores, { method, scope, sparsity, seed });
}

function byGradient(method: Saliency, definition: string[]): Making<PrunedVariant> {
  return {
    ...oneByOne,
    definition,
    needsGradients: true,
    async make(dense, variant, { gradients }) {
      const found = await gradients(variant.seed, SALIENCY_IMAGES);
      const kernels = keptKernels(dense, (member) => saliencyCuts(dense, member, found, variant, method));
      const { scope, sparsity, seed } = variant;
      return prunedPopulation(dense, { method, scope, sparsity, seed }, kernels);
    },
    unseen:
      'Which weights go follows from the loss’s gradient, which a run computes and this figure does not: ' +
      'these are the weights of the dense network.',
  };
}

const GRADIENT =
  'The gradient is that of the mean cross-entropy over calibration images with their true labels, at the ' +
  'dense network’s weights. Calibration images are training images. BatchNorm goes by the batch, as in ' +
  `training, and the batches’ gradients are averaged. Each network draws ` +
  `${count(SALIENCY_IMAGES)} images by the seed, in batches of 256, or takes all where there ` +
  'are fewer.';

export const taylor = byGradient('taylor', [
  'First-order Taylor: as many weights go as by magnitude, those with the smallest |w g|. To first order ' +
    `that is the change of the loss when the weight becomes zero (Molchanov and others, 2017). ${GRADIENT}`,
  'WebAssembly computes the gradients. Sums are floating point, so weights whose scores are nearly ' +
    'equal may fall to different sides on plain and relaxed SIMD.',
]);

export const gradient = byGradient('gradient', [
  'As many weights go as by magnitude, those with the smallest |g|: weights that training would move ' +
    'least, however large they are. The gradient is that of the method above.',
]);
