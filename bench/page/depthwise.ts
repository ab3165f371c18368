/** Depthwise convolutions in the dense form and as rows, in turns, on one core. */
import { planSteps } from '../../src/engine/plan';
import { samplePopulation } from '../../src/engine/samples';
import { type Kernels, LANES } from '../../src/engine/wasm/kernels';
import { createMachine } from '../../src/engine/wasm/memberMachine';
import { packProgram } from '../../src/engine/wasm/program';
import type { Architecture } from '../../src/model/architecture';
import { NETWORKS } from '../architectures/networks';
import type { DepthwiseResult, Settings } from '../results';
import { openKernels } from './graphLayers';

/** A depthwise convolution of `channels` channels, of `side` x `side` pixels before its stride. */
type Layer = { channels: number; side: number; kernel: number; stride: number };

/** Most of the depthwise layers of MobileNetV2, by their kinds, and of EfficientNet. */
const LAYERS: Layer[] = [
  { channels: 192, side: 16, kernel: 3, stride: 1 },
  { channels: 144, side: 16, kernel: 3, stride: 2 },
  { channels: 384, side: 8, kernel: 3, stride: 1 },
  { channels: 576, side: 4, kernel: 3, stride: 1 },
  { channels: 240, side: 7, kernel: 3, stride: 1 },
  { channels: 96, side: 14, kernel: 5, stride: 1 },
  { channels: 96, side: 14, kernel: 5, stride: 2 },
  { channels: 96, side: 8, kernel: 7, stride: 1 },
];

/** The shares of weights left at which the two are compared. */
const LEFT = [1, 0.75, 0.5];

/** A turn runs a step so often that it is a few times the clock's step. */
const TURN_MULTIPLY_ADDS = 3e7;
const TURNS = 60;

function networkOf({ channels, side, kernel, stride }: Layer): Architecture {
  const each = (value: number) => new Array<number>(channels).fill(value);
  return {
    input: { channels, height: side, width: side, mean: each(0), std: each(1) },
    layers: [
      {
        kind: 'conv',
        name: 'c',
        input: channels,
        output: channels,
        kernel: [kernel, kernel],
        stride,
        padding: Math.floor(kernel / 2),
        groups: channels,
        bias: false,
      },
      { kind: 'globalAverage' },
    ],
  };
}

/** Milliseconds for sixteen images of each step that `counts` says, in the dense form and as rows. */
function inBoth(
  kernels: Kernels,
  architecture: Architecture,
  left: number,
  turns: number,
  counts: (groups: number) => boolean,
) {
  const plan = planSteps(architecture);
  const member = samplePopulation(architecture, 1, left, 17);
  const machine = createMachine(kernels, plan, architecture.input);
  const scratch = machine.scratch();
  const forms = [Infinity, -Infinity].map((row) => {
    const costs = { tap: 1, entry: 0.2, forms: { entry: 0.2, two: 1.5, four: 1, row } };
    const program = packProgram(kernels, scratch.next, plan, member, 0, costs);
    return { program, code: machine.place(scratch, program) };
  });
  const totals = [0, 0];
  plan.steps.forEach((step, at) => {
    if (step.kind !== 'conv' || !counts(step.groups)) return;
    const times = Math.max(1, Math.round(TURN_MULTIPLY_ADDS / (step.multiplyAdds * LANES)));
    const best = [Infinity, Infinity];
    for (let turn = 0; turn < turns; turn++) {
      forms.forEach(({ program, code }, form) => {
        const before = performance.now();
        for (let time = 0; time < times; time++) machine.runSteps(code, program, at, at + 1);
        best[form] = Math.min(best[form], (performance.now() - before) / times);
      });
    }
    best.forEach((ms, form) => {
      totals[form] += ms;
    });
  });
  return { dense: totals[0], rows: totals[1] };
}

/** The least of many turns each, which other work on the core disturbs least. */
export async function measureDepthwise({ rounds }: Settings): Promise<DepthwiseResult> {
  const kernels = await openKernels();
  const turns = TURNS * Math.min(3, rounds);
  const layers = LAYERS.flatMap((layer) =>
    LEFT.map((left) => {
      const { channels, side, kernel, stride } = layer;
      const name = `${channels} channels of ${side} x ${side}, ${kernel} x ${kernel}, stride ${stride}`;
      return { name, left, ...inBoth(kernels, networkOf(layer), left, turns, () => true) };
    }),
  );
  const network = NETWORKS.mobilenetv2();
  const mobilenet = inBoth(kernels, network, 1, turns, (groups) => groups > 1);
  return { layers, mobilenetv2: mobilenet };
}
