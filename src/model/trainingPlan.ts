// Which networks a training makes: populations by what is done to them, and the seeds that name their
// members, as in the zoo.
import type { Rounds } from './rounds';
import { imagesAt, type Shard } from './shard';
import type { Variant } from './variant';

/**
 * What a population is trained to be. `level` is the share of the kernels' weights that are removed, 0 unless
 * sparse.
 */
export type TrainedVariant = Extract<Variant, { kind: 'dense' | 'null' | 'sparse' }>;

/** Where networks can be trained. */
export const TRAINING_DEVICES = ['wasm', 'webgpu', 'tensorflow'] as const;

export type TrainingDevice = (typeof TRAINING_DEVICES)[number];

/**
 * A population's name among others of one training: dense, null or sparse-90; in rounds iterative-90 or
 * ticket-90.
 */
export function trainedName(variant: TrainedVariant, rounds: Rounds | null = null): string {
  if (variant.kind !== 'sparse') return variant.kind;
  return `${rounds?.kind ?? variant.kind}-${Math.round(variant.level * 100)}`;
}

/**
 * The seed of a population's first member. As in the zoo no two populations share a seed: they are
 * independent, not paired.
 */
export function firstSeedOf(variant: TrainedVariant): number {
  if (variant.kind === 'sparse') return Math.round(variant.level * 10_000);
  return variant.kind === 'null' ? 1000 : 0;
}

/**
 * What decides one member's initial weights, order and augmentation; `images` is the id of the training
 * images.
 */
export function trainingSeed(
  images: string,
  variant: TrainedVariant,
  seed: number,
  rounds: Rounds | null = null,
): string {
  return `${images}/${trainedName(variant, rounds)}/${seed}`;
}

/**
 * `wanted` of the images of a shard, every so many, so that a set sorted by class keeps all its classes; all
 * where it has no more.
 */
export function spreadImages(shard: Shard, wanted: number): Shard {
  if (wanted >= shard.count) return shard;
  const places = Array.from({ length: wanted }, (_, i) => Math.floor((i * shard.count) / wanted));
  return imagesAt(shard, places, `${shard.id}/${wanted}`);
}
