/** What training costs on this machine, from about a second of it on images of noise. */
import type { Device, EpochSettings } from '../../engine/device';
import { planSteps } from '../../engine/plan';
import { type Architecture, kernelName, prunableLayers } from '../../model/architecture';
import { generatorOf, type Recipe } from '../../model/recipe';
import type { Shard } from '../../model/shard';
import { initialState, type TrainingState } from '../../model/training';
import { MEASURED_SPARSITY, type Pace } from '../../model/trainingEstimate';

/** Milliseconds that each of the two measurements aims at. */
const AIM_MS = 450;
const MOST_STEPS = 40;

/** Trains dense and masked networks on as many cores as there are threads, for about half a second each. */
export async function measurePace(
  device: Device,
  threads: number,
  architecture: Architecture,
  recipe: Recipe,
  signal: AbortSignal,
): Promise<Pace> {
  const classes = planSteps(architecture).classes;
  const time = async (sparsity: number) => {
    await timed(device, threads, architecture, recipe, sparsity, classes, 1, signal);
    const one = await timed(device, threads, architecture, recipe, sparsity, classes, 2, signal);
    const steps = Math.min(MOST_STEPS, Math.max(2, Math.round((2 * AIM_MS) / one)));
    const ms =
      steps === 2
        ? one
        : await timed(device, threads, architecture, recipe, sparsity, classes, steps, signal);
    return ms / 1000 / (steps * recipe.batch);
  };
  const dense = await time(0);
  return { dense, sparse: await time(MEASURED_SPARSITY), threads };
}

/** Milliseconds of so many steps on every thread at once. */
async function timed(
  device: Device,
  threads: number,
  architecture: Architecture,
  recipe: Recipe,
  sparsity: number,
  classes: number,
  steps: number,
  signal: AbortSignal,
): Promise<number> {
  if (!device.trainEpoch) throw new Error(`Expected a device that trains, got ${device.description}.`);
  const images = noise(architecture, classes, steps * recipe.batch);
  const settings: EpochSettings = {
    architecture,
    recipe: { ...recipe, epochs: 1 },
    target: { sparsity: 0, scope: 'layer' },
    seed: 'pace',
    epoch: 0,
  };
  const started = performance.now();
  await Promise.all(
    Array.from({ length: threads }, () =>
      device.trainEpoch?.(settings, startOf(architecture, sparsity), images, undefined, signal),
    ),
  );
  return performance.now() - started;
}

function startOf(architecture: Architecture, sparsity: number): TrainingState {
  const state = initialState(architecture, 'pace');
  if (sparsity === 0) return state;
  const random = generatorOf('pace');
  const masks = prunableLayers(architecture).map((layer) => {
    const name = kernelName(layer);
    return [name, Uint8Array.from(state.values[name], () => (random() < sparsity ? 0 : 1))] as const;
  });
  return { ...state, masks: Object.fromEntries(masks) };
}

function noise({ input }: Architecture, classes: number, count: number): Shard {
  const { height, width, channels } = input;
  const random = generatorOf('noise');
  const images = Uint8Array.from({ length: count * height * width * channels }, () => random() * 256);
  const labels = Uint16Array.from({ length: count }, () => random() * classes);
  const names = Array.from({ length: classes }, (_, label) => `${label}`);
  return { id: `noise/${count}`, count, height, width, channels, images, labels, classes: names };
}
