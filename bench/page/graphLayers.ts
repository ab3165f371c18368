/** Our kernels alone, on one core: where a network's time goes, and Winograd's form beside the direct one. */
import { planSteps } from '../../src/engine/plan';
import { samplePopulation, sampleShard } from '../../src/engine/samples';
import plainUrl from '../../src/engine/wasm/build/plain.wasm?url';
import relaxedUrl from '../../src/engine/wasm/build/relaxed.wasm?url';
import { measureCosts } from '../../src/engine/wasm/costs';
import { compileKernels, instantiateKernels, type Kernels, LANES } from '../../src/engine/wasm/kernels';
import { createMachine, interleave } from '../../src/engine/wasm/memberMachine';
import type { FormCosts } from '../../src/engine/wasm/packedKernels';
import { packProgram } from '../../src/engine/wasm/program';
import type { StepProgram } from '../../src/engine/wasm/stepWriters';
import type { Architecture } from '../../src/model/architecture';
import { onlyMember, type Population } from '../../src/model/population';
import type { GraphProfile, GraphResult } from '../results';
import { timed } from './measure';

export async function openKernels(): Promise<Kernels> {
  const bytes = async (url: string) => (await fetch(url)).arrayBuffer();
  const [plain, relaxed] = await Promise.all([bytes(plainUrl), bytes(relaxedUrl)]);
  return instantiateKernels(await compileKernels({ plain, relaxed }));
}

function formOf({ winograd, blockCount, depthwiseCount, rowCount }: StepProgram): string {
  if (winograd) return `Winograd, tiles of ${winograd.tile} x ${winograd.tile}`;
  if (depthwiseCount > 0) return `${depthwiseCount} depthwise, ${rowCount} rows`;
  return blockCount + rowCount === 0 ? '' : `${blockCount} blocks, ${rowCount} rows`;
}

/** The least time of `turns` that each step of a population's first network takes, and packing it. */
export function profileGraph(kernels: Kernels, population: Population, turns: number): GraphProfile {
  const costs = measureCosts(kernels);
  const one = onlyMember(population, 0);
  const plan = planSteps(one.architecture);
  const machine = createMachine(kernels, plan, one.architecture.input);
  const pack = () => packProgram(kernels, machine.base, plan, one, 0, costs);
  const least = (times: number, work: () => void) => {
    let best = Infinity;
    for (let time = 0; time < times; time++) {
      const before = performance.now();
      work();
      best = Math.min(best, performance.now() - before);
    }
    return best;
  };
  const packMs = least(turns, pack);
  const program = pack();
  const code = machine.place(machine.scratch(), program);
  const microseconds = plan.steps.map(() => Infinity);
  for (let turn = 0; turn < turns; turn++) {
    plan.steps.forEach((_, at) => {
      const ms = least(1, () => machine.runSteps(code, program, at, at + 1));
      microseconds[at] = Math.min(microseconds[at], (1000 * ms) / LANES);
    });
  }
  const steps = plan.steps.map(({ kind, input, output, multiplyAdds }, at) => ({
    step: `${kind}, ${input.channels} to ${output.channels} channels of ${output.height} x ${output.width}`,
    multiplyAdds,
    left: program.steps[at].density,
    form: formOf(program.steps[at]),
    microseconds: microseconds[at],
  }));
  return { costs, packMs, steps };
}

const WINOGRAD_IMAGES = 64;

/**
 * A layer of 3 x 3, stride 1, 64 channels at 16 x 16, on one core, in both of our forms in turns: ms a run.
 */
export async function measureWinograd(kernels: Kernels, rounds: number): Promise<GraphResult['winograd']> {
  const side = 16;
  const channels = 64;
  const each = (value: number) => new Array<number>(channels).fill(value);
  const architecture: Architecture = {
    input: { channels, height: side, width: side, mean: each(0), std: each(1) },
    layers: [
      {
        kind: 'conv',
        name: 'c',
        input: channels,
        output: channels,
        kernel: [3, 3],
        stride: 1,
        padding: 1,
        bias: false,
      },
      { kind: 'globalAverage' },
    ],
  };
  const plan = planSteps(architecture);
  const member = samplePopulation(architecture, 1, 1, 13);
  const { images, labels } = sampleShard(architecture, WINOGRAD_IMAGES, 10, 14);
  const groups = interleave(kernels, kernels.heapBase(), images, WINOGRAD_IMAGES, side * side, channels);
  const machine = createMachine(kernels, plan, architecture.input);
  const [winograd, direct] = [-Infinity, Infinity].map((two) => {
    const forms: FormCosts = { entry: 1, two, four: Infinity };
    const program = packProgram(kernels, machine.base, plan, member, 0, { tap: 1, entry: 1, forms });
    return async () => machine.predict(program, groups, labels, 0, WINOGRAD_IMAGES, false);
  });
  const times: GraphResult['winograd'] = { winograd: [], direct: [] };
  for (let round = -3; round < 3 * rounds; round++) {
    const [a, b] = [await timed(winograd), await timed(direct)];
    if (round < 0) continue;
    times.winograd.push(a);
    times.direct.push(b);
  }
  return times;
}
