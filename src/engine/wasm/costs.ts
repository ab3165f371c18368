import type { Architecture } from '../../model/architecture';
import type { Population } from '../../model/population';
import { planSteps } from '../plan';
import type { Kernels } from './kernels';
import { createMachine, interleave } from './memberMachine';
import { BLOCK, type Costs } from './packedKernels';
import { packProgram } from './program';

/** The time that measuring may take: long enough for a runtime to compile the two kernels in earnest. */
const LONGEST_MS = 40;

/**
 * What an entry of a compressed row was seen to cost in taps of a dense block, least and most: Chromium 156
 * and Node 20.
 */
const RANGE = [0.17, 0.45];

const IMAGES = 64;
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

const population: Population = {
  key: 'costs',
  architecture,
  variant: { kind: 'dense' },
  members: [{ id: 'costs', seed: 0 }],
  tensors: {
    'c.weight': {
      shape: [CHANNELS, CHANNELS, 3, 3],
      data: new Float32Array(CHANNELS * CHANNELS * 9).fill(1),
    },
  },
};

/**
 * Times a small layer in both forms, in turns, until neither gets faster, and says what each costs. The
 * choice of form that follows from it changes no result: both add the same products in the same order. Uses
 * all of the kernels' memory.
 */
export function measureCosts(kernels: Kernels): Costs {
  const plan = planSteps(architecture);
  const bytes = new Uint8Array(IMAGES * CHANNELS * 64);
  const images = interleave(kernels, kernels.heapBase(), bytes, IMAGES, 64, CHANNELS);
  const machine = createMachine(kernels, plan, architecture.input);
  const truths = new Uint16Array(IMAGES);
  const forms = [
    packProgram(kernels, machine.base, plan, population, 0, { tap: 0, entry: 1 }),
    packProgram(kernels, machine.base, plan, population, 0, { tap: 1, entry: 0 }),
  ];
  const best = [Infinity, Infinity];
  const start = performance.now();
  for (let quiet = 0; quiet < 5 && performance.now() - start < LONGEST_MS; quiet++) {
    forms.forEach((program, form) => {
      const before = performance.now();
      machine.predict(program, images, truths, 0, IMAGES, false);
      const elapsed = performance.now() - before;
      if (elapsed < best[form] * 0.97) quiet = 0;
      best[form] = Math.min(best[form], elapsed);
    });
  }
  const ratio = best[1] / (BLOCK * best[0]) || RANGE[0];
  return { tap: 1, entry: Math.min(RANGE[1], Math.max(RANGE[0], ratio)) };
}
