import { type Activation, activationCode } from '../../model/layers/activations';
import type { ConvStep } from '../steps';
import { type Command, createCommand, record, type Workspace } from './programs';

/** A convolution's kernels as the GPU runs them, all members together. */
export type KernelForm =
  /** `halves`: the weights are float16. */
  | { kind: 'dense'; packed: GPUBuffer; halves: boolean }
  | { kind: 'rows'; rows: GPUBuffer; entries: GPUBuffer };

/** The bits of a float32. */
export function bitsOf(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0];
}

/** An activation as the kernels read it: its kind, 0 for none, and the bits of its parameters. */
export function activationWords(activation: Activation | null): [kind: number, a: number, b: number] {
  if (!activation) return [0, 0, 0];
  const [kind, a, b] = activationCode(activation);
  return [kind + 1, bitsOf(a), bitsOf(b)];
}

const widestRowKernel = 16;
const largestRowOffset = 2 ** 24;

/** The number of weights in one output channel of one member. */
export function tapsOf(step: ConvStep): number {
  return (step.input.channels / step.groups) * step.kernel[0] * step.kernel[1];
}

/**
 * Whether compressed rows can express a convolution: offsets have 24 bits, and taps that padding cuts off
 * have 4 and 4.
 */
function fitsRows(step: ConvStep): boolean {
  const { channels, height, width } = step.input;
  const cutOff = Math.max(...step.padding) > 0 && Math.max(...step.kernel) > widestRowKernel;
  return !cutOff && channels * height * width <= largestRowOffset;
}

/**
 * The form in which a convolution runs when `share` (0..1) of its weights, all members together, are not
 * zero: rows up to a share of `crossover`.
 */
export function formFor(step: ConvStep, share: number, crossover: number): KernelForm['kind'] {
  // Blocks of channels share their inputs, which groups do not.
  if (step.groups > 1 && !fitsRows(step)) {
    throw new Error(
      `The GPU does not run "${step.name}": a grouped convolution over ${largestRowOffset} values, or with ` +
        `a padded kernel over ${widestRowKernel}.`,
    );
  }
  return step.groups > 1 || (share <= crossover && fitsRows(step)) ? 'rows' : 'dense';
}

/**
 * Lays out kernels [member, output, input, height, width] in `weights` for `kind`; `kept` counts those that
 * are not zero, `halves` says that all are float16.
 */
export function shapeKernels(
  work: Workspace,
  step: ConvStep,
  kernels: { weights: GPUBuffer; members: number; kept: number; halves: boolean },
  kind: KernelForm['kind'],
): KernelForm {
  const { weights, members, kept, halves } = kernels;
  const taps = tapsOf(step);
  const channels = step.output.channels;
  const encoder = work.device.createCommandEncoder();
  let form: KernelForm;
  if (kind === 'dense') {
    const block = work.programs.shape.channels;
    const blocks = Math.ceil(channels / block);
    const words = (block / (halves ? 8 : 4)) * taps;
    const packed = work.arena.storage(`${step.name}.packed`, members * blocks * words * 16);
    const shape = work.arena.uniform('pack', [channels, taps]);
    record(encoder, [
      createCommand(
        work,
        halves ? work.programs.packHalf : work.programs.pack,
        [shape, weights, packed],
        [Math.ceil(words / work.programs.lanes), blocks, members],
      ),
    ]);
    form = { kind, packed, halves };
  } else {
    const rowCount = members * channels;
    const rows = work.arena.storage(`${step.name}.rows`, (rowCount + 1) * 4);
    const entries = work.arena.storage(`${step.name}.entries`, Math.max(1, kept) * 8);
    const { height, width } = step.input;
    const inGroup = [channels / step.groups, step.input.channels / step.groups];
    const shape = work.arena.uniform('rows', [
      rowCount,
      taps,
      ...step.kernel,
      height,
      width,
      ...step.dilation,
      channels,
      ...inGroup,
    ]);
    const all = Math.ceil(rowCount / work.programs.lanes);
    record(encoder, [
      createCommand(work, work.programs.countWeights, [shape, weights, rows], [all, 1, 1]),
      createCommand(work, work.programs.placeRows, [shape, null, rows], [1, 1, 1]),
      createCommand(work, work.programs.fillRows, [shape, weights, rows, entries], [all, 1, 1]),
    ]);
    form = { kind, rows, entries };
  }
  work.device.queue.submit([encoder.finish()]);
  return form;
}

/**
 * Where a step's values come from and go to. `inputMember` is the distance between two members' inputs in
 * vec4s, 0 when shared.
 */
export type StepBuffers = {
  tile: GPUBuffer;
  images4: number;
  members: number;
  input: GPUBuffer;
  inputMember: number;
  output: GPUBuffer;
};

/**
 * Workgroups along `part` parts of the images and along pixels: where the images are few, pixels share one
 * (`placeOf`).
 */
export function sharedGroups(part: number, pixels: number, lanes: number): [x: number, y: number] {
  const together = Math.max(1, Math.floor(lanes / part));
  return [Math.ceil(part / lanes), Math.ceil(pixels / together)];
}

/** The dispatch of a convolution, fused with scale, shift and ReLU, for all members of a tile. */
export function convolutionCommand(
  work: Workspace,
  step: ConvStep,
  form: KernelForm,
  affine: GPUBuffer,
  buffers: StepBuffers,
): Command {
  const { input, output } = step;
  const shape = work.arena.uniform(step.name, [
    input.channels,
    input.height,
    input.width,
    buffers.inputMember,
    output.channels,
    output.height,
    output.width,
    ...step.kernel,
    ...step.stride,
    step.padding[0],
    step.padding[1],
    ...step.dilation,
    ...activationWords(step.activation),
  ]);
  const { programs } = work;
  const groups = (images: number, lanes: number) =>
    sharedGroups(Math.ceil((buffers.images4 * 4) / images), output.height * output.width, lanes);
  const head = [buffers.tile, shape, buffers.input];
  if (form.kind === 'dense') {
    const { images, channels, lanes } = programs.shape;
    return createCommand(
      work,
      form.halves ? programs.denseConvolutionHalf : programs.denseConvolution,
      [...head, form.packed, affine, buffers.output],
      [...groups(images, lanes), Math.ceil(output.channels / channels)],
      buffers.members,
    );
  }
  return createCommand(
    work,
    programs.rowConvolution,
    [...head, form.rows, form.entries, affine, buffers.output],
    [...groups(8, programs.lanes), output.channels],
    buffers.members,
  );
}
