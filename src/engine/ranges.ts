import type { Architecture, Layer } from '../model/architecture';
import { layerShapes } from '../model/graph';
import type { Shape } from '../model/layers/kind';
import { type Population, type StackedTensor, tensorOf } from '../model/population';
import { type Range, roundedLayers } from '../model/quantise';
import { firstImages, type Shard } from '../model/shard';
import type { Device } from './device';

/** Calibration images whose activations are recorded: the first ones. */
const RANGE_IMAGES = 100;

/** What the network's input covers, from the bytes alone. */
function inputRange({ input }: Architecture, { images, count, height, width, channels }: Shard): Range {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < count * height * width * channels; i++) {
    const channel = i % channels;
    const value = (images[i] / 255 - input.mean[channel]) / input.std[channel];
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/**
 * Layers after which the largest value of every channel, and of its negative, stand where logits do, and
 * their one kernel, of one member.
 */
function extremes({ channels }: Shape): { layers: Layer[]; kernel: [string, number[], Float32Array] } {
  const both = 2 * channels;
  const signs = new Float32Array(both * channels);
  for (let c = 0; c < channels; c++) {
    signs[c * channels + c] = 1;
    signs[(channels + c) * channels + c] = -1;
  }
  const name = 'range signs';
  const geometry = { kernel: [1, 1] as [number, number], stride: 1, padding: 0, bias: false };
  return {
    layers: [{ kind: 'conv', name, input: channels, output: both, ...geometry }, { kind: 'globalMax' }],
    kernel: [`${name}.weight`, [both, channels, 1, 1], signs],
  };
}

function repeated(shape: number[], values: Float32Array, members: number): StackedTensor {
  const data = new Float32Array(members * values.length);
  for (let member = 0; member < members; member++) data.set(values, member * values.length);
  return { shape, data };
}

/** The population up to a layer, answering with the extremes of that layer's output. */
function extremesPopulation(population: Population, layer: number, shape: Shape): Population {
  const { architecture, members, key } = population;
  const before = architecture.layers.slice(0, layer + 1);
  const { layers, kernel } = extremes(shape);
  const tensors: Record<string, StackedTensor> = {};
  for (const own of before) {
    if (!('name' in own)) continue;
    for (const name of Object.keys(population.tensors)) {
      if (name.startsWith(`${own.name}.`)) tensors[name] = tensorOf(population, name);
    }
  }
  const [name, extent, values] = kernel;
  tensors[name] = repeated(extent, values, members.length);
  return {
    ...population,
    key: `${key}|extremes after ${layer}`,
    architecture: { ...architecture, layers: [...before, ...layers] },
    tensors,
  };
}

/**
 * The smallest and largest value of every activation tensor that fixed point rounds (`roundedLayers`), by
 * tensor, then member. They are over the first 100 calibration images, with the population's own weights.
 * Runs on `device` like any population, which answers with the extremes of a layer in place of logits.
 * `progress` hears of the share done.
 */
export async function activationRanges(
  device: Device,
  population: Population,
  calibration: Shard,
  signal?: AbortSignal,
  progress: (done: number) => void = () => {},
): Promise<Range[][]> {
  const { architecture, members } = population;
  const first = firstImages(calibration, RANGE_IMAGES);
  if (first.count === 0) {
    throw new Error(`Expected calibration images, but shard ${calibration.id} has none.`);
  }
  // The answers are no classes, so the images have no true ones.
  const shard: Shard = { ...first, id: `${first.id}, unlabelled`, labels: new Uint16Array(first.count) };
  const shapes = layerShapes(architecture);
  // The first is the network's input.
  const [, ...layers] = roundedLayers(architecture);
  const ranges: Range[][] = [members.map(() => inputRange(architecture, first))];
  for (const layer of layers) {
    const found = members.map((): Range => [Infinity, -Infinity]);
    const part = extremesPopulation(population, layer, shapes[layer]);
    for await (const batch of device.run(part, shard, { logits: true, signal })) {
      const values = batch.logits!.length / (batch.members.length * batch.count);
      batch.members.forEach((member, row) => {
        const range = found[member];
        for (let i = 0; i < batch.count; i++) {
          const at = (row * batch.count + i) * values;
          for (let k = 0; k < values; k++) {
            // Channels come first, then their negatives.
            const value = batch.logits![at + k];
            if (k < values / 2) range[1] = Math.max(range[1], value);
            else range[0] = Math.min(range[0], -value);
          }
        }
      });
    }
    ranges.push(found);
    progress(ranges.length / (layers.length + 1));
  }
  return ranges;
}
