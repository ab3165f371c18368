// A dispatch before its kernel is compiled, and what those of one training work with.
import type { Activations } from '../activations';
import { type Command, createCommand, type Workspace } from '../programs';
import type { TrainingBlocks, TrainingKernel } from './kernels';
import type { ValueLayout } from './values';

/** A kernel of training by its name, or a dispatch of those that runs use too. */
export type Dispatch =
  | { kernel: TrainingKernel; bindings: (GPUBuffer | null)[]; workgroups: [x: number, y: number, z: number] }
  | Command;

/** What all networks of a training have on the GPU, [member][value]. */
type ValueBuffers = {
  weights: GPUBuffer;
  velocities: GPUBuffer;
  masks: GPUBuffer;
  /** The values as networks compute with them: zero where they are masked. */
  masked: GPUBuffer;
  gradients: GPUBuffer;
};

/** A training laid out on the GPU. */
export type Room = {
  work: Workspace;
  /** A processor runs it. */
  software: boolean;
  blocks: TrainingBlocks;
  members: number;
  /** Images of a batch, in vec4s. */
  images4: number;
  layout: ValueLayout;
  values: ValueBuffers;
  /** The values of the steps, by number + 2; the networks' images are buffer 1 (`asPlan`). */
  activations: Activations;
};

/** Workgroups for the images of a batch. */
export const imageGroups = ({ images4, work }: Room): number => Math.ceil(images4 / work.programs.lanes);

/** Workgroups for `count` invocations a member, which may be more than one direction holds. */
export function valueGroups({ work, members }: Room, count: number): [number, number, number] {
  const groups = Math.ceil(count / work.programs.lanes);
  const most = 65_535;
  return [Math.min(most, groups), Math.ceil(groups / most), members];
}

/** Binds what was compiled. */
export function bound(
  work: Workspace,
  dispatches: Dispatch[],
  kernels: Map<TrainingKernel, GPUComputePipeline>,
): Command[] {
  return dispatches.map((each) =>
    'kernel' in each ? createCommand(work, kernels.get(each.kernel)!, each.bindings, each.workgroups) : each,
  );
}

/** The kernels that dispatches need. */
export const kernelsOf = (dispatches: Dispatch[]): TrainingKernel[] =>
  dispatches.flatMap((each) => ('kernel' in each ? [each.kernel] : []));
