import type { Device } from '../../engine/device';
import { type Architecture, kernelName, kernelSize, type Layer } from '../../model/architecture';
import type { Population, StackedTensor } from '../../model/population';
import type { Shard } from '../../model/shard';

function constant(members: number, shape: number[], value: (index: number) => number): StackedTensor {
  const size = shape.reduce((product, extent) => product * extent, members);
  return { shape, data: Float32Array.from({ length: size }, (_, index) => value(index)) };
}

function layerTensors(layer: Layer, members: number): [string, StackedTensor][] {
  if (layer.kind === 'batchNorm') {
    const of = (value: number) => constant(members, [layer.channels], () => value);
    return [
      [`${layer.name}.weight`, of(1)],
      [`${layer.name}.bias`, of(0)],
      [`${layer.name}.mean`, of(0)],
      [`${layer.name}.variance`, of(1)],
    ];
  }
  if (layer.kind !== 'conv' && layer.kind !== 'dense') return [];
  const shape =
    layer.kind === 'conv' ? [layer.output, layer.input, ...layer.kernel] : [layer.output, layer.input];
  const scale = 1 / Math.sqrt(kernelSize(layer) / layer.output);
  const kernel = constant(members, shape, (index) => scale * Math.sin(index + 1));
  return layer.bias
    ? [
        [kernelName(layer), kernel],
        [`${layer.name}.bias`, constant(members, [layer.output], () => 0)],
      ]
    : [[kernelName(layer), kernel]];
}

function syntheticPopulation(architecture: Architecture, members: number): Population {
  return {
    key: `speed/${members}`,
    architecture,
    variant: { kind: 'dense' },
    members: Array.from({ length: members }, (_, seed) => ({ id: `speed/${seed}`, seed })),
    tensors: Object.fromEntries(architecture.layers.flatMap((layer) => layerTensors(layer, members))),
  };
}

function syntheticShard(architecture: Architecture, count: number): Shard {
  const { channels, height, width } = architecture.input;
  const images = Uint8Array.from(
    { length: count * channels * height * width },
    (_, index) => (index * 37) % 256,
  );
  return {
    id: `speed/${count}`,
    count,
    height,
    width,
    channels,
    images,
    labels: new Uint16Array(count),
    classes: ['any'],
  };
}

async function timeRun(
  device: Device,
  population: Population,
  shard: Shard,
  signal: AbortSignal,
): Promise<number> {
  const start = performance.now();
  let pairs = 0;
  for await (const batch of device.run(population, shard, { signal }))
    pairs += batch.members.length * batch.count;
  return pairs / ((performance.now() - start) / 1000);
}

/**
 * Images a second that `device` puts through one dense network of `architecture`, all cores busy: made-up weights and
 * images, a warm-up, then larger runs until one takes 50 ms.
 */
export async function measureSpeed(
  device: Device,
  architecture: Architecture,
  signal: AbortSignal,
): Promise<number> {
  const population = syntheticPopulation(architecture, 8);
  await timeRun(device, population, syntheticShard(architecture, 16), signal);
  for (let images = 16; ; images *= 4) {
    const speed = await timeRun(device, population, syntheticShard(architecture, images), signal);
    const seconds = (population.members.length * images) / speed;
    if (seconds > 0.05 || images >= 1024) return speed;
  }
}
