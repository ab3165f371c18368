import type { DatasetEntry } from '../../library/datasets';
import type { Withheld } from '../../library/withheld';
import type { Zoo } from '../../library/zoo';
import { hasBatchNorm, kernelSize, prunableLayers } from '../../model/architecture';
import type { OwnImages, ZooReport } from './protocol';
import { trainedVariants } from './shipped';

/** What a zoo holds, for the page. Throws one sentence where it has no dense networks. */
export function zooReport(zoo: Zoo, datasets: DatasetEntry[], notice: string | null): ZooReport {
  const { dataset, architecture } = zoo.manifest;
  const { id: data, training } = dataset;
  const variants = trainedVariants(zoo);
  if (!variants.some(({ id }) => id === 'dense')) {
    throw new Error(`Expected trained dense networks in the zoo "${data}", which has none yet.`);
  }
  const sparse = variants.filter(({ kind }) => kind === 'sparse');
  return {
    offer: {
      data,
      datasets,
      levels: sparse.map(({ targetSparsity }) => targetSparsity),
      widths: variants.flatMap(({ kind, width }) => (kind === 'narrow' && width ? [width] : [])),
      networks: Object.fromEntries(variants.map(({ id }) => [id, zoo.memberCount(id)])),
      images: dataset.test.count,
      batchNorm: hasBatchNorm(architecture),
      ...(dataset.calibration === null && { noCalibration: true as const }),
      ...(training && {
        training: { images: training.count, bytes: training.images.bytes + training.labels.bytes },
      }),
      oneShot: zoo.oneShot?.levels,
    },
    title: dataset.title,
    classes: dataset.classes,
    countsTraining: dataset.trainingCounts !== null,
    trainingNote: dataset.trainingNote ?? null,
    weights: prunableLayers(architecture).reduce((sum, layer) => sum + kernelSize(layer), 0),
    origin: zoo.origin,
    ownImages: zoo.withheld && ownImagesOf(zoo.withheld),
    notice,
    verified: zoo.checksums,
  };
}

function ownImagesOf({ on, note, published, copy }: Withheld): OwnImages {
  if (!copy) return { on, note, published, copy: null };
  const { images: _, calibration, ...facts } = copy;
  const training = calibration && { count: calibration.labels.length, of: calibration.of };
  return { on, note, published, copy: { ...facts, training } };
}
