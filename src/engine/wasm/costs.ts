import type { Architecture } from '../../model/architecture';
import type { Population } from '../../model/population';
import { planSteps } from '../plan';
import { TRANSFORMS } from './forms';
import type { Kernels } from './kernels';
import { createMachine } from './memberMachine';
import { BLOCK, type Costs, type Transforms } from './packedKernels';
import { packProgram } from './program';
import { placesPerPixel, type Tile } from './winograd';

/** The time that measuring may take: long enough for a runtime to compile the kernels in earnest. */
const LONGEST_MS = 60;

/** What an entry of a compressed row was seen to cost in taps of a dense block, least and most. */
const ENTRY_RANGE = [0.17, 0.45];

/** What transforms were seen to cost a channel, in taps of a dense block, and the step that is told apart. */
const TRANSFORM_RANGE = [0.75, 2];
const TRANSFORM_STEP = 0.25;

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

/** Transforms of a form that took so many taps of a dense block, its places counted in. */
function transformCost(taps: number, tile: Tile): number {
  const places = placesPerPixel(tile) * CHANNELS * (CHANNELS / BLOCK);
  const [least, most] = TRANSFORM_RANGE;
  const cost = (taps - places) / (2 * CHANNELS);
  return Math.min(most, Math.max(least, Math.round(cost / TRANSFORM_STEP) * TRANSFORM_STEP));
}

/**
 * Times a small layer in each form, in turns, until none gets faster, and says what each costs. The choice
 * between blocks and rows changes no result: both add the same products in the same order. Winograd's forms
 * round otherwise: they are measured only where multiply-adds are fused, whose last bits depend on the
 * processor anyway. Uses all of the kernels' memory.
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
  const never: Transforms = [Infinity, Infinity];
  const forms = [
    pack(dense, { tap: 0, entry: 1, transforms: never }),
    pack(pruned, { tap: 1, entry: 0, transforms: never }),
  ];
  if (kernels.isFused()) {
    forms.push(pack(dense, { tap: 1, entry: 1, transforms: [-Infinity, Infinity] }));
    forms.push(pack(dense, { tap: 1, entry: 1, transforms: [Infinity, -Infinity] }));
  }
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
  const [blocks, rows, two, four] = best;
  const ratio = rows / (LEFT * BLOCK * blocks) || ENTRY_RANGE[0];
  const taps = (time: number) => (9 * CHANNELS * (CHANNELS / BLOCK) * time) / blocks;
  const transforms: Transforms = kernels.isFused()
    ? [transformCost(taps(two), 2), transformCost(taps(four), 4)]
    : TRANSFORMS;
  return { tap: 1, entry: Math.min(ENTRY_RANGE[1], Math.max(ENTRY_RANGE[0], ratio)), transforms };
}
