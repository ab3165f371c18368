// Where a training step's time goes: the kernels alone, on the page's own thread, beside the peak of a core.
import { planSteps } from '../../src/engine/plan';
import plainUrl from '../../src/engine/wasm/build/plain.wasm?url';
import relaxedUrl from '../../src/engine/wasm/build/relaxed.wasm?url';
import { measureCosts } from '../../src/engine/wasm/costs';
import { compileKernels, instantiateKernels, type Kernels, LANES } from '../../src/engine/wasm/kernels';
import { trainEpoch } from '../../src/engine/wasm/training/epoch';
import { createTrainer } from '../../src/engine/wasm/training/trainer';
import { startingState } from '../../src/model/finetune';
import { memberValues, onlyMember, type Population } from '../../src/model/population';
import { trainingRecipe } from '../../src/model/recipe';
import type { Shard } from '../../src/model/shard';
import { descend } from '../../src/model/training';
import type { Settings } from '../results';
import {
  type Call,
  type Part,
  type Profile,
  partOf,
  profileOf,
  type TrainingProfileResult,
} from '../trainingProfile';
import { createPeak, hasRelaxedSimd } from './peak';
import { type BenchZoo, cut } from './zoo';

/** Short, so that some turns are not disturbed. */
const PEAK_MS = 20;
const PEAK_TURNS = 50;

/** Kernels that note the time of every call, and of what is between two, in `calls`. */
function timedKernels(kernels: Kernels, calls: Call[]): Kernels {
  let backward = false;
  let part: Part = 'set-up';
  let last = performance.now();
  const timed = Object.entries(kernels).map(([name, value]) => {
    if (typeof value !== 'function') return [name, value];
    const work = value as (...args: number[]) => unknown;
    return [
      name,
      (...args: number[]) => {
        // A step begins with its images; its way back begins with the sums of the last step's gradient.
        if (name === 'scaleImages') backward = false;
        if (name === 'normSums') backward = true;
        const own = partOf(name, backward);
        // Memory is laid out, and weights are packed, before the first convolution.
        if (own === 'forward') part = 'the rest';
        const before = performance.now();
        const result = work(...args);
        const after = performance.now();
        calls.push({ part, ms: before - last }, { part: part === 'set-up' ? part : own, ms: after - before });
        last = after;
        return result;
      },
    ];
  });
  return Object.fromEntries(timed) as Kernels;
}

/** Where the time of one network's epoch goes, by part; `peak` is multiply-adds a millisecond. */
function measured(
  kernels: Kernels,
  population: Population,
  shard: Shard,
  peak: number,
  { rounds, trainBatch: batch }: Settings,
): Profile {
  const { architecture, tensors } = onlyMember(population, 0);
  const costs = measureCosts(kernels);
  const recipe = trainingRecipe({ epochs: 1, batch, rate: 0.04, images: shard.count });
  const start = () => startingState(architecture, (name) => memberValues(tensors[name], 0), true);
  const target = { sparsity: 0, scope: 'layer' } as const;
  const settings = { architecture, recipe, target, seed: 'profile', epoch: 0 };
  const state = start();
  const left = (layer: string) => {
    const mask = state.masks?.[`${layer}.weight`];
    return mask ? mask.reduce((sum, each) => sum + each, 0) / mask.length : 1;
  };
  const plan = planSteps(architecture);
  const works = plan.steps.flatMap((step) =>
    step.kind === 'conv'
      ? [{ multiplyAdds: step.multiplyAdds * left(step.name), isFirst: step.source === 0 }]
      : [],
  );
  // What disturbs a call makes it longer: the least of each call, of every round alike, is what it costs.
  let calls: Call[] = [];
  let optimiser = Infinity;
  for (let round = 0; round < rounds; round++) {
    const now: Call[] = [];
    const timed = timedKernels(kernels, now);
    const trainer = createTrainer(timed, plan, architecture.input.channels, batch / LANES, costs);
    trainEpoch(trainer, settings, shard.images, shard.labels, shard.count, start(), () => {});
    calls = now.map(({ part, ms }, i) => ({ part, ms: Math.min(ms, calls[i]?.ms ?? Infinity) }));
    const before = performance.now();
    for (let step = 0; step < shard.count / batch; step++) descend(state, state.values, 1e-6, recipe);
    optimiser = Math.min(optimiser, performance.now() - before);
  }
  return profileOf({ calls, optimiser, works, images: shard.count, peak });
}

/** The profile of a network of the zoo, dense and masked. */
export async function measureTrainingProfile(
  zoo: BenchZoo,
  settings: Settings,
): Promise<TrainingProfileResult> {
  const [plain, relaxed] = await Promise.all(
    [plainUrl, relaxedUrl].map(async (url) => (await fetch(url)).arrayBuffer()),
  );
  const kernels = await instantiateKernels(await compileKernels({ plain, relaxed }));
  const shard = cut(zoo.shard, settings.trainImages);
  const core = await createPeak(1);
  const peaks: number[] = [];
  for (let turn = 0; turn < PEAK_TURNS; turn++) peaks.push(await core.measure(PEAK_MS));
  core.close();
  const peak = Math.max(...peaks);
  const profile = (of: Population) => measured(kernels, of, shard, peak / 1000, settings);
  const profiles = {
    dense: profile(zoo.dense),
    ...(zoo.sparse && { 'masked 90%': profile(zoo.sparse) }),
  };
  return { simd: (await hasRelaxedSimd()) ? 'relaxed' : 'plain', peak, profiles };
}
