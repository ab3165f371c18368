// Fine-tunes populations: every network goes on learning from its weights, those that were pruned stay zero.
import type { TrainingPoint } from '../model/checkpoint';
import { finetuneRecipe, finetuneSeed, startingState } from '../model/finetune';
import { roundsOf } from '../model/methods/registry';
import { memberValues, onlyMember, type Population, stackMembers } from '../model/population';
import { prunePopulation } from '../model/prune';
import { sparsityOfRound } from '../model/rounds';
import type { Shard } from '../model/shard';
import type { MadeVariant, PruneSettings } from '../model/variant';
import type { Device } from './device';
import { trainNetwork } from './training';

/**
 * Epochs (0.25 is a quarter of the images) and the seed of order and augmentation. Each network's own follow
 * from it, its id and the round (1 where it is absent).
 */
export type Finetuning = { epochs: number; seed: number; round?: number };

/** Rounds of pruning and fine-tuning, and how the weights of each are chosen; null: nothing is removed. */
export type InRounds = { rounds: number; pruning: PruneSettings | null };

/** The rounds by which a variant is made; where it is one, its networks are pruned before. */
export function inRoundsOf(variant: MadeVariant): InRounds {
  const rounds = roundsOf(variant);
  if (rounds === 1 || variant.kind !== 'pruned') return { rounds: 1, pruning: null };
  const { scope, sparsity, seed } = variant;
  return { rounds, pruning: { method: 'magnitude', scope, sparsity, seed } };
}

export type FinetuneWatch = {
  /** Share of a network's steps done, 0..1, and each stretch as it ends. */
  told?: (member: number, done: number, point?: TrainingPoint) => void;
  /**
   * Networks that were finished before, by `finetunedKey`, and where those finished now go: what is there
   * is not trained again.
   */
  kept?: Map<string, Population>;
  /** Networks trained at once. */
  parallel?: number;
  signal?: AbortSignal;
};

/** The same of several rounds: which one it is, from 1, is told first. */
type RoundsWatch = Omit<FinetuneWatch, 'told'> & {
  told?: (round: number, member: number, done: number, point?: TrainingPoint) => void;
};

/** The key of a population that is fine-tuned. */
function finetunedKey(key: string, { epochs, seed, round = 1 }: Finetuning, { id }: Shard): string {
  return `${key}|finetuned(${epochs},${seed},${id}${round > 1 ? `,round ${round}` : ''})`;
}

/**
 * Trains every network of a population for some epochs more over `images`, by `finetuneRecipe`. Where the
 * population was made by pruning, weights that are zero stay zero. BatchNorm statistics are estimated at
 * the end. Equal (population, images, seed) give equal networks on one build of the kernels; a dense
 * network and its pruned self see the same images in the same order. Rejects with an AbortError soon after
 * the signal aborts; finished networks are in `kept`.
 */
export async function finetunePopulation(
  device: Device,
  population: Population,
  tuning: Finetuning,
  images: Shard,
  { told, kept = new Map(), parallel = Number.POSITIVE_INFINITY, signal }: FinetuneWatch = {},
): Promise<Population> {
  const recipe = finetuneRecipe(tuning.epochs, images.count);
  const isPruned = population.variant.kind !== 'dense';
  const networks: Population[] = [];
  const one = async (index: number): Promise<void> => {
    const { key, architecture, members, variant, tensors } = onlyMember(population, index);
    const [member] = members;
    const name = finetunedKey(key, tuning, images);
    if (!kept.has(name)) {
      const valuesOf = (tensor: string) => memberValues(tensors[tensor], 0);
      const seed = finetuneSeed(images.id, tuning.seed, member.id, tuning.round);
      const network = await trainNetwork(
        device,
        { architecture, recipe, target: { sparsity: 0, scope: 'layer' }, seed, origin: key, member, variant },
        images,
        {
          from: {
            epoch: 0,
            state: startingState(architecture, valuesOf, isPruned),
            loss: 0,
            accuracy: 0,
            curve: [],
          },
          progress: (done, point) => told?.(index, done, point),
          signal,
        },
      );
      kept.set(name, network);
    }
    networks[index] = kept.get(name)!;
    // The latest last, so that those not asked for any more are dropped first.
    kept.delete(name);
    kept.set(name, networks[index]);
    told?.(index, 1);
  };
  const waiting = [...population.members.keys()];
  const worker = async () => {
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await one(next);
    } catch (error) {
      // What has not begun is not begun any more.
      waiting.length = 0;
      throw error;
    }
  };
  const workers = Math.min(parallel, population.members.length);
  await Promise.all(Array.from({ length: workers }, worker));
  const { variant } = population;
  const isMadeByPruning = variant.kind === 'pruned' || variant.kind === 'structured';
  return {
    ...stackMembers(networks),
    key: finetunedKey(population.key, tuning, images),
    variant: isMadeByPruning ? { ...variant, finetune: tuning.epochs } : variant,
  };
}

/**
 * Prunes a population in rounds, each fine-tuned: each removes the same share of the weights left, the last
 * leaves exactly what `pruning` says. Without `pruning` the networks learn as long, on the same images in the
 * same order, which is another in every round.
 */
export async function finetuneInRounds(
  device: Device,
  population: Population,
  { rounds, pruning }: InRounds,
  tuning: Finetuning,
  images: Shard,
  { told, ...watch }: RoundsWatch = {},
): Promise<Population> {
  let now = population;
  for (let round = 1; round <= rounds; round++) {
    const before = pruning
      ? prunePopulation(now, { ...pruning, sparsity: sparsityOfRound(pruning.sparsity, round, rounds) })
      : now;
    now = await finetunePopulation(device, before, { ...tuning, round }, images, {
      ...watch,
      told: (member, done, point) => told?.(round, member, done, point),
    });
  }
  const { variant } = now;
  return variant.kind === 'pruned' && rounds > 1 ? { ...now, variant: { ...variant, rounds } } : now;
}
