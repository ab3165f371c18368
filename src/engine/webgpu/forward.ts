import type { InputShape } from '../../model/architecture';
import { refuseSteps } from '../chains';
import type { Plan, Step } from '../steps';
import type { Activations } from './activations';
import { convolutionCommand, type KernelForm, type StepBuffers } from './convolution';
import { type Command, createCommand, type Workspace } from './programs';
import { bufferValues } from './tile';

/** A population's parameters on the GPU, by position in the plan's steps. */
export type Parameters = {
  /** Of convolutions only. */
  forms: (KernelForm | undefined)[];
  /** [member, channel] scale and shift, of convolutions and affine steps; the members' grids, of rounding steps. */
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
function pixelValues({ channels, mean, std }: InputShape): Float32Array {
  return Float32Array.from({ length: channels * 256 }, (_, i) => {
    const channel = i >> 8;
    return ((i & 255) / 255 - mean[channel]) / std[channel];
  });
}

/** The dispatch that turns a tile's bytes into the network's input, images innermost, for all members at once. */
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

function stepCommand(
  work: Workspace,
  step: Step,
  own: { form?: KernelForm; affine?: GPUBuffer; other?: GPUBuffer },
  buffers: StepBuffers,
): Command {
  const { tile, input, inputMember, output, images4, members } = buffers;
  const { channels, height, width } = step.output;
  const x = Math.ceil(images4 / work.programs.lanes);
  const grid: [number, number, number] = [x, height * width, channels];
  switch (step.kind) {
    case 'conv':
      return convolutionCommand(work, step, own.form!, own.affine!, buffers);
    case 'affine': {
      const shape = work.arena.uniform('affine', [
        channels,
        height * width,
        inputMember,
        step.activation ? 1 : 0,
      ]);
      return createCommand(
        work,
        work.programs.affine,
        [tile, shape, input, own.affine!, output],
        grid,
        members,
      );
    }
    case 'round': {
      const shape = work.arena.uniform('round', [channels, height * width, inputMember]);
      return createCommand(
        work,
        work.programs.round,
        [tile, shape, input, own.affine!, output],
        grid,
        members,
      );
    }
    case 'add': {
      const shape = work.arena.uniform('add', [height * width, step.activation ? 1 : 0]);
      return createCommand(work, work.programs.add, [tile, shape, input, own.other!, output], grid, members);
    }
    case 'maxPool':
    case 'averagePool':
    case 'globalAverage':
    case 'globalMax': {
      const window =
        'size' in step ? [...step.size, step.stride[0]] : [step.input.height, step.input.width, 1];
      const shape = work.arena.uniform(step.kind, [
        step.input.height,
        step.input.width,
        channels,
        inputMember,
        height,
        width,
        ...window,
        step.kind === 'maxPool' || step.kind === 'globalMax' ? 1 : 0,
      ]);
      return createCommand(work, work.programs.pool, [tile, shape, input, output], grid, members);
    }
    default:
      throw new Error(`The GPU does not run a ${step.kind} yet.`);
  }
}

/** The dispatches of a plan's steps, in order, for all members of a tile. */
export function stepCommands(
  work: Workspace,
  plan: Plan,
  steps: Step[],
  parameters: Parameters,
  activations: Activations,
): Command[] {
  refuseSteps(steps, 'The GPU');
  const values = bufferValues(plan);
  return steps.map((step, index) =>
    stepCommand(
      work,
      step,
      {
        form: parameters.forms[index],
        affine: parameters.affine[index],
        other: step.kind === 'add' ? activations.buffers[step.other] : undefined,
      },
      {
        tile: activations.tile,
        images4: activations.images4,
        members: activations.members,
        input: activations.buffers[step.source],
        inputMember: step.source === 0 ? 0 : values[step.source] * activations.images4,
        output: activations.buffers[step.target],
      },
    ),
  );
}
