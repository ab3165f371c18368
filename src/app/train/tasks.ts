/** The networks of a run: pure. */
import type { TrainingTask } from '../../engine/training';
import type { TrainingRun } from '../../library/trainingRun';
import { firstSeedOf, type TrainedVariant, trainedName, trainingSeed } from '../../model/trainingPlan';

/** A network of a run: what trains it, and which population it is of. */
export type RunNetwork = { task: TrainingTask & { variant: TrainedVariant }; population: number };

/**
 * Every network of a run over training images called `images`: the first of each population, then the
 * second of each, and so on.
 */
export function runNetworks(run: TrainingRun, images: string): RunNetwork[] {
  const { architecture, recipe, scope, rounds, populations, members } = run;
  return Array.from({ length: members }, (_, member) =>
    populations.map((variant, population): RunNetwork => {
      const seed = firstSeedOf(variant) + member;
      const sparsity = variant.kind === 'sparse' ? variant.level : 0;
      const own = variant.kind === 'sparse' ? rounds : null;
      return {
        population,
        task: {
          architecture,
          recipe,
          target: { sparsity, scope },
          rounds: own,
          seed: trainingSeed(images, variant, seed, own),
          member: { id: `${trainedName(variant, own)}/${seed}`, seed },
          variant,
        },
      };
    }),
  ).flat();
}
