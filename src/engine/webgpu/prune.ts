import type { Population, StackedTensor } from '../../model/population';
import { prunedPopulation, removedCount } from '../../model/prune';
import { unfoldedWeights } from '../../model/unfolded';
import type { PruneSettings } from '../../model/variant';
import { kernelOf } from '../parameters';
import type { ConvStep, Plan } from '../steps';
import { readBack } from './buffers';
import type { Operation } from './failure';
import { createCommand, record, type Workspace } from './programs';

// As in kernels/prune.wgsl.
const chunk = 256;
const bins = 256;
const shifts = [24, 16, 8, 0];

type PrunedLayer = { step: ConvStep; position: number; size: number; first: number; firstChunk: number };

function prunedLayers(plan: Plan): { layers: PrunedLayer[]; size: number; chunks: number } {
  let size = 0;
  let chunks = 0;
  const layers = plan.steps.flatMap((step, position) => {
    if (step.kind !== 'conv') return [];
    const { output, input, kernel, groups } = step;
    const own = output.channels * (input.channels / groups) * kernel[0] * kernel[1];
    const layer = { step, position, size: own, first: size, firstChunk: chunks };
    size += own;
    chunks += Math.ceil(own / chunk);
    return [layer];
  });
  return { layers, size, chunks };
}

/**
 * Prunes every member of a population on the GPU, mask for mask as `prunePopulation` does, and reads the
 * kernels back. `weights` holds the population's kernels by position in the plan's steps. Returns the pruned
 * population and its kernels, in buffers of `kept`'s arena; `work.arena` takes what is only needed meanwhile.
 */
export async function pruneOnGpu(
  work: Workspace,
  kept: Workspace,
  plan: Plan,
  population: Population,
  weights: (GPUBuffer | undefined)[],
  settings: PruneSettings,
  operation: Operation,
): Promise<{ population: Population; weights: (GPUBuffer | undefined)[] }> {
  const { device, programs, arena } = work;
  const { layers, size, chunks } = prunedLayers(plan);
  const members = population.members.length;
  const alike = settings.scope === 'layer';
  const groups = alike ? layers.length : 1;
  const counts = alike
    ? layers.map((layer) => removedCount(settings.sparsity, layer.size))
    : [removedCount(settings.sparsity, size)];
  const cuts = arena.upload(
    'cuts',
    Uint32Array.from({ length: members * groups * 2 }, (_, i) =>
      i % 2 === 0 ? 0 : counts[((i - 1) / 2) % groups],
    ),
  );
  const seeds = arena.upload(
    'member seeds',
    Uint32Array.from(population.members, ({ seed }) => seed),
  );
  const histogram = arena.storage('histogram', members * groups * bins * 4);
  const ties = arena.storage('ties', members * chunks * 4);
  const groupChunks = arena.upload(
    'group chunks',
    Uint32Array.from([...(alike ? layers.map(({ firstChunk }) => firstChunk) : [0]), chunks]),
  );
  const rounds = shifts.map((shift) => arena.uniform('shift', [shift]));
  const { lanes } = programs;
  const limit = device.limits.maxComputeWorkgroupsPerDimension;
  /**
   * One invocation for each of `count` indices in each member: along x, in as many layers of z as the GPU's
   * limit takes.
   */
  const spread = (count: number): [number, number, number] => {
    const groups = Math.ceil(count / lanes);
    return [Math.min(groups, limit), members, Math.ceil(groups / limit)];
  };
  const random = settings.method === 'random';
  /**
   * What a layer's weights are ranked by: their own bits, or the unfolded weights', which divide as only the
   * processor does exactly.
   */
  const rankedBy = ({ step, position, size }: PrunedLayer): GPUBuffer => {
    if (settings.method !== 'unfolded') return weights[position]!;
    const all = new Float32Array(members * size);
    for (let member = 0; member < members; member++) {
      all.set(unfoldedWeights(kernelOf(population, step, member), step.output.channels), member * size);
    }
    return arena.upload(`${step.name}, unfolded`, all);
  };
  const parts = layers.map((layer, index) => ({
    layer: arena.uniform('layer', [
      layer.size,
      layer.first,
      groups,
      alike ? index : 0,
      chunks,
      layer.firstChunk,
      random ? 1 : 0,
      settings.seed,
    ]),
    source: weights[layer.position]!,
    ranked: rankedBy(layer),
    target: kept.arena.storage(`${layer.step.name}.weight`, members * layer.size * 4),
    bytes: members * layer.size * 4,
    wide: spread(layer.size),
    narrow: spread(Math.ceil(layer.size / chunk)),
  }));
  const perGroup: [number, number, number] = [Math.ceil((members * groups) / lanes), 1, 1];
  const encoder = device.createCommandEncoder();
  record(encoder, [
    ...rounds.flatMap((shift) => [
      ...parts.map(({ layer, ranked, wide }) =>
        createCommand(work, programs.countKeys, [layer, shift, ranked, seeds, cuts, histogram], wide),
      ),
      createCommand(work, programs.chooseBin, [null, shift, null, null, cuts, histogram], perGroup),
    ]),
    ...parts.map(({ layer, ranked, narrow }) =>
      createCommand(work, programs.countTies, [layer, null, ranked, seeds, cuts, null, ties], narrow),
    ),
    createCommand(work, programs.sumTies, [null, null, null, null, null, null, ties, groupChunks], perGroup),
    ...parts.map(({ layer, source, ranked, target, narrow }) =>
      createCommand(
        work,
        programs.removeWeights,
        [layer, null, ranked, seeds, cuts, null, ties, null, target, source],
        narrow,
      ),
    ),
  ]);
  const staging = parts.map(({ bytes }) => arena.staging('pruned', bytes));
  parts.forEach(({ target, bytes }, i) => {
    encoder.copyBufferToBuffer(target, 0, staging[i], 0, bytes);
  });
  device.queue.submit([encoder.finish()]);
  const data = await operation.wait(Promise.all(parts.map(({ bytes }, i) => readBack(staging[i], bytes))));
  const kernels: Record<string, StackedTensor> = {};
  const pruned: (GPUBuffer | undefined)[] = plan.steps.map(() => undefined);
  layers.forEach(({ step, position }, i) => {
    const name = `${step.name}.weight`;
    kernels[name] = { shape: population.tensors[name].shape, data: new Float32Array(data[i]) };
    pruned[position] = parts[i].target;
  });
  return { population: prunedPopulation(population, settings, kernels), weights: pruned };
}
