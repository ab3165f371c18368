import type { Architecture, Layer } from '../model/architecture';
import { type Population, type StackedTensor, tensorOf } from '../model/population';
import { type Range, roundedLayers } from '../model/quantise';
import { layerShapes, type Shape } from '../model/shapes';
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

/** Layers after which the largest value of every channel, and of its negative, stand where logits do. Kernels by tensor name, of one member. */
function extremes({ channels, height, width }: Shape): {
  layers: Layer[];
  kernels: [string, number[], Float32Array][];
} {
  const size = Math.min(height, width);
  const [rows, columns] = [height - size + 1, width - size + 1];
  const both = 2 * channels;
  const signs = new Float32Array(both * channels);
  for (let c = 0; c < channels; c++) {
    signs[c * channels + c] = 1;
    signs[(channels + c) * channels + c] = -1;
  }
  const layers: Layer[] = [
    {
      kind: 'conv',
      name: 'range signs',
      input: channels,
      output: both,
      kernel: [1, 1],
      stride: 1,
      padding: 0,
      bias: false,
    },
    { kind: 'maxPool', size, stride: 1 },
  ];
  const kernels: [string, number[], Float32Array][] = [['range signs.weight', [both, channels, 1, 1], signs]];
  const places = rows * columns;
  if (places > 1) {
    // Pooling windows are square: where the activations are not, every place that is left becomes a channel of its own.
    const outputs = both * places;
    const picks = new Float32Array(outputs * both * places);
    for (let i = 0; i < outputs; i++) picks[i * both * places + i] = 1;
    layers.push({
      kind: 'conv',
      name: 'range picks',
      input: both,
      output: outputs,
      kernel: [rows, columns],
      stride: 1,
      padding: 0,
      bias: false,
    });
    kernels.push(['range picks.weight', [outputs, both, rows, columns], picks]);
  }
  return { layers, kernels };
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
  const { layers, kernels } = extremes(shape);
  const tensors: Record<string, StackedTensor> = {};
  for (const own of before) {
    if (!('name' in own)) continue;
    for (const name of Object.keys(population.tensors)) {
      if (name.startsWith(`${own.name}.`)) tensors[name] = tensorOf(population, name);
    }
  }
  for (const [name, extent, values] of kernels) tensors[name] = repeated(extent, values, members.length);
  return {
    ...population,
    key: `${key}|extremes after ${layer}`,
    architecture: { ...architecture, layers: [...before, ...layers] },
    tensors,
  };
}

/**
 * The smallest and largest value of every activation tensor that fixed point rounds (`roundedLayers`), of each member, over the first
 * 100 calibration images, with the population's own weights: by tensor, then member. Runs on `device` like any
 * population, which answers with the extremes of a layer in place of logits. `progress` hears of the share done.
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
            // Channels come first, then their negatives; picked places keep that order.
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
