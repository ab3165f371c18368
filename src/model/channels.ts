import {
  type Architecture,
  isPrunable,
  kernelName,
  kernelShape,
  kernelSize,
  type Layer,
  prunableLayers,
  tensorShapes,
} from './architecture';
import { type ChannelGroup, channelGroups } from './channelGroups';
import { graphOf } from './graph';
import { kindOf } from './layers/registry';
import { memberValues, type Population, type StackedTensor, tensorOf } from './population';
import type { LayerCut } from './prune';

/** Channels that stay, ascending. */
type Channels = Uint32Array;

/**
 * How many of `count` channels stay when `share` of them go: Math.round(share * count) go, but never the last
 * one.
 */
function keptCount(count: number, share: number): number {
  if (!(share >= 0 && share <= 1)) throw new Error(`Expected a share from 0 to 1, but got ${share}.`);
  return Math.max(1, count - Math.round(share * count));
}

/** Adds each output channel's L1 norm to those of the units it belongs to. */
function addNorms(norms: Float64Array, kernel: Float32Array, units: readonly number[]): void {
  const size = kernel.length / units.length;
  units.forEach((unit, channel) => {
    let sum = 0;
    for (let i = channel * size; i < (channel + 1) * size; i++) sum += Math.abs(kernel[i]);
    norms[unit] += sum;
  });
}

/** The units of a group that go: those with the smallest norm, of equal ones the earlier. */
function goneUnits({ units }: ChannelGroup, norms: Float64Array, share: number): number[] {
  const order = [...units].sort((a, b) => norms[a] - norms[b] || a - b);
  return order.slice(0, units.length - keptCount(units.length, share));
}

type Left = { layer: Layer; inputs: Channels; outputs: Channels; inputCount: number };

/** What of each layer's input and output channels stays in one member, in the order of the layers. */
function channelsLeft(
  architecture: Architecture,
  kernelOf: (name: string) => Float32Array,
  share: number,
): Left[] {
  const { groups, unitsOf, unitCount } = channelGroups(architecture);
  const norms = new Float64Array(unitCount);
  for (const { makers } of groups) {
    for (const index of makers) {
      const layer = architecture.layers[index];
      if (isPrunable(layer)) addNorms(norms, kernelOf(kernelName(layer)), unitsOf(index));
    }
  }
  const gone = new Uint8Array(unitCount);
  for (const group of groups) for (const unit of goneUnits(group, norms, share)) gone[unit] = 1;
  const left = (value: number): Channels =>
    Uint32Array.from(unitsOf(value).flatMap((unit, channel) => (gone[unit] === 1 ? [] : [channel])));
  return graphOf(architecture).map(({ layer, inputs: [first], inputShapes: [shape] }, index) => ({
    layer,
    inputs: left(first),
    outputs: left(index),
    inputCount: shape.channels,
  }));
}

/**
 * An architecture in which `share` of every group of channels that stand and fall together is gone, and what
 * read them.
 */
export function withoutChannels(architecture: Architecture, share: number): Architecture {
  const { groups, unitsOf, unitCount } = channelGroups(architecture);
  // Which ones go differs from network to network; how many of each layer's do not.
  const gone = new Uint8Array(unitCount);
  for (const group of groups) {
    for (const unit of goneUnits(group, new Float64Array(unitCount), share)) gone[unit] = 1;
  }
  const left = (value: number) => unitsOf(value).reduce((sum, unit) => sum + 1 - gone[unit], 0);
  const layers = graphOf(architecture).map(({ layer, inputs: [first], inputShapes: [shape] }, index) => {
    const { resized } = kindOf(layer);
    if (!resized) return layer;
    // A dense layer reads whole planes.
    const plane = layer.kind === 'dense' ? layer.input / shape.channels : 1;
    return resized(layer, left(first) * plane, left(index));
  });
  return { ...architecture, layers };
}

/**
 * Calls `each` with the first weight, of a kernel's, of every stretch that stays, and the number of weights
 * in a stretch.
 */
function eachKept({ layer, inputs, outputs, inputCount }: Left, each: (from: number, size: number) => void) {
  if (!isPrunable(layer)) return;
  const [, reads, rows, columns] = kernelShape(layer);
  const size = layer.kind === 'dense' ? reads / inputCount : rows * columns;
  // A grouped convolution has no choice of inputs: whole rows go.
  const isGrouped = layer.kind === 'conv' && (layer.groups ?? 1) > 1;
  const places = reads * rows * columns;
  for (const output of outputs) {
    if (isGrouped) each(output * places, places);
    else for (const input of inputs) each(output * places + input * size, size);
  }
}

/**
 * What of each kernel is left when `share` of every group of channels goes: a weight stays when both its
 * output and its input channel do. `kernels` holds one member's kernels in manifest layer order.
 */
export function channelCuts(
  architecture: Architecture,
  kernels: readonly Float32Array[],
  share: number,
): LayerCut[] {
  const prunable = prunableLayers(architecture);
  const byName = new Map(prunable.map((layer, index) => [kernelName(layer), kernels[index]]));
  return channelsLeft(architecture, (name) => byName.get(name)!, share).flatMap((left) => {
    const { layer } = left;
    if (!isPrunable(layer)) return [];
    const size = kernelSize(layer);
    const mask = new Uint8Array(size);
    let kept = 0;
    eachKept(left, (from, count) => {
      mask.fill(1, from, from + count);
      kept += count;
    });
    return [{ name: kernelName(layer), size, kept, threshold: null, mask }];
  });
}

/** The tensors of one member that are left, by name. */
function leftTensors(population: Population, member: number, share: number): Map<string, Float32Array> {
  const values = (name: string) => memberValues(tensorOf(population, name), member);
  const left = new Map<string, Float32Array>();
  const nodes = graphOf(population.architecture);
  channelsLeft(population.architecture, values, share).forEach((each, index) => {
    const { layer, outputs } = each;
    for (const part of Object.keys(kindOf(layer).tensors?.(layer) ?? {})) {
      const name = `${layer.name}.${part}`;
      const whole = values(name);
      if (isPrunable(layer) && name === kernelName(layer)) {
        const kept: Float32Array[] = [];
        eachKept(each, (from, count) => {
          kept.push(whole.subarray(from, from + count));
        });
        left.set(name, joined(kept));
      } else if (whole.length === nodes[index].shape.channels) {
        left.set(
          name,
          Float32Array.from(outputs, (channel) => whole[channel]),
        );
      } else left.set(name, whole.slice());
    }
  });
  return left;
}

function joined(parts: Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const part of parts) {
    all.set(part, next);
    next += part.length;
  }
  return all;
}

/**
 * Structured pruning with compaction. Channels that stand and fall together (`channelGroups`), such as those
 * of both sides of a residual sum, form a group. Of each, Math.round(share * channels) go, never all. They
 * are those whose kernels, of all convolutions that make the group, have the smallest L1 norm together (Li et
 * al., arXiv 1608.08710; of equal norms the earlier). The classifier's outputs stay. A removed channel is 0
 * for all that read it: with its kernel go its bias and normalisation, and the weights of the next layers
 * that read it. What is left is a smaller network that answers as the whole one would with those channels at
 * 0. Members lose channels of their own, each as many.
 */
export function pruneChannels(population: Population, share: number): Population {
  const architecture = withoutChannels(population.architecture, share);
  const shapes = tensorShapes(architecture);
  const members = population.members.map((_, member) => leftTensors(population, member, share));
  const tensors: Record<string, StackedTensor> = {};
  for (const [name, first] of members[0] ?? []) {
    const data = new Float32Array(members.length * first.length);
    members.forEach((left, member) => {
      data.set(left.get(name)!, member * first.length);
    });
    tensors[name] = { shape: shapes.get(name) ?? [first.length], data };
  }
  return {
    ...population,
    key: `${population.key}|pruned(channels,${share})`,
    architecture,
    variant: { kind: 'structured', method: 'channels', share, recalibrated: false },
    tensors,
  };
}
