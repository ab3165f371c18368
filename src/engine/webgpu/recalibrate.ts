import type { Population } from '../../model/population';
import { memberValues, tensorOf } from '../../model/population';
import { recalibratedPopulation } from '../../model/recalibrate';
import type { Shard } from '../../model/shard';
import type { Progress } from '../device';
import { type AffineStep, type ConvStep, hasBatchNorm, type Plan } from '../steps';
import type { Activations } from './activations';
import { readBack } from './buffers';
import type { Operation } from './failure';
import { imagesCommand, type Parameters, stepCommands, writeTile } from './forward';
import { affineValues, type Kernels, uploadAffine } from './network';
import { type Command, createCommand, record, type Workspace } from './programs';
import { tileBytes } from './run';
import { bufferValues, chooseTile, type TileLimits, type TileSize } from './tile';

type NormStep = (ConvStep | AffineStep) & { norm: { name: string } };

/** Running count, mean and sum of squared distances from the mean, a value a member and channel. */
type Moments = { count: number; mean: Float64Array; squares: Float64Array };

/**
 * Takes `count` more values into `moments`, exactly as if all had been one set. `pairs` holds their mean and
 * sum of squared distances. Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm", 1979.
 */
function mergeMoments(moments: Moments, count: number, pairs: Float32Array): void {
  const total = moments.count + count;
  for (let i = 0; i < moments.mean.length; i++) {
    const distance = pairs[2 * i] - moments.mean[i];
    moments.mean[i] += (distance * count) / total;
    moments.squares[i] += pairs[2 * i + 1] + (distance * distance * moments.count * count) / total;
  }
  moments.count = total;
}

type MomentsProgram = {
  commands: Command[];
  moments: GPUBuffer;
};

/**
 * The dispatches that measure, over one tile, the values in `values`: two passes, the second around the mean
 * of the first.
 */
export function momentsCommands(
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
      createCommand(
        work,
        programs.sumPixels,
        bindings,
        [Math.ceil(images4 / work.programs.lanes), 1, channels],
        members,
      ),
      createCommand(
        work,
        programs.sumImages,
        [tile, uniform, null, sums, moments],
        [Math.ceil((members * channels) / work.programs.lanes), 1, 1],
      ),
    ];
  });
  return { commands, moments };
}

/** `population` with BatchNorm statistics of its own, to be overwritten. */
function withOwnStatistics(population: Population, norms: NormStep[]): Population {
  const tensors = { ...population.tensors };
  for (const { norm } of norms) {
    for (const name of [`${norm.name}.mean`, `${norm.name}.variance`]) {
      const { shape, data } = tensorOf(population, name);
      tensors[name] = { shape, data: data.slice() };
    }
  }
  return { ...population, tensors };
}

/**
 * A tile for estimation: all images at once where they fit, since then no layer needs to be computed again
 * for the next.
 */
export function calibrationTile(plan: Plan, members: number, images: number, limits: TileLimits): TileSize {
  const whole = chooseTile(plan, members, images, { ...limits, images });
  return whole.images4 * 4 >= images ? whole : chooseTile(plan, members, images, limits);
}

/**
 * Re-estimates the mean and variance (unbiased) of every BatchNorm layer over all of `calibration`, in the
 * plan's order, each from activations in which the earlier layers are already re-estimated. Every tile is
 * measured in two centred passes; tiles are merged in float64.
 */
export async function estimateStatistics(
  work: Workspace,
  plan: Plan,
  kernels: Kernels,
  population: Population,
  calibration: Shard,
  activations: Activations,
  operation: Operation,
  progress: Progress,
): Promise<Population> {
  const { device, arena } = work;
  const members = population.members.length;
  const stride = activations.images4 * 4;
  const tiles = Math.ceil(calibration.count / stride);
  const images = imagesCommand(work, population.architecture.input, activations);
  const parameters: Parameters = {
    forms: plan.steps.map((step, position) =>
      step.kind === 'conv' ? kernels.formOf(step, position) : undefined,
    ),
    affine: uploadAffine(arena, plan, population),
  };
  const commands = stepCommands(work, plan, plan.steps, parameters, activations);
  const norms = plan.steps.flatMap((step, position) => (hasBatchNorm(step) ? [{ step, position }] : []));
  const stages = norms.map(({ step, position }, index) => {
    const from = tiles === 1 && index > 0 ? norms[index - 1].position : 0;
    const before = [...(from === 0 ? [images] : []), ...commands.slice(from, position).flat()];
    if (step.kind === 'conv') {
      const bare: ConvStep = { ...step, norm: null, activation: null };
      const shift = arena.upload('shift alone', affineValues(population, bare)!);
      const affine = parameters.affine.with(position, shift);
      const steps = plan.steps.with(position, bare);
      before.push(...stepCommands(work, plan, steps, { ...parameters, affine }, activations)[position]);
    }
    const measured = step.kind === 'conv' ? step.target : step.source;
    const inputMember = measured === 0 ? 0 : bufferValues(plan)[measured] * activations.images4;
    const measure = momentsCommands(
      work,
      activations,
      activations.buffers[measured],
      inputMember,
      step.output,
    );
    const staging = arena.staging('moments', activations.members * step.output.channels * 8);
    return { step, position, commands: [...before, ...measure.commands], moments: measure.moments, staging };
  });
  const current = withOwnStatistics(
    population,
    norms.map(({ step }) => step),
  );
  const submissions = stages.length * Math.ceil(members / activations.members) * tiles;
  let done = 0;
  for (let first = 0; first < members; first += activations.members) {
    const here = Math.min(activations.members, members - first);
    for (const { step, position, commands, moments, staging } of stages) {
      const { channels, height, width } = step.output;
      const size = here * channels;
      const sums: Moments = { count: 0, mean: new Float64Array(size), squares: new Float64Array(size) };
      for (let start = 0; start < calibration.count; start += stride) {
        operation.check();
        const count = Math.min(stride, calibration.count - start);
        device.queue.writeBuffer(activations.bytes, 0, tileBytes(calibration, start, count));
        writeTile(device, activations, first, count);
        const encoder = device.createCommandEncoder();
        record(encoder, commands, here);
        encoder.copyBufferToBuffer(moments, 0, staging, 0, size * 8);
        device.queue.submit([encoder.finish()]);
        const pairs = new Float32Array(await operation.wait(readBack(staging, size * 8)));
        mergeMoments(sums, count * height * width, pairs);
        progress(++done / submissions);
      }
      const { name } = step.norm;
      const freedom = Math.max(1, sums.count - 1);
      current.tensors[`${name}.mean`].data.set(sums.mean, first * channels);
      current.tensors[`${name}.variance`].data.set(
        sums.squares.map((sum) => sum / freedom),
        first * channels,
      );
      device.queue.writeBuffer(parameters.affine[position]!, 0, affineValues(current, step)!);
    }
  }
  const names = norms.flatMap(({ step }) => [`${step.norm.name}.mean`, `${step.norm.name}.variance`]);
  const statistics = population.members.map((_, member) =>
    Object.fromEntries(names.map((name) => [name, memberValues(tensorOf(current, name), member)])),
  );
  return recalibratedPopulation(population, calibration, statistics);
}
