import type { Predictions } from '../audit/predictions';
import { selectMembers } from '../audit/votes/matrix';
import { kernelName, prunableLayers } from '../model/architecture';
import { memberValues, type Population, type StackedTensor, tensorOf } from '../model/population';
import { variantOf, type ZooManifest, type ZooVariant } from './manifest';
import { type OwnNetworks, type OwnPopulation, ownDataset, ownVariantId } from './ownNetworks';
import { checkMembers, type Zoo } from './zoo';

/**
 * A reader's own networks as a zoo, whose answers are those computed when they were brought. Everything is
 * there at once.
 */
export function zooOfOwn(own: OwnNetworks): Zoo {
  const manifest = manifestOf(own);
  const populations = new Map(own.populations.map((one) => [ownVariantId(one), one]));
  const needed = (variantId: string, members: number): OwnPopulation => {
    const { id } = variantOf(manifest, variantId);
    const one = populations.get(id)!;
    checkMembers(id, members, one.population.members.length);
    return one;
  };
  const { created, files, notes, training } = own;
  return {
    origin: { kind: 'own', created, files, ...notes, trained: training !== null },
    manifest,
    checksums: true,
    withheld: null,
    memberCount: (variantId) => populations.get(variantOf(manifest, variantId).id)!.population.members.length,
    testLabels: async () => own.test.labels,
    testShard: async () => own.test,
    calibrationShard: async () => own.calibration,
    async trainingShard() {
      throw new Error(
        'Expected training images beside these networks, but only images to run them on were brought.',
      );
    },
    robustnessFile: async () => null,
    oneShot: null,
    async beside(data) {
      throw new Error(`Expected ${data} beside these networks, but only their own images were brought.`);
    },
    imageMap: async () => null,
    async population(variantId, members) {
      const key = [manifest.dataset.id, created, variantId, members].join('/');
      return { ...firstNetworks(needed(variantId, members).population, members), key };
    },
    async predictions(variantId, members, { scores = false } = {}) {
      const first = selectMembers(needed(variantId, members).predictions, members);
      return scores ? first : withoutScores(first);
    },
  };
}

function manifestOf({
  id,
  name,
  architecture,
  populations,
  test,
  calibration,
  notes,
  training,
}: OwnNetworks): ZooManifest {
  return {
    dataset: {
      id: ownDataset(id),
      title: name,
      classes: test.classes,
      trainingCounts: training?.images.counts ?? null,
      test: { count: test.count },
      calibration: { count: calibration.count, note: notes.calibration },
    },
    architecture,
    variants: [...populations].sort((a, b) => a.level - b.level).map((one) => zooVariant(one, training)),
  };
}

function zooVariant(one: OwnPopulation, training: OwnNetworks['training']): ZooVariant {
  const { kind, level, population } = one;
  const members = population.members.map(({ id, seed }, member) => ({
    id,
    seed,
    sparsity: sparsityOf(population, member),
  }));
  return { id: ownVariantId(one), kind, targetSparsity: level, recipe: training ?? {}, parts: [{ members }] };
}

/** Share of one network's kernel weights that are zero, overall and by layer. */
function sparsityOf(
  population: Population,
  member: number,
): { overall: number; layers: Record<string, number> } {
  const layers: Record<string, number> = {};
  const all = { zeros: 0, weights: 0 };
  for (const layer of prunableLayers(population.architecture)) {
    const kernel = memberValues(tensorOf(population, kernelName(layer)), member);
    let zeros = 0;
    for (const weight of kernel) if (weight === 0) zeros++;
    layers[layer.name] = zeros / kernel.length;
    all.zeros += zeros;
    all.weights += kernel.length;
  }
  return { overall: all.weights === 0 ? 0 : all.zeros / all.weights, layers };
}

function firstNetworks(population: Population, members: number): Population {
  const tensors: Record<string, StackedTensor> = {};
  for (const [name, { shape, data }] of Object.entries(population.tensors)) {
    const size = data.length / population.members.length;
    tensors[name] = { shape, data: data.subarray(0, members * size) };
  }
  return { ...population, members: population.members.slice(0, members), tensors };
}

function withoutScores({ members, images, classes, labels }: Predictions): Predictions {
  return { members, images, classes, labels };
}
