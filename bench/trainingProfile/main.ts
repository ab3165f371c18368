// Where a training step's time goes: the kernels alone, on one core, in processor time, beside the peak of
// the same core.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { fileSource } from '../../src/cli/files';
import { textTable } from '../../src/cli/textTable';
import { planSteps } from '../../src/engine/plan';
import { measureCosts } from '../../src/engine/wasm/costs';
import { compileKernels, instantiateKernels, type Kernels, LANES } from '../../src/engine/wasm/kernels';
import { trainEpoch } from '../../src/engine/wasm/training/epoch';
import { createTrainer } from '../../src/engine/wasm/training/trainer';
import { startingState } from '../../src/model/finetune';
import { memberValues, onlyMember, type Population } from '../../src/model/population';
import { trainingRecipe } from '../../src/model/recipe';
import { firstImages, type Shard } from '../../src/model/shard';
import { descend } from '../../src/model/training';
import { fixed } from '../../src/text/fixed';
import { count } from '../../src/text/format';
import { buildPeak } from '../node/build';
import { describeMachine } from '../node/machine';
import { openBenchZoo } from '../page/zoo';
import { type Call, type Part, type Profile, partOf, profileOf, profileRows } from './profile';

const HELP = `node bench/trainingProfile.mjs [--steps 10] [--rounds 10] [--batch 256] [--json]
Where the processor time of a training step goes, dense and with 90% of the weights masked, on one core.`;

/** Milliseconds of processor time that this process has used; all of its work is on one thread. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The least processor time of some turns, ms. */
function leastOf(turns: number, work: () => void): number {
  let least = Infinity;
  for (let turn = 0; turn < turns; turn++) {
    const before = processorMs();
    work();
    least = Math.min(least, processorMs() - before);
  }
  return least;
}

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

/** Multiply-adds a millisecond on registers alone, by processor time. */
async function peakOf(root: string, isRelaxed: boolean): Promise<number> {
  const bytes = readFileSync(join(root, `bench/build/${isRelaxed ? 'relaxed' : 'plain'}.wasm`));
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const multiplyAdd = instance.exports.multiplyAdd as (rounds: number, x: number, y: number) => number;
  const rounds = 2_000_000;
  return (rounds * 40) / leastOf(12, () => multiplyAdd(rounds, 0.5, 0.25));
}

type Sizes = { steps: number; rounds: number; batch: number };

/** Where the time of one network's epoch goes, by part. */
function measured(
  kernels: Kernels,
  population: Population,
  shard: Shard,
  peak: number,
  { steps, rounds, batch }: Sizes,
): Profile {
  const { architecture, tensors } = onlyMember(population, 0);
  const { channels } = architecture.input;
  const costs = measureCosts(kernels);
  const recipe = trainingRecipe({ epochs: 1, batch, rate: 0.04, images: shard.count });
  const start = () => startingState(architecture, (name) => memberValues(tensors[name], 0), true);
  const settings = {
    architecture,
    recipe,
    target: { sparsity: 0, scope: 'layer' as const },
    seed: 'profile',
    epoch: 0,
  };
  const state = start();
  const { masks, values } = state;
  const left = (layer: string) => {
    const mask = masks?.[`${layer}.weight`];
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
  for (let round = 0; round < rounds; round++) {
    const now: Call[] = [];
    const timed = timedKernels(kernels, now);
    const trainer = createTrainer(timed, plan, channels, batch / LANES, costs);
    trainEpoch(trainer, settings, shard.images, shard.labels, shard.count, start(), () => {});
    calls = now.map(({ part, ms }, i) => ({ part, ms: Math.min(ms, calls[i]?.ms ?? Infinity) }));
  }
  const optimiser = steps * leastOf(20, () => descend(state, values, 1e-6, recipe));
  return profileOf({ calls, optimiser, works, images: shard.count, peak });
}

/** Prints the profile of both kinds of training. */
export async function main(args: string[], root: string): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      steps: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '10' },
      batch: { type: 'string', default: '256' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const [steps, rounds, batch] = [values.steps, values.rounds, values.batch].map(Number);
  if (![steps, rounds, batch].every((each) => Number.isInteger(each) && each > 0) || batch % 16 !== 0) {
    throw new Error('Expected whole numbers from 1 for --steps and --rounds, and a --batch of 16s.');
  }
  buildPeak(root);
  // Browsers have it without being asked.
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  const [plain, relaxed] = ['plain', 'relaxed'].map((name) =>
    readFileSync(join(root, `src/engine/wasm/build/${name}.wasm`)),
  );
  const kernels = await instantiateKernels(await compileKernels({ plain, relaxed }));
  const isRelaxed = WebAssembly.validate(relaxed);
  const zoo = await openBenchZoo(join(root, 'public/zoo/fashion-mnist'), { members: 1 }, fileSource);
  const shard = firstImages(zoo.shard, steps * batch);
  const peak = await peakOf(root, isRelaxed);
  const sizes = { steps, rounds, batch };
  const profiles: Record<string, Profile> = {
    dense: measured(kernels, zoo.dense, shard, peak, sizes),
    ...(zoo.sparse && { 'masked 90%': measured(kernels, zoo.sparse, shard, peak, sizes) }),
  };
  if (values.json) {
    console.log(JSON.stringify({ peak, isRelaxed, sizes, profiles, machine: describeMachine() }));
    return;
  }
  const { processor } = describeMachine();
  console.log(
    `${processor}, Node ${process.version}, ${isRelaxed ? 'relaxed' : 'plain'} SIMD: a peak of ` +
      `${fixed(peak / 1e6, 1)} billion multiply-adds a second.`,
  );
  for (const [name, profile] of Object.entries(profiles)) {
    const rate = count((1000 * shard.count) / profile.ms);
    console.log(`\n${name}: ${rate} images a second, ${fixed(100 * profile.ofPeak, 0)}% of the peak`);
    const [head, ...rows] = profileRows(profile);
    console.log(textTable(head, rows));
  }
}
