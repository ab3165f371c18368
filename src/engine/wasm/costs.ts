import type { Architecture } from '../../model/architecture';
import type { Population } from '../../model/population';
import { planSteps } from '../plan';
import type { Kernels } from './kernels';
import { createMachine } from './memberMachine';
import { BLOCK, type Costs } from './packedKernels';
import { packProgram } from './program';

/** The time that measuring may take: long enough for a runtime to compile the two kernels in earnest. */
const LONGEST_MS = 40;

/** What an entry of a compressed row was seen to cost in taps of a dense block, least and most. */
const ENTRY_RANGE = [0.17, 0.45];

/** Groups of 16 images that are timed at once. */
const GROUPS = 8;
/** Whole blocks of output channels. */
const CHANNELS = 3 * BLOCK;

const architecture: Architecture = {
  input: {
    channels: CHANNELS,
    height: 8,
    width: 8,
    mean: new Array(CHANNELS).fill(0),
    std: new Array(CHANNELS).fill(1),
  },
  layers: [
    {
      kind: 'conv',
      name: 'c',
      input: CHANNELS,
      output: CHANNELS,
      kernel: [3, 3],
      stride: 1,
      padding: 1,
      bias: false,
    },
    { kind: 'globalAverage' },
  ],
};

/** One weight of four left, after no pattern: rows of random pruning are slower to read than whole ones. */
const LEFT = 0.25;

function populationOf(data: Float32Array): Population {
  return {
    key: 'costs',
    architecture,
    variant: { kind: 'dense' },
    members: [{ id: 'costs', seed: 0 }],
    tensors: { 'c.weight': { shape: [CHANNELS, CHANNELS, 3, 3], data } },
  };
}

const NO_WINOGRAD = { entry: 0, two: Infinity, four: Infinity };

/**
 * Times a small layer as blocks and as rows, in turns, until neither gets faster, and says what each costs.
 * The choice between them changes no result: both add the same products in the same order. Winograd's forms
 * round otherwise, so constants choose those (forms.ts). Uses all of the kernels' memory.
 */
export function measureCosts(kernels: Kernels): Costs {
  const plan = planSteps(architecture);
  const machine = createMachine(kernels, plan, architecture.input);
  const size = CHANNELS * CHANNELS * 9;
  const dense = populationOf(new Float32Array(size).fill(1));
  // Multiples of the golden ratio, which fall into 0..1 evenly and without a period.
  const pruned = populationOf(Float32Array.from({ length: size }, (_, i) => +((i * 0.618034) % 1 < LEFT)));
  const pack = (population: Population, costs: Costs) =>
    packProgram(kernels, machine.base, plan, population, 0, costs);
  const forms = [
    pack(dense, { tap: 0, entry: 1, forms: NO_WINOGRAD }),
    pack(pruned, { tap: 1, entry: 0, forms: NO_WINOGRAD }),
  ];
  const best = forms.map(() => Infinity);
  const start = performance.now();
  for (let quiet = 0; quiet < 5 && performance.now() - start < LONGEST_MS; quiet++) {
    forms.forEach((program, form) => {
      const code = machine.place(machine.scratch(), program);
      const before = performance.now();
      for (let group = 0; group < GROUPS; group++) machine.runSteps(code, program, 0, 1);
      const elapsed = performance.now() - before;
      if (elapsed < best[form] * 0.97) quiet = 0;
      best[form] = Math.min(best[form], elapsed);
    });
  }
  const [blocks, rows] = best;
  const ratio = rows / (LEFT * BLOCK * blocks) || ENTRY_RANGE[0];
  return { tap: 1, entry: Math.min(ENTRY_RANGE[1], Math.max(ENTRY_RANGE[0], ratio)) };
}
