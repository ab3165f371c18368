import type { Architecture } from '../../model/architecture';
import { planSteps } from '../plan';
import type { ConvStep } from '../steps';
import { createArena } from './buffers';
import { convolutionCommand, type KernelForm, shapeKernels } from './convolution';
import type { Operation } from './failure';
import { record, type Workspace } from './programs';

/**
 * What one output pixel of one tile costs in either form, in milliseconds: a block of `channels` output
 * channels in dense form, and one channel in compressed rows. Each has a part that is always there and one
 * for every tap, or entry.
 */
export type ConvolutionCosts = {
  block: { channels: number; base: number; tap: number };
  row: { base: number; entry: number };
};

/**
 * The share of weights left at which a layer with `taps` weights a channel takes as long in rows as in dense
 * form, 0..1.
 */
export function crossoverOf({ block, row }: ConvolutionCosts, channels: number, taps: number): number {
  const dense = Math.ceil(channels / block.channels) * (block.base + block.tap * taps);
  const share = (dense / channels - row.base) / (row.entry * taps);
  return Math.min(1, Math.max(0, share));
}

const SIDE = 4;
const CHANNELS = 32;
const FEW = { inputs: 2, kernel: 3 };
export const MANY = { inputs: 24, kernel: 3 };
const TURNS = 3;

type Probe = { inputs: number; kernel: number };

function probeStep({ inputs, kernel }: Probe): ConvStep {
  const side = SIDE + kernel - 1;
  const architecture: Architecture = {
    input: {
      channels: inputs,
      height: side,
      width: side,
      mean: new Array(inputs).fill(0),
      std: new Array(inputs).fill(1),
    },
    layers: [
      {
        kind: 'conv',
        name: 'probe',
        input: inputs,
        output: CHANNELS,
        kernel: [kernel, kernel],
        stride: 1,
        padding: 0,
        bias: false,
      },
      { kind: 'globalAverage' },
    ],
  };
  return planSteps(architecture).steps[0] as ConvStep;
}

/**
 * Prepares one layer in one form, every `spacing`th weight there, and returns what runs it, once or several
 * times over, and waits for its end: the milliseconds that took. `work` is the multiply-adds of one time.
 */
export function prepareProbe(
  { device, programs }: Omit<Workspace, 'arena'>,
  probe: Probe,
  kind: KernelForm['kind'],
  spacing: number,
  { members, images4 }: { members: number; images4: number },
) {
  const arena = createArena(device);
  const work = { device, programs, arena };
  const step = probeStep(probe);
  const { channels, height, width } = step.input;
  const taps = channels * probe.kernel * probe.kernel;
  const data = Float32Array.from({ length: members * CHANNELS * taps }, (_, i) =>
    i % spacing === 0 ? 1 : 0,
  );
  const kept = data.reduce((sum, value) => sum + value, 0);
  const weights = arena.upload('probe', data);
  const form = shapeKernels(work, step, { weights, members, kept, halves: true }, kind);
  const affine = arena.upload('scale and shift', new Float32Array(members * CHANNELS * 2));
  const command = convolutionCommand(work, step, form, affine, {
    tile: arena.uniform('tile', [0, images4, images4 * 4]),
    images4,
    members,
    input: arena.storage('probe input', channels * height * width * images4 * 16),
    inputMember: 0,
    output: arena.storage('probe output', members * CHANNELS * SIDE * SIDE * images4 * 16),
  });
  return {
    entries: kept / (members * CHANNELS),
    taps,
    work: kept * SIDE * SIDE * images4 * 4,
    async run(times = 1): Promise<number> {
      const encoder = device.createCommandEncoder();
      record(
        encoder,
        Array.from({ length: times }, () => command),
        members,
      );
      const start = performance.now();
      device.queue.submit([encoder.finish()]);
      await device.queue.onSubmittedWorkDone();
      return performance.now() - start;
    },
    destroy: () => arena.destroy(),
  };
}

/**
 * Times small layers in both forms, few taps and many, and says what each form costs. A few milliseconds on a
 * GPU; the choice of form that follows from it changes results in the last bits only.
 */
export async function measureConvolutions(
  gpu: Omit<Workspace, 'arena'>,
  software: boolean,
  operation: Operation,
): Promise<ConvolutionCosts> {
  const size = software ? { members: 1, images4: 16 } : { members: 32, images4: 128 };
  const probes = [
    prepareProbe(gpu, FEW, 'dense', 1, size),
    prepareProbe(gpu, MANY, 'dense', 1, size),
    prepareProbe(gpu, FEW, 'rows', 6, size),
    prepareProbe(gpu, MANY, 'rows', 6, size),
  ];
  try {
    for (const probe of probes) await operation.wait(probe.run());
    const best = probes.map(() => Number.POSITIVE_INFINITY);
    for (let turn = 0; turn < TURNS; turn++) {
      for (const [i, probe] of probes.entries())
        best[i] = Math.min(best[i], await operation.wait(probe.run()));
    }
    const units = SIDE * SIDE * size.members;
    const line = (few: number, many: number, lengths: [number, number], parts: number) => {
      const slope = Math.max(many - few, many / 100) / (lengths[1] - lengths[0]);
      return {
        base: Math.max(0, few - slope * lengths[0]) / (units * parts),
        slope: slope / (units * parts),
      };
    };
    const { channels } = gpu.programs.shape;
    const dense = line(best[0], best[1], [probes[0].taps, probes[1].taps], CHANNELS / channels);
    const rows = line(best[2], best[3], [probes[2].entries, probes[3].entries], CHANNELS);
    return {
      block: { channels, base: dense.base, tap: dense.slope },
      row: { base: rows.base, entry: rows.slope },
    };
  } finally {
    for (const probe of probes) probe.destroy();
  }
}
