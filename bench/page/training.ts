// How fast networks train in WebAssembly: dense, masked for good, gradually, and by the number of networks
// and images.
import type { Device } from '../../src/engine/device';
import { finetunePopulation } from '../../src/engine/finetune';
import { planSteps } from '../../src/engine/plan';
import { createWasmDevice } from '../../src/engine/wasm/device';
import type { Architecture } from '../../src/model/architecture';
import { startingState } from '../../src/model/finetune';
import { fitLine } from '../../src/model/measurements';
import { memberValues, onlyMember, type Population } from '../../src/model/population';
import { type Recipe, trainingRecipe } from '../../src/model/recipe';
import type { Shard } from '../../src/model/shard';
import type { TrainingState } from '../../src/model/training';
import type { Fit, MemorySamples, Settings } from '../results';
import type { TrainingResult } from '../trainingFigures';
import { timed } from './measure';
import { createPeak } from './peak';
import { memorySamples } from './product';
import { type BenchZoo, cut } from './zoo';

const SPARSITY = 0.9;
const PEAK_MS = 400;
const STEPS = [0.2, 0.4, 0.6, 0.8, 1];

/** Runs of each point of a line, however few the rounds are. */
const FIT_RUNS = 3;

/** Multiply-adds of a training step on one image: forward, by the weights, by inputs but the network's. */
function trainingMultiplyAdds(architecture: Architecture): number {
  return planSteps(architecture).steps.reduce(
    (sum, step) => sum + (step.source === 0 ? 2 : 3) * step.multiplyAdds,
    0,
  );
}

/** A member as a training goes on from it, masked where it is zero. */
function stateOf(population: Population, member: number): TrainingState {
  const { architecture, tensors } = onlyMember(population, member % population.members.length);
  return startingState(architecture, (name) => memberValues(tensors[name], 0), true);
}

/**
 * Prepares networks, and returns what trains them at once for one epoch; the rate is that of fine-tuning, at
 * which none diverges.
 */
export function epochOf(device: Device, recipe: Recipe, from: Population, count: number, images: Shard) {
  const { architecture } = from;
  const target = { sparsity: 0, scope: 'layer' } as const;
  const states = Array.from({ length: count }, (_, member) => stateOf(from, member));
  return () =>
    Promise.all(
      states.map((state, member) => {
        const settings = { architecture, recipe, target, seed: `bench/${member}`, epoch: 0 };
        return device.trainEpoch?.(settings, state, images);
      }),
    );
}

/** Largest share by which the gradients of two right libraries may differ, in float32. */
const TOLERANCE = 1e-3;

/**
 * The largest difference of two libraries' gradients of a tensor, as a share of its length; throws above a
 * thousandth. Where a sum is about zero, rounding decides whether its ReLU is open, which moves single values
 * by more.
 */
export function gradientDifference(
  what: string,
  ours: Record<string, Float32Array>,
  theirs: Record<string, Float32Array>,
): number {
  const length = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  const differences = Object.entries(ours).map(([name, values]) => {
    const apart = length(values.map((value, i) => value - theirs[name][i]));
    return { name, share: apart / Math.max(length(values), 1e-6) };
  });
  const most = differences.reduce((a, b) => (b.share <= a.share ? a : b));
  if (!(most.share <= TOLERANCE)) {
    throw new Error(`${what}: expected our gradients, but those of ${most.name} differ by ${most.share}.`);
  }
  return most.share;
}

/** Seconds of a whole training of a network a core, dense or gradually pruned. */
async function wholeRun(
  device: Device,
  recipe: Recipe,
  from: Population,
  threads: number,
  sparsity: number,
  images: Shard,
): Promise<number> {
  const { architecture } = from;
  const states = Array.from({ length: threads }, (_, member) => stateOf(from, member));
  const one = async (begin: TrainingState, member: number) => {
    let state: TrainingState = { ...begin, masks: null };
    for (let epoch = 0; epoch < recipe.epochs; epoch++) {
      const target = { sparsity, scope: 'layer' } as const;
      const settings = { architecture, recipe, target, seed: `run/${member}`, epoch };
      ({ state } = await device.trainEpoch!(settings, state, images));
    }
  };
  const all = () => Promise.all(states.map(one));
  return (await timed(all)) / 1000;
}

async function fitted(what: string, xs: number[], seconds: (x: number) => Promise<number>): Promise<Fit> {
  const points = [];
  for (const x of [...new Set(xs)]) points.push({ x, y: await seconds(x) });
  return { what, points, line: fitLine(points) };
}

export async function measureTraining(zoo: BenchZoo, settings: Settings): Promise<TrainingResult> {
  const { threads, rounds, trainBatch, trainImages, trainEpochs, trainMembers, finetuneImages } = settings;
  const { dense } = zoo;
  const sparse = zoo.sparse ?? dense;
  const device = await createWasmDevice({ threads });
  const peak = await createPeak(threads);
  const images = cut(zoo.shard, trainImages);
  const rate = 0.04;
  const recipe = trainingRecipe({ epochs: 1, batch: trainBatch, rate, images: trainImages });
  const whole = trainingRecipe({ epochs: trainEpochs, batch: trainBatch, rate, images: trainImages });
  const speed = async (from: Population) =>
    (threads * trainImages * 1000) / (await timed(epochOf(device, recipe, from, threads, images)));
  const found = { dense: [] as number[], sparse: [] as number[], peak: [] as number[] };
  const runs = { epochs: trainEpochs, images: trainImages, dense: [] as number[], gradual: [] as number[] };
  const finetune = { members: Math.min(trainMembers, sparse.members.length), images: finetuneImages };
  const seconds: number[] = [];
  try {
    await speed(dense);
    await speed(sparse);
    for (let round = 0; round < rounds; round++) {
      found.dense.push(await speed(dense));
      found.peak.push(await peak.measure(PEAK_MS));
      found.sparse.push(await speed(sparse));
      runs.dense.push(await wholeRun(device, whole, dense, threads, 0, images));
      runs.gradual.push(await wholeRun(device, whole, dense, threads, SPARSITY, images));
    }
    const tuned = await zoo.population('sparse-90', finetune.members);
    const pruned = { ...tuned, variant: { kind: 'sparse', level: SPARSITY } } as Population;
    for (let round = 0; round < Math.min(3, rounds); round++) {
      const tuning = { epochs: 1, seed: round };
      const over = cut(zoo.shard, finetuneImages);
      const ms = await timed(() => finetunePopulation(device, pruned, tuning, over, { parallel: threads }));
      seconds.push(ms / 1000);
    }
    // Whatever disturbs a run makes it longer: the least of some is nearest to what it costs.
    const repeated = async (work: () => Promise<unknown>) => {
      let least = Infinity;
      for (let run = 0; run < FIT_RUNS; run++) least = Math.min(least, (await timed(work)) / 1000);
      return least;
    };
    // Each network is a core's: counts that the cores share evenly.
    const counts = STEPS.map((step) => Math.max(1, Math.round((step * trainMembers) / threads)) * threads);
    const members = await fitted('networks', counts, (count) =>
      repeated(epochOf(device, recipe, dense, count, images)),
    );
    const sizes = STEPS.map(
      (step) => Math.max(1, Math.round((step * trainImages) / trainBatch)) * trainBatch,
    );
    const byImages = await fitted('images', sizes, (count) =>
      repeated(epochOf(device, recipe, dense, threads, cut(zoo.shard, count))),
    );
    return {
      batch: trainBatch,
      images: trainImages,
      threads,
      multiplyAddsPerImage: trainingMultiplyAdds(dense.architecture),
      ...found,
      runs,
      finetune: { ...finetune, seconds },
      members,
      byImages,
    };
  } finally {
    device.close();
    peak.close();
  }
}

/**
 * What the browser says of page and workers while networks train, MB; the device stays open to be looked at.
 */
export async function sampleTrainingMemory(zoo: BenchZoo, settings: Settings): Promise<MemorySamples> {
  const { threads, trainBatch, trainImages, trainMembers } = settings;
  const device = await createWasmDevice({ threads });
  const recipe = trainingRecipe({ epochs: 1, batch: trainBatch, rate: 0.04, images: trainImages });
  const images = cut(zoo.shard, trainImages);
  return memorySamples({ key: zoo.dense.key, members: trainMembers }, trainImages, () =>
    epochOf(device, recipe, zoo.dense, trainMembers, images)(),
  );
}
