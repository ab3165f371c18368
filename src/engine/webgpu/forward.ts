import type { InputShape } from '../../model/architecture';
import { type JoinStep, type Plan, readsOf, type Step } from '../steps';
import type { Activations } from './activations';
import {
  activationWords,
  bitsOf,
  convolutionCommand,
  type KernelForm,
  type StepBuffers,
} from './convolution';
import { type Command, createCommand, isAtMostRelu, type Workspace } from './programs';
import { bufferValues } from './tile';

/** A population's parameters on the GPU, by position in the plan's steps. */
export type Parameters = {
  /** Of convolutions only. */
  forms: (KernelForm | undefined)[];
  /**
   * [member, channel] scale and shift, of convolutions, affine steps, LayerNorm and PReLU; the members'
   * grids, of rounding steps.
   */
  affine: (GPUBuffer | undefined)[];
};

/** Says which members and images the next submission is about. */
export function writeTile(
  device: GPUDevice,
  activations: Activations,
  firstMember: number,
  images: number,
): void {
  device.queue.writeBuffer(activations.tile, 0, new Uint32Array([firstMember, activations.images4, images]));
}

/** (byte / 255 - mean) / std for every channel and byte, rounded once. */
export function pixelValues({ channels, mean, std }: InputShape): Float32Array {
  return Float32Array.from({ length: channels * 256 }, (_, i) => {
    const channel = i >> 8;
    return ((i & 255) / 255 - mean[channel]) / std[channel];
  });
}

/**
 * The dispatch that turns a tile's bytes into the network's input, images innermost, for all members at once.
 */
export function imagesCommand(work: Workspace, input: InputShape, activations: Activations): Command {
  const { channels, height, width } = input;
  return createCommand(
    work,
    work.programs.images,
    [
      activations.tile,
      work.arena.uniform('images', [channels, height, width]),
      activations.bytes,
      work.arena.upload('pixel values', pixelValues(input)),
      activations.buffers[0],
    ],
    [Math.ceil(activations.images4 / work.programs.lanes), height * width, channels],
  );
}

/** What a step reads and writes, beside what every step has. */
type Own = { form?: KernelForm; affine?: GPUBuffer; inputs: { buffer: GPUBuffer; member: number }[] };

function joinCommand(
  work: Workspace,
  step: JoinStep,
  { inputs }: Own,
  { tile, output, members }: StepBuffers,
  x: number,
) {
  const { channels, height, width } = step.output;
  const other = step.otherShape;
  const [left, right] = inputs;
  const shape = work.arena.uniform(step.kind, [
    channels,
    height,
    width,
    left.member,
    right.member,
    other.channels === 1 ? 0 : other.height * other.width,
    other.height === 1 ? 0 : other.width,
    other.width === 1 ? 0 : 1,
    step.kind === 'multiply' ? 1 : 0,
    ...activationWords(step.activation),
  ]);
  const bindings = [tile, shape, left.buffer, right.buffer, output];
  return createCommand(work, work.programs.join, bindings, [x, height * width, channels], members);
}

/** Copies the channels `order` of an input to a step's output, from channel `first` of it on. */
function copyCommand(
  work: Workspace,
  step: Step,
  input: Own['inputs'][number],
  { tile, output, members }: StepBuffers,
  x: number,
  order: number[],
  first: number,
): Command {
  const isFlat = step.kind === 'flatten';
  // A flattened value keeps its place in memory.
  const { channels, height, width } = isFlat ? step.input : step.output;
  const padding = step.kind === 'pad' ? [step.padding[0], step.padding[1], bitsOf(step.value)] : [0, 0, 0];
  const shape = work.arena.uniform(step.kind, [
    order.length,
    step.input.height,
    step.input.width,
    input.member,
    height,
    width,
    channels,
    first,
    ...padding,
  ]);
  const bindings = [tile, shape, input.buffer, work.arena.upload('order', Uint32Array.from(order)), output];
  return createCommand(work, work.programs.copy, bindings, [x, height * width, order.length], members);
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

function stepCommand(work: Workspace, step: Step, own: Own, buffers: StepBuffers): Command[] {
  const { tile, input, inputMember, output, images4, members } = buffers;
  const { channels, height, width } = step.output;
  const x = Math.ceil(images4 / work.programs.lanes);
  const grid: [number, number, number] = [x, height * width, channels];
  const one = (pipeline: GPUComputePipeline, words: number[], more: GPUBuffer[] = []) => {
    const shape = work.arena.uniform(step.kind, words);
    return [createCommand(work, pipeline, [tile, shape, input, ...more, output], grid, members)];
  };
  switch (step.kind) {
    case 'conv':
      return [convolutionCommand(work, step, own.form!, own.affine!, buffers)];
    case 'affine': {
      const words = [channels, height * width, inputMember, 0, ...activationWords(step.activation)];
      const { affine, affinePlain } = work.programs;
      return one(isAtMostRelu(step.activation) ? affinePlain : affine, words, [own.affine!]);
    }
    case 'prelu':
      return one(
        work.programs.affinePlain,
        [channels, height * width, inputMember, 1, 0, 0, 0],
        [own.affine!],
      );
    case 'round':
      return one(work.programs.round, [channels, height * width, inputMember], [own.affine!]);
    case 'layerNorm': {
      const words = [channels, height * width, inputMember, bitsOf(step.epsilon)];
      const shape = work.arena.uniform(step.kind, words);
      const bindings = [tile, shape, input, own.affine!, output];
      return [createCommand(work, work.programs.layerNorm, bindings, [x, height * width, 1], members)];
    }
    case 'add':
    case 'multiply':
      return [joinCommand(work, step, own, buffers, x)];
    case 'concatenate': {
      let first = 0;
      return own.inputs.map((each, i) => {
        const command = copyCommand(work, step, each, buffers, x, upTo(step.channels[i]), first);
        first += step.channels[i];
        return command;
      });
    }
    case 'arrange':
      return [copyCommand(work, step, own.inputs[0], buffers, x, step.order, 0)];
    case 'pad':
    case 'flatten':
      return [copyCommand(work, step, own.inputs[0], buffers, x, upTo(step.input.channels), 0)];
    case 'maxPool':
    case 'averagePool':
    case 'globalAverage':
    case 'globalMax': {
      const { height: rows, width: columns } = step.input;
      const isLargest = step.kind === 'maxPool' || step.kind === 'globalMax';
      const window =
        'size' in step ? [...step.size, ...step.stride, ...step.padding] : [rows, columns, 1, 1, 0, 0, 0, 0];
      const mode = isLargest ? 0 : 'size' in step && step.countPadding ? 2 : 1;
      return one(work.programs.pool, [
        rows,
        columns,
        channels,
        inputMember,
        height,
        width,
        ...window,
        mode,
        0,
      ]);
    }
  }
}

/** The dispatches of a plan's steps, step by step in order, for all members of a tile. */
export function stepCommands(
  work: Workspace,
  plan: Plan,
  steps: Step[],
  parameters: Parameters,
  activations: Activations,
): Command[][] {
  const values = bufferValues(plan);
  const memberOf = (buffer: number) => (buffer === 0 ? 0 : values[buffer] * activations.images4);
  return steps.map((step, index) =>
    stepCommand(
      work,
      step,
      {
        form: parameters.forms[index],
        affine: parameters.affine[index],
        inputs: readsOf(step).map((buffer) => ({
          buffer: activations.buffers[buffer],
          member: memberOf(buffer),
        })),
      },
      {
        tile: activations.tile,
        images4: activations.images4,
        members: activations.members,
        input: activations.buffers[step.source],
        inputMember: memberOf(step.source),
        output: activations.buffers[step.target],
      },
    ),
  );
}
