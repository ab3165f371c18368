// Fine-tuning after pruning: how long, and by which recipe. What was pruned stays pruned.
import { type Architecture, kernelName, prunableLayers } from './architecture';
import { MOST_CALIBRATION } from './methods/making/making';
import { type Recipe, ZOO_RECIPE } from './recipe';
import { type TensorValues, type TrainingState, trainableTensors } from './training';

/** A tenth of the zoo's highest rate: enough to give back what pruning took, not enough to begin anew. */
export const FINETUNE_RATE = 0.04;

/** Steps that a short fine-tuning has at least, where there are few images. */
const FEWEST_STEPS = 4;

/**
 * The recipe of `epochs` of fine-tuning over `images` training images; 0.25 is a quarter of them, each once.
 */
export function finetuneRecipe(epochs: number, images: number): Recipe {
  const batch = 16 * Math.floor((Math.min(1, epochs) * images) / FEWEST_STEPS / 16);
  return {
    ...ZOO_RECIPE,
    epochs,
    batch: Math.max(16, Math.min(ZOO_RECIPE.batch, batch)),
    peakRate: FINETUNE_RATE,
    statisticsImages: MOST_CALIBRATION,
  };
}

/**
 * What decides the order and augmentation of the images for one network in a round: the same for a pruned
 * network and its dense self.
 */
export function finetuneSeed(images: string, seed: number, member: string, round = 1): string {
  return `${images}/finetune/${seed}/${member}${round > 1 ? `/round ${round}` : ''}`;
}

/** 1 where a value is not zero, else 0. A loop: `from` takes a hundred times as long. */
function keptPlaces(values: Float32Array): Uint8Array<ArrayBuffer> {
  const kept = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) kept[i] = values[i] === 0 ? 0 : 1;
  return kept;
}

/**
 * A trained network before its first step of fine-tuning: its values (given by tensor name) and still
 * velocities. With `isPruned` weights that are zero are masked, so that they stay so.
 */
export function startingState(
  architecture: Architecture,
  valuesOf: (name: string) => Float32Array,
  isPruned: boolean,
): TrainingState {
  const values: TensorValues = {};
  const velocities: TensorValues = {};
  for (const { name } of trainableTensors(architecture)) {
    values[name] = valuesOf(name).slice();
    velocities[name] = new Float32Array(values[name].length);
  }
  if (!isPruned) return { values, velocities, masks: null };
  const kernels = prunableLayers(architecture).map(kernelName);
  const masks = Object.fromEntries(kernels.map((name) => [name, keptPlaces(values[name])]));
  const isWhole = Object.values(masks).every((mask) => !mask.includes(0));
  return { values, velocities, masks: isWhole ? null : masks };
}
