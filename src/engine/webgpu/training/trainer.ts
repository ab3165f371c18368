// Networks of one architecture in training on the GPU, all in each dispatch: a step at a time.
import type { Architecture } from '../../../model/architecture';
import type { Recipe } from '../../../model/recipe';
import type { Shard } from '../../../model/shard';
import type { TrainingState } from '../../../model/training';
import { asPlan, bareSteps } from '../../bareSteps';
import type { Epoch, StepResult } from '../../epoch';
import { planSteps } from '../../plan';
import { readBack } from '../buffers';
import { bitsOf } from '../convolution';
import type { Operation } from '../failure';
import { pixelValues } from '../forward';
import { record, type Workspace } from '../programs';
import { bound, type Dispatch, imageGroups, kernelsOf, type Room, valueGroups } from './dispatch';
import type { TrainingKernels } from './kernels';
import { backwardDispatches, forwardDispatches } from './passes';
import { layOutValues, packed, packedMasks, unpacked } from './values';

/** Dispatches that are submitted together: a slow GPU has to give a sign in between. */
const TOGETHER = 12;

/** Steps whose losses wait on the GPU at most. */
export const MOST_WAITING = 64;

/**
 * Bytes of one network in training with a batch of `images`: of all values and their gradients, and of the
 * largest buffer.
 */
export function trainingBytes(architecture: Architecture, images: number): { all: number; largest: number } {
  const plan = planSteps(architecture);
  const sizes = asPlan(plan, bareSteps(plan)).buffers.map(
    ({ channels, height, width }) => channels * height * width * images * 4,
  );
  return { all: 2 * sizes.reduce((sum, size) => sum + size, 0), largest: Math.max(...sizes) };
}

/** A device to train on, its kernels, and where buffers go. */
export type TrainingSpace = Workspace & { kernels: TrainingKernels; software: boolean };

/** Lays networks out for training on `images`, in `work`'s arena. */
export async function createTrainer(
  work: TrainingSpace,
  operation: Operation,
  architecture: Architecture,
  recipe: Recipe,
  images: Shard,
  states: TrainingState[],
) {
  const { arena, device, kernels, software } = work;
  const { queue } = device;
  const { batch } = recipe;
  const members = states.length;
  const images4 = batch / 4;
  const plan = planSteps(architecture);
  const bare = bareSteps(plan);
  const { channels, height, width } = architecture.input;
  const layout = layOutValues(architecture);
  const bytesOf = (values: { channels: number; height: number; width: number }) =>
    values.channels * values.height * values.width * members * images4 * 16;

  const tile = arena.uniform('tile', [0, images4, batch]);
  const buffers = asPlan(plan, bare).buffers.map((shape, index) =>
    arena.storage(`training values ${index}`, bytesOf(shape)),
  );
  const gradients = bare.map(({ step }, index) => arena.storage(`gradient ${index}`, bytesOf(step.output)));
  const values = {
    weights: arena.upload(
      'weights',
      packed(
        layout,
        states.map((state) => state.values),
      ),
    ),
    velocities: arena.upload(
      'velocities',
      packed(
        layout,
        states.map((state) => state.velocities),
      ),
    ),
    masks: arena.upload(
      'masks',
      packedMasks(
        layout,
        states.map((state) => state.masks),
      ),
    ),
    masked: arena.storage('masked weights', members * layout.size * 4),
    gradients: arena.storage('gradients', members * layout.size * 4),
  };
  const activations = { tile, bytes: tile, buffers, images4, members };
  const { blocks } = kernels;
  const room: Room = { work, software, blocks, members, images4, layout, values, activations };

  const step = arena.uniform('step', [0, 0]);
  const selection = arena.storage('selection', members * batch * 16);
  const bytes = arena.storage('images', images.count * channels * height * width);
  queue.writeBuffer(bytes, 0, imageBytes(images));
  const losses = arena.storage('losses', MOST_WAITING * members * 8);
  const each = arena.storage('loss of each', members * 2 * images4 * 16);

  const gather: Dispatch = {
    kernel: 'gather',
    bindings: [
      tile,
      arena.uniform('gather', [channels, height, width, batch]),
      bytes,
      arena.upload('pixel values', pixelValues(architecture.input)),
      selection,
      buffers[1],
    ],
    workgroups: [imageGroups(room), height * width, members * channels],
  };
  const { dispatches: forward, left } = forwardDispatches(room, plan, bare);
  const classes = arena.uniform('loss', [plan.classes, batch, members]);
  const logits = buffers[buffers.length - 1];
  const loss: Dispatch[] = [
    {
      kernel: 'lossPerImage',
      bindings: [tile, classes, null, logits, selection, gradients[gradients.length - 1], each],
      workgroups: [imageGroups(room), 1, members],
    },
    {
      kernel: 'lossPerMember',
      bindings: [tile, classes, step, null, null, null, each, losses],
      workgroups: [Math.ceil(members / work.programs.lanes), 1, 1],
    },
  ];
  const backward = backwardDispatches(room, bare, left, gradients);
  const rule = arena.uniform('descend', [layout.size, bitsOf(recipe.momentum), bitsOf(recipe.weightDecay)]);
  const { weights, velocities, masks, masked } = values;
  const descend: Dispatch = {
    kernel: 'descend',
    bindings: [rule, step, values.gradients, masks, weights, velocities, masked],
    workgroups: valueGroups(room, layout.size),
  };
  const mask: Dispatch = {
    kernel: 'mask',
    bindings: [rule, null, null, masks, weights, null, masked],
    workgroups: valueGroups(room, layout.size),
  };
  const all = [gather, ...forward, ...loss, ...backward, descend];
  const compiled = await kernels.get(kernelsOf([...all, mask]), operation);
  const commands = bound(work, all, compiled);
  const remask = bound(work, [mask], compiled);
  const staging = arena.staging('losses', MOST_WAITING * members * 8);
  const reading = arena.staging('values', members * layout.size * 4);

  const submit = (some: typeof commands) => {
    for (let first = 0; first < some.length; first += TOGETHER) {
      const encoder = device.createCommandEncoder();
      record(encoder, some.slice(first, first + TOGETHER), members);
      queue.submit([encoder.finish()]);
    }
  };
  const read = async (from: GPUBuffer, to: GPUBuffer, size: number) => {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(from, 0, to, 0, size);
    queue.submit([encoder.finish()]);
    return new Float32Array(await operation.wait(readBack(to, size)));
  };
  submit(remask);

  return {
    /**
     * One step of every network, over the images that its epoch has there; `waiting` steps' losses wait
     * before.
     */
    step(epochs: Epoch[], turn: number, waiting: number): void {
      const chosen = new Int32Array(members * batch * 4);
      epochs.forEach((epoch, member) => {
        epoch.chosen(turn).forEach((image, place) => {
          const moved = [epoch.shifts[2 * image], epoch.shifts[2 * image + 1]];
          const facts = (images.labels[image] << 1) | epoch.mirrored[image];
          chosen.set([image, facts, ...moved], (member * batch + place) * 4);
        });
      });
      queue.writeBuffer(selection, 0, chosen);
      queue.writeBuffer(step, 0, Uint32Array.of(waiting, bitsOf(epochs[0].rate(turn))));
      submit(commands);
    },

    /** What the last `waiting` steps gave, by step and network. */
    async losses(waiting: number): Promise<StepResult[][]> {
      const found = await read(losses, staging, waiting * members * 8);
      return Array.from({ length: waiting }, (_, place) =>
        Array.from({ length: members }, (_, member) => {
          const at = 2 * (place * members + member);
          return { loss: found[at], right: found[at + 1] };
        }),
      );
    },

    /** The networks' values, as they are under the masks. */
    async values() {
      return unpacked(layout, await read(weights, reading, members * layout.size * 4));
    },

    async velocities() {
      return unpacked(layout, await read(velocities, reading, members * layout.size * 4));
    },

    setMasks(all: TrainingState['masks'][]): void {
      queue.writeBuffer(masks, 0, packedMasks(layout, all));
      submit(remask);
    },
  };
}

/** The bytes of all images, whole words of them. */
function imageBytes({ images, count, height, width, channels }: Shard): Uint8Array<ArrayBuffer> {
  const size = count * height * width * channels;
  const whole = new Uint8Array(Math.ceil(size / 4) * 4);
  whole.set(images.subarray(0, size));
  return whole;
}
