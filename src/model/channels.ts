import { type Architecture, kernelName, kernelSize, type Layer, prunableLayers } from './architecture';
import { memberValues, type Population, type StackedTensor, tensorOf } from './population';
import type { LayerCut } from './prune';

/** Channels that stay, ascending. */
type Channels = Uint32Array;

const all = (count: number): Channels => Uint32Array.from({ length: count }, (_, channel) => channel);

/** How many of `count` channels stay when `share` of them go: Math.round(share * count) go, but never the last one. */
function keptCount(count: number, share: number): number {
  if (!(share >= 0 && share <= 1)) throw new Error(`Expected a share from 0 to 1, but got ${share}.`);
  return Math.max(1, count - Math.round(share * count));
}

/**
 * Names of the convolutions whose output channels may go: not those that make the network's answer, and not those that an addition
 * reads, since the channels of its two sides must stay the same.
 */
function removableConvolutions({ layers }: Architecture): Set<string> {
  const producers: number[] = [];
  const locked = new Set<number>();
  layers.forEach((layer, index) => {
    const before = producers[index - 1] ?? -1;
    if (layer.kind === 'add') locked.add(before).add(producers[layer.from]);
    producers.push(layer.kind === 'conv' || layer.kind === 'dense' ? index : before);
  });
  locked.add(producers[producers.length - 1]);
  return new Set(
    layers.flatMap((layer, index) => (layer.kind === 'conv' && !locked.has(index) ? [layer.name] : [])),
  );
}

/** The channels with the largest L1 norm, ascending; of equal norms the later. */
function largestChannels(kernel: Float32Array, count: number, kept: number): Channels {
  const size = kernel.length / count;
  const norms = Float64Array.from({ length: count }, (_, channel) => {
    let sum = 0;
    for (let i = channel * size; i < (channel + 1) * size; i++) sum += Math.abs(kernel[i]);
    return sum;
  });
  const order = all(count)
    .reverse()
    .sort((a, b) => norms[b] - norms[a] || b - a);
  return order.slice(0, kept).sort();
}

type Flow = { layer: Layer; inputs: Channels; outputs: Channels; inputCount: number };

/** What of each layer's input and output channels stays in one member, in the order of the layers. */
function channelFlow(
  architecture: Architecture,
  kernelOf: (name: string) => Float32Array,
  share: number,
): Flow[] {
  const removable = removableConvolutions(architecture);
  let inputs = all(architecture.input.channels);
  let inputCount = architecture.input.channels;
  return architecture.layers.map((layer) => {
    const before = { layer, inputs, inputCount };
    if (layer.kind === 'conv' || layer.kind === 'dense') {
      const kept = keptCount(layer.output, share);
      inputs = removable.has(layer.name)
        ? largestChannels(kernelOf(kernelName(layer)), layer.output, kept)
        : all(layer.output);
      inputCount = layer.output;
    }
    return { ...before, outputs: inputs };
  });
}

/** Values of one channel of a layer's input: a dense layer reads whole planes. */
function planeSize(layer: Layer, inputCount: number): number {
  if (layer.kind === 'dense') return layer.input / inputCount;
  return layer.kind === 'conv' ? layer.kernel[0] * layer.kernel[1] : 1;
}

/** An architecture in which `share` of every removable convolution's output channels is gone, and what read them. */
export function withoutChannels(architecture: Architecture, share: number): Architecture {
  const removable = removableConvolutions(architecture);
  let inputs = { before: architecture.input.channels, now: architecture.input.channels };
  const layers = architecture.layers.map((layer): Layer => {
    if (layer.kind === 'batchNorm') return { ...layer, channels: inputs.now };
    if (layer.kind !== 'conv' && layer.kind !== 'dense') return layer;
    const input = (layer.input / inputs.before) * inputs.now;
    const output = removable.has(layer.name) ? keptCount(layer.output, share) : layer.output;
    inputs = { before: layer.output, now: output };
    return { ...layer, input, output };
  });
  return { ...architecture, layers };
}

/**
 * What of each kernel is left when `share` of every removable convolution's output channels goes: a weight stays when both its
 * output and its input channel do. `kernels` holds one member's kernels in manifest layer order.
 */
export function channelCuts(
  architecture: Architecture,
  kernels: readonly Float32Array[],
  share: number,
): LayerCut[] {
  const prunable = prunableLayers(architecture);
  const byName = new Map(prunable.map((layer, index) => [kernelName(layer), kernels[index]]));
  return channelFlow(architecture, (name) => byName.get(name)!, share).flatMap((flow) => {
    const { layer, inputs, outputs, inputCount } = flow;
    if (layer.kind !== 'conv' && layer.kind !== 'dense') return [];
    const size = kernelSize(layer);
    const plane = planeSize(layer, inputCount);
    const mask = new Uint8Array(size);
    for (const output of outputs) {
      for (const input of inputs) {
        const at = (output * inputCount + input) * plane;
        mask.fill(1, at, at + plane);
      }
    }
    const kept = outputs.length * inputs.length * plane;
    return [{ name: kernelName(layer), size, kept, threshold: null, mask }];
  });
}

/** The tensors of one member that are left, by name. */
function leftTensors(population: Population, member: number, share: number): Map<string, Float32Array> {
  const values = (name: string) => memberValues(tensorOf(population, name), member);
  const left = new Map<string, Float32Array>();
  for (const { layer, inputs, outputs, inputCount } of channelFlow(population.architecture, values, share)) {
    const perChannel = (name: string) =>
      left.set(
        name,
        Float32Array.from(outputs, (c) => values(name)[c]),
      );
    if (layer.kind === 'batchNorm') {
      for (const part of ['weight', 'bias', 'mean', 'variance']) perChannel(`${layer.name}.${part}`);
    }
    if (layer.kind !== 'conv' && layer.kind !== 'dense') continue;
    if (layer.bias) perChannel(`${layer.name}.bias`);
    const kernel = values(kernelName(layer));
    const plane = planeSize(layer, inputCount);
    const kept = new Float32Array(outputs.length * inputs.length * plane);
    let next = 0;
    for (const output of outputs) {
      for (const input of inputs) {
        const from = (output * inputCount + input) * plane;
        kept.set(kernel.subarray(from, from + plane), next);
        next += plane;
      }
    }
    left.set(kernelName(layer), kept);
  }
  return left;
}

function leftShape(layer: Layer & { kind: 'conv' | 'dense' }): number[] {
  return layer.kind === 'conv' ? [layer.output, layer.input, ...layer.kernel] : [layer.output, layer.input];
}

/**
 * Structured pruning with compaction. In every convolution Math.round(share * channels) output channels go, those whose kernel
 * has the smallest L1 norm (Li et al., arXiv 1608.08710; of equal norms the earlier), never all of them, never the classifier's
 * outputs, and none that an addition reads. A removed channel is 0 after its normalisation and ReLU: so with its kernel
 * go its bias and BatchNorm, and the weights of the next layer that read it. What is left is a smaller network that answers as the
 * whole one would with those channels at 0. Members lose channels of their own, each as many.
 */
export function pruneChannels(population: Population, share: number): Population {
  const architecture = withoutChannels(population.architecture, share);
  const shapes = new Map(
    prunableLayers(architecture).map((layer) => [kernelName(layer), leftShape(layer)] as const),
  );
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
