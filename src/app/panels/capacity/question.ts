import { type Capacity, type Contender, capacity } from '../../../audit/levels/capacity';
import { selectImages } from '../../../audit/votes/matrix';
import { architectureOf, type ZooVariant } from '../../../library/manifest';
import type { Zoo } from '../../../library/zoo';
import { kernelSize, prunableLayers } from '../../../model/architecture';
import { shippedPredictions, trainedVariants } from '../../lab/shipped';
import type { Question, Trained } from '../question';

/** Kernel weights that one network of a variant keeps. */
function weightsOf({ manifest }: Zoo, variant: ZooVariant): number {
  const layers = prunableLayers(architectureOf(manifest, variant));
  const all = layers.reduce((sum, layer) => sum + kernelSize(layer), 0);
  return Math.round(all * (1 - (variant.parts[0]?.members[0]?.sparsity.overall ?? 0)));
}

/**
 * Narrow beside pruned populations on an experiment's networks, images and tie rule; null where the zoo has
 * no narrow ones.
 */
async function capacityOf({ zoo, experiment }: Trained): Promise<Capacity | null> {
  const variants = trainedVariants(zoo);
  const contender = async (variant: ZooVariant): Promise<Contender> => {
    const predictions = await shippedPredictions(zoo, variant.id, experiment, false);
    return {
      id: variant.id,
      width: variant.width,
      weights: weightsOf(zoo, variant),
      predictions: selectImages(predictions, experiment.images),
    };
  };
  const contendersOf = (kind: ZooVariant['kind']) =>
    Promise.all(variants.filter((variant) => variant.kind === kind).map(contender));
  const [[dense], [nulls], narrow, sparse] = await Promise.all([
    contendersOf('dense'),
    contendersOf('null'),
    contendersOf('narrow'),
    contendersOf('sparse'),
  ]);
  if (narrow.length === 0) return null;
  const labels = (await zoo.testLabels()).subarray(0, experiment.images);
  return capacity(dense, { nulls: nulls ?? null, narrow, sparse }, labels, experiment.ties);
}

export const capacityQuestion: Question<null, Capacity | null> = { of: 'zoo', compute: capacityOf };
