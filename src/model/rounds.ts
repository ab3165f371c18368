// Pruning in rounds: some of the weights go, the network learns again, more go. Which epochs that makes, and
// what a round begins with.
import { type Architecture, kernelName, prunableLayers } from './architecture';
import { pruneMember } from './prune';
import { type Recipe, trainingSteps } from './recipe';
import { maskedValues, type TrainingState, type TrainingTarget } from './training';

/**
 * How weights go in rounds. Iterative (Han and others 2015, arXiv 1506.02626): after each the network goes on
 * from its weights for `epochs`, at most at `rate`. Ticket (Frankle and Carbin 2019, arXiv 1803.03635): what
 * is kept goes back to its values after `rewind` epochs of the first training (0: its initial values). It is
 * then trained by the rest of the recipe again (rewinding: Frankle and others 2020, arXiv 1912.05671).
 */
export type Rounds =
  | { kind: 'iterative'; rounds: number; epochs: number; rate: number }
  | { kind: 'ticket'; rounds: number; rewind: number };

/** Rounds unless told, and at most. */
export const DEFAULT_ROUNDS = 3;
export const MOST_ROUNDS = 20;

/** Epochs of one recipe, from epoch `first` of it on; round 0 is the training before anything goes. */
export type Stage = { round: number; recipe: Recipe; first: number; epochs: number };

/** The stages of a training, one after the other; without rounds it is one. */
export function stagesOf(recipe: Recipe, rounds: Rounds | null): Stage[] {
  const whole = { round: 0, recipe, first: 0, epochs: Math.ceil(recipe.epochs) };
  if (!rounds) return [whole];
  const more = Array.from({ length: rounds.rounds }, (_, i): Stage => {
    const round = i + 1;
    if (rounds.kind === 'ticket') {
      return { ...whole, round, first: rounds.rewind, epochs: whole.epochs - rounds.rewind };
    }
    const { epochs, rate } = rounds;
    return { round, recipe: { ...recipe, epochs, peakRate: rate }, first: 0, epochs };
  });
  return [whole, ...more].filter(({ epochs }) => epochs > 0);
}

/** Epochs of a training, all its rounds together. */
export function epochsOf(recipe: Recipe, rounds: Rounds | null): number {
  return rounds ? stagesOf(recipe, rounds).reduce((sum, { epochs }) => sum + epochs, 0) : recipe.epochs;
}

/** Steps of a training, all its rounds together, over `images` images. */
export function stepsOf(recipe: Recipe, rounds: Rounds | null, images: number): number {
  return stagesOf(recipe, rounds).reduce((sum, stage) => sum + stageSteps(stage, images), 0);
}

/** Steps of one stage over `images` images. */
export function stageSteps({ recipe, first, epochs }: Stage, images: number): number {
  const perEpoch = Math.floor(images / recipe.batch);
  return Math.min(epochs * perEpoch, trainingSteps(recipe, images) - first * perEpoch);
}

/**
 * The stage that epoch `epoch` of a training is of, its place in the stage's recipe, and steps told before it
 * as more than the recipe's own.
 */
export function stageAt(
  stages: Stage[],
  epoch: number,
  images: number,
): { stage: Stage; epoch: number; isFirst: boolean; stepsBefore: number } {
  let before = 0;
  let steps = 0;
  for (const stage of stages) {
    if (epoch < before + stage.epochs) {
      const perEpoch = Math.floor(images / stage.recipe.batch);
      return {
        stage,
        epoch: stage.first + epoch - before,
        isFirst: epoch === before,
        stepsBefore: steps - stage.first * perEpoch,
      };
    }
    before += stage.epochs;
    steps += stageSteps(stage, images);
  }
  throw new Error(`Expected an epoch below ${before}, got ${epoch}.`);
}

/** The share of the weights that are gone in a round: each takes the same share of what is left. */
export function sparsityOfRound(target: number, round: number, rounds: number): number {
  return round === rounds ? target : 1 - (1 - target) ** (round / rounds);
}

/**
 * What a round begins with, given the network before it: masks of the smallest weights, those masked before
 * first, and still velocities. `early` is the state to go back to (null: it goes on from its weights).
 */
export function roundStart(
  architecture: Architecture,
  { scope }: TrainingTarget,
  sparsity: number,
  before: TrainingState,
  early: TrainingState | null,
): TrainingState {
  const values = maskedValues(before);
  const kernels = prunableLayers(architecture).map((layer) => values[kernelName(layer)]);
  const cuts = pruneMember(architecture, kernels, 0, { method: 'magnitude', scope, sparsity, seed: 0 });
  const masks = Object.fromEntries(cuts.map(({ name, mask }) => [name, mask as Uint8Array<ArrayBuffer>]));
  const kept = maskedValues({ ...(early ?? before), masks });
  const copies = Object.entries(kept).map(([name, own]) => [name, own.slice()] as const);
  const still = Object.entries(kept).map(([name, { length }]) => [name, new Float32Array(length)] as const);
  return { values: Object.fromEntries(copies), velocities: Object.fromEntries(still), masks };
}
