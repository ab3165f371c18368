import type { Population } from '../../model/population';
import { channelFactors, fold, kernelOf } from '../parameters';
import type { Plan, Step } from '../steps';
import { cheapestTile, depthwiseChannels, rowParts } from './forms';
import { integerSteps, pairedWeights } from './integers';
import { createArena, type Kernels } from './kernels';
import { BLOCK, type Costs, type Flags, placeKernel, silentChannels, unreadChannels } from './packedKernels';
import {
  bufferLayout,
  nothing,
  type StepProgram,
  tapOffsets,
  type Writer,
  writeAffine,
  writeBlocks,
  writeDepthwise,
  writeGrid,
  writeIntegers,
  writeRows,
  writeWinograd,
} from './stepWriters';
import { winogradKernelBytes, winogradTiles } from './winograd';

/**
 * One member's weights in the form that the kernels read: `steps` runs parallel to the plan's; `words` is
 * null where they lie in the kernels' memory alone.
 */
export type Program = { bytes: number; words: Uint32Array<ArrayBuffer> | null; steps: StepProgram[] };

/** The most bytes that a step's part of a program can take while it is written. */
function mostBytes(step: Step): number {
  const { channels } = step.output;
  if (step.kind === 'affine' || step.kind === 'layerNorm' || step.kind === 'prelu') return 8 * channels;
  if (step.kind === 'round') return 8;
  if (step.kind !== 'conv') return 0;
  const weights = (channels * step.input.channels * step.kernel[0] * step.kernel[1]) / step.groups;
  const places = winogradTiles(step).map((tile) => winogradKernelBytes(step, tile));
  return Math.max(...places, 12 * weights) + 4 * channels * (5 + 2 + BLOCK) + 4 * (1 + 2 * BLOCK);
}

/** Channels, those with most weights left first, else in their order. */
function mostFirst(counts: Uint32Array, taps: number): number[] {
  const all = counts.length;
  const keys = Float64Array.from(counts, (count, channel) => (taps - count) * all + channel);
  return Array.from(keys.sort(), (key) => key % all);
}

/** Steps that give zeros for a channel of zeros, whatever else there is. */
const QUIET: readonly Step['kind'][] = [
  'maxPool',
  'averagePool',
  'globalAverage',
  'globalMax',
  'prelu',
  'round',
];

/**
 * Packs one member's weights for the kernels, at `base`: each group of output channels dense or compressed,
 * whichever `costs` says is cheaper. Channels that nothing reads become zero, and weights on channels that
 * are always zero are left out, unless `every` asks for all. Overwrites memory from `base`.
 */
export function writeProgram(
  kernels: Kernels,
  base: number,
  plan: Plan,
  population: Population,
  member: number,
  costs: Costs,
  every = false,
): Program {
  const values = plan.steps.map((step) => (step.kind === 'conv' ? kernelOf(population, step, member) : null));
  const unread = every ? [] : unreadChannels(plan, values);
  const integers = every ? [] : integerSteps(plan, population, member, values);
  const silent = new Map<number, Flags>();
  const start = createArena(kernels, base).next;
  const writer: Writer = { kernels, start, next: start };
  const steps = plan.steps.map((step, position): StepProgram => {
    // Room for this step alone, so that a large network takes no more memory than its program.
    const room = createArena(kernels, writer.next);
    room.take(mostBytes(step));
    const scratch = room.next;
    const source = silent.get(step.source);
    silent.delete(step.target);
    if (step.kind !== 'conv' && step.kind !== 'affine') {
      if (QUIET.includes(step.kind) && source) silent.set(step.target, source);
      if (step.kind === 'layerNorm' || step.kind === 'prelu') {
        return { ...nothing, affine: writeAffine(writer, step, channelFactors(population, step, member)) };
      }
      if (step.kind !== 'round') return nothing;
      const affine = writeGrid(writer, population, step, member);
      return { ...nothing, affine, integers: integers[position] === true };
    }
    const folded = fold(population, step, member);
    const skipped = unread[position];
    skipped?.forEach((flag, channel) => {
      if (flag === 1) folded.scale[channel] = folded.shift[channel] = 0;
    });
    const kernel = values[position];
    if (step.kind !== 'conv' || !kernel) return { ...nothing, affine: writeAffine(writer, step, folded) };
    const layout = bufferLayout(plan.buffers[step.source]);
    const arena = createArena(kernels, scratch);
    const integer = integers[position];
    if (integer && integer !== true) {
      const words = pairedWeights(step, integer.codes, skipped, source);
      const offsets = tapOffsets(step, Math.ceil(step.input.channels / 2), layout);
      const placed = placeKernel(kernels, arena, step, words, offsets);
      silent.set(step.target, silentChannels(step, placed.counts, folded.shift));
      folded.scale.forEach((scale, channel) => {
        folded.scale[channel] = scale * integer.scales[channel];
      });
      return writeIntegers(writer, step, placed, folded);
    }
    const offsets = tapOffsets(step, step.input.channels, layout);
    const placed = placeKernel(kernels, arena, step, kernel, offsets, skipped, source);
    const { counts } = placed;
    const left = counts.reduce((sum, taps) => sum + taps, 0) / kernel.length;
    const tile = cheapestTile(step, counts, placed.taps, costs.forms);
    if (tile !== null) {
      if (!every) silent.set(step.target, silentChannels(step, counts, folded.shift));
      const winograd = writeWinograd(writer, step, tile, placed.at, folded);
      return { ...nothing, affine: winograd.affine, density: left, winograd };
    }
    const affine = writeAffine(writer, step, folded);
    if (!every) silent.set(step.target, silentChannels(step, counts, folded.shift));
    // A block's channels share their inputs.
    const isOne = step.groups === 1;
    const order = isOne ? mostFirst(counts, placed.taps) : Array.from(counts.keys());
    const blocks = writer.next - start;
    const { count, end } = isOne
      ? writeBlocks(writer, placed, order, BLOCK, costs)
      : { count: 0, end: writer.next };
    writer.next = end;
    const dense = depthwiseChannels(step, counts, placed.taps, costs.forms?.row);
    const depthwise = writer.next - start;
    writer.next = writeDepthwise(writer, placed, dense, layout);
    const inDense = new Set(dense);
    const rest = order
      .slice(count * BLOCK)
      .filter((channel) => !inDense.has(channel))
      .sort((a, b) => a - b);
    const rows = writer.next - start;
    const parts = rowParts(
      step,
      rest.map((channel) => counts[channel]),
    );
    writer.next = writeRows(writer, placed, rest, parts);
    return {
      affine,
      rows,
      rowCount: rest.length,
      rowParts: parts,
      blocks,
      blockCount: count,
      depthwise,
      depthwiseCount: dense.length,
      density: left,
      integers: false,
      winograd: null,
    };
  });
  return { bytes: writer.next - start, words: null, steps };
}

/** The same as `writeProgram`, and a copy of what was written. */
export function packProgram(
  kernels: Kernels,
  base: number,
  ...rest: [plan: Plan, population: Population, member: number, costs: Costs, every?: boolean]
): Program & { words: Uint32Array<ArrayBuffer> } {
  const { bytes, steps } = writeProgram(kernels, base, ...rest);
  const { next } = createArena(kernels, base);
  return { bytes, words: new Uint32Array(kernels.memory.buffer, next, bytes / 4).slice(), steps };
}
