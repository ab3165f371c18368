import type { Population, StackedTensor } from '../../model/population';
import { memberValues, tensorOf } from '../../model/population';
import { recalibratedPopulation } from '../../model/recalibrate';
import type { Shard } from '../../model/shard';
import type { Progress } from '../device';
import type { AffineStep, ConvStep, Plan, Step } from '../plan';
import { readBack } from './buffers';
import type { Operation } from './failure';
import {
  type Activations,
  allocateActivations,
  imagesCommand,
  type Parameters,
  stepCommands,
  writeTile,
} from './forward';
import { affineValues, type Kernels, uploadAffine } from './network';
import { type Command, createCommand, lanes, record, type Workspace } from './programs';
import { tileBytes } from './run';
import { bufferValues, chooseTile, type TileLimits } from './tile';

type NormStep = (ConvStep | AffineStep) & { norm: { name: string; epsilon: number } };

function hasNorm(step: Step): step is NormStep {
  return (step.kind === 'conv' || step.kind === 'affine') && step.norm !== null;
}

/** Running count, mean and sum of squared distances from the mean, a value a member and channel. */
type Moments = { count: number; mean: Float64Array; squares: Float64Array };

/**
 * Takes another set of values into `moments`, exactly as if both had been one. `pairs` holds its mean and sum of squared distances,
 * from position `at` of `moments` on. Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm", 1979.
 */
function mergeMoments(moments: Moments, at: number, count: number, pairs: Float32Array): void {
  const total = moments.count + count;
  for (let i = 0; i < pairs.length / 2; i++) {
    const distance = pairs[2 * i] - moments.mean[at + i];
    moments.mean[at + i] += (distance * count) / total;
    moments.squares[at + i] += pairs[2 * i + 1] + (distance * distance * moments.count * count) / total;
  }
}

type MomentsProgram = {
  commands: Command[];
  moments: GPUBuffer;
};

/** The dispatches that measure, over one tile, the values in `values`: two passes, the second around the mean of the first. */
function momentsCommands(
  work: Workspace,
  activations: Activations,
  values: GPUBuffer,
  inputMember: number,
  shape: { channels: number; height: number; width: number },
): MomentsProgram {
  const { programs, arena } = work;
  const { channels } = shape;
  const { tile, images4, members } = activations;
  const sums = arena.storage('sums', members * channels * images4 * 16);
  const moments = arena.storage('moments', members * channels * 8);
  const commands = [0, 1].flatMap((centred) => {
    const uniform = arena.uniform('moments', [channels, shape.height * shape.width, inputMember, centred]);
    const bindings = [tile, uniform, values, sums, moments];
    return [
      createCommand(work, programs.sumPixels, bindings, [Math.ceil(images4 / lanes), 1, channels], members),
      createCommand(
        work,
        programs.sumImages,
        [tile, uniform, null, sums, moments],
        [Math.ceil((members * channels) / lanes), 1, 1],
      ),
    ];
  });
  return { commands, moments };
}

function withStatistics(population: Population, name: string, moments: Moments): Population {
  const { shape } = tensorOf(population, `${name}.mean`);
  const stack = (values: Float64Array): StackedTensor => ({ shape, data: Float32Array.from(values) });
  return {
    ...population,
    tensors: {
      ...population.tensors,
      [`${name}.mean`]: stack(moments.mean),
      [`${name}.variance`]: stack(moments.squares.map((sum) => sum / Math.max(1, moments.count - 1))),
    },
  };
}

/**
 * Re-estimates the mean and variance (unbiased) of every BatchNorm layer over all of `calibration`, in the plan's order, each
 * from activations in which the earlier layers are already re-estimated. Every tile is measured in two centred passes; tiles are merged in
 * float64.
 */
export async function estimateStatistics(
  work: Workspace,
  plan: Plan,
  kernels: Kernels,
  population: Population,
  calibration: Shard,
  limits: TileLimits,
  operation: Operation,
  progress: Progress,
): Promise<Population> {
  const { device, arena } = work;
  const members = population.members.length;
  const tile = chooseTile(plan, members, calibration.count, limits);
  const stride = tile.images4 * 4;
  const activations = allocateActivations(arena, plan, tile);
  const images = imagesCommand(work, population.architecture.input, activations);
  const parameters: Parameters = {
    forms: plan.steps.map((step, position) =>
      step.kind === 'conv' ? kernels.formOf(step, position) : undefined,
    ),
    affine: uploadAffine(arena, plan, population),
  };
  const commands = stepCommands(work, plan, plan.steps, parameters, activations);
  const norms = plan.steps.flatMap((step, position) => (hasNorm(step) ? [{ step, position }] : []));
  const groups = Math.ceil(members / tile.members);
  const tiles = Math.ceil(calibration.count / stride);
  let done = 0;
  let current = population;
  for (const { step, position } of norms) {
    const raw = step.kind === 'conv' ? { ...step, norm: null, relu: false } : null;
    const measured = raw ? step.target : step.source;
    const before = commands.slice(0, position);
    if (raw) {
      const plain = arena.upload('shift alone', affineValues(population, raw)!);
      const affine = parameters.affine.with(position, plain);
      before.push(
        stepCommands(work, plan, plan.steps.with(position, raw), { ...parameters, affine }, activations)[
          position
        ],
      );
    }
    const inputMember = measured === 0 ? 0 : bufferValues(plan)[measured] * tile.images4;
    const measure = momentsCommands(
      work,
      activations,
      activations.buffers[measured],
      inputMember,
      step.output,
    );
    const { channels, height, width } = step.output;
    const staging = arena.staging('moments', tile.members * channels * 8);
    const moments: Moments = {
      count: 0,
      mean: new Float64Array(members * channels),
      squares: new Float64Array(members * channels),
    };
    for (let start = 0; start < calibration.count; start += stride) {
      const count = Math.min(stride, calibration.count - start);
      device.queue.writeBuffer(activations.bytes, 0, tileBytes(calibration, start, count));
      for (let first = 0; first < members; first += tile.members) {
        operation.check();
        const here = Math.min(tile.members, members - first);
        writeTile(device, activations, first, count);
        const encoder = device.createCommandEncoder();
        record(encoder, [images, ...before, ...measure.commands], here);
        const bytes = here * channels * 8;
        encoder.copyBufferToBuffer(measure.moments, 0, staging, 0, bytes);
        device.queue.submit([encoder.finish()]);
        const pairs = new Float32Array(await operation.wait(readBack(staging, bytes)));
        mergeMoments(moments, first * channels, count * height * width, pairs);
        done++;
        progress(done / (norms.length * groups * tiles));
      }
      moments.count += count * height * width;
    }
    current = withStatistics(current, step.norm.name, moments);
    device.queue.writeBuffer(parameters.affine[position]!, 0, affineValues(current, step)!);
  }
  const names = norms.flatMap(({ step }) => [`${step.norm.name}.mean`, `${step.norm.name}.variance`]);
  const statistics = population.members.map((_, member) =>
    Object.fromEntries(names.map((name) => [name, memberValues(tensorOf(current, name), member)])),
  );
  return recalibratedPopulation(population, calibration, statistics);
}
