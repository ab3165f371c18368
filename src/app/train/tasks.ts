/** The networks of a run, and how it is made of what the reader chose: pure. */
import type { TrainingTask } from '../../engine/training';
import type { TrainingRun } from '../../library/trainingRun';
import { type Recipe, ZOO_RECIPE } from '../../model/recipe';
import { firstSeedOf, type TrainedVariant, trainedName, trainingSeed } from '../../model/trainingPlan';
import type { Plan } from './protocol';

/** A network of a run: what trains it, and which population it is of. */
export type RunNetwork = { task: TrainingTask & { variant: TrainedVariant }; population: number };

/** A schedule of few steps prunes every so many that it still has about this many updates. */
const UPDATES = 18;

/** The zoo's recipe with what the reader chose; masks are made anew often enough that a short training has a gradual schedule too. */
export function recipeOf({
  epochs,
  batch,
  rate,
  images,
}: Pick<Plan, 'epochs' | 'batch' | 'rate' | 'images'>): Recipe {
  const steps = epochs * Math.floor(images / batch);
  const pruning = steps * (ZOO_RECIPE.pruneEnd - ZOO_RECIPE.pruneBegin);
  const pruneFrequency = Math.max(1, Math.min(ZOO_RECIPE.pruneFrequency, Math.floor(pruning / UPDATES)));
  const statisticsImages = Math.min(ZOO_RECIPE.statisticsImages, images);
  return { ...ZOO_RECIPE, epochs, batch, peakRate: rate, pruneFrequency, statisticsImages };
}

/** Every network of a run over training images called `images`: the first of each population, then the second of each, and so on. */
export function runNetworks(run: TrainingRun, images: string): RunNetwork[] {
  const { architecture, recipe, scope, populations, members } = run;
  return Array.from({ length: members }, (_, member) =>
    populations.map((variant, population): RunNetwork => {
      const seed = firstSeedOf(variant) + member;
      const sparsity = variant.kind === 'sparse' ? variant.level : 0;
      return {
        population,
        task: {
          architecture,
          recipe,
          target: { sparsity, scope },
          seed: trainingSeed(images, variant, seed),
          member: { id: `${trainedName(variant)}/${seed}`, seed },
          variant,
        },
      };
    }),
  ).flat();
}
