import type { Device } from '../../src/engine/device';
import { planSteps } from '../../src/engine/plan';
import { createWasmDevice } from '../../src/engine/wasm/device';
import { median } from '../../src/model/measurements';
import { type Population, tensorOf } from '../../src/model/population';
import type { Shard } from '../../src/model/shard';
import type { LayerResult, ProfileResult, Settings } from '../results';
import { timed } from './measure';
import { labelsOf } from './ours';
import { createPeak } from './peak';
import { type BenchZoo, cut } from './zoo';

const PEAK_MS = 300;

const HEAD = 'cut';

/**
 * The population cut before convolution number `end`; an average and a head of as many classes replace the
 * rest. The head's weights are all alike, so that no channel goes unused. Where there is no such convolution,
 * it is the population itself.
 */
function cutBefore(population: Population, end: number): Population {
  const { input, layers } = population.architecture;
  const before = layers.filter((layer, index) => layer.kind === 'conv' && index < end);
  const last = before.at(-1);
  if (end >= layers.length || last?.kind !== 'conv') return population;
  const { classes } = planSteps(population.architecture);
  const size = classes * last.output;
  const head = { kind: 'dense', name: HEAD, input: last.output, output: classes, bias: false } as const;
  const data = new Float32Array(size * population.members.length).fill(1 / last.output);
  return {
    ...population,
    key: `${population.key} to ${last.name}`,
    architecture: { input, layers: [...layers.slice(0, end), { kind: 'globalAverage' }, head] },
    tensors: { ...population.tensors, [`${HEAD}.weight`]: { shape: [classes, last.output], data } },
  };
}

/** Multiply-adds an image that are left in a layer, over the members' mean, and as if no weight were zero. */
function work(population: Population, name: string): { left: number; all: number } {
  const step = planSteps(population.architecture).steps.find(
    (each) => each.kind === 'conv' && each.name === name,
  );
  const { data } = tensorOf(population, `${name}.weight`);
  const left = data.reduce((count, weight) => count + (weight === 0 ? 0 : 1), 0) / data.length;
  const all = step?.multiplyAdds ?? 0;
  return { left: all * left, all };
}

/**
 * Each layer's time on a device, the network cut after each convolution: the difference to the cut before.
 */
export async function profileLayers(
  device: Device,
  population: Population,
  shard: Shard,
  peak: number,
  rounds: number,
): Promise<LayerResult[]> {
  const pairs = population.members.length * shard.count;
  const { layers } = population.architecture;
  const starts = layers.flatMap(({ kind }, index) => (kind === 'conv' ? [index] : []));
  const results: LayerResult[] = [];
  let before = 0;
  for (const [rank, start] of starts.entries()) {
    const layer = layers[start];
    if (layer.kind !== 'conv') continue;
    const part = cutBefore(population, starts[rank + 1] ?? layers.length);
    await labelsOf(device, part, shard);
    const runs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      runs.push(await timed(() => labelsOf(device, part, shard)));
    }
    const microseconds = (1000 * median(runs)) / pairs;
    const { left, all } = work(population, layer.name);
    const own = microseconds - before;
    results.push({
      layer: layer.name,
      multiplyAdds: all,
      left,
      microseconds: own,
      ofPeak: (1e6 * left) / (own * peak),
    });
    before = microseconds;
  }
  return results;
}

/**
 * Where the time of our device goes: the network cut after each convolution, each layer's time the difference
 * to the cut before. The first layer carries the images' way in, the average, the head and the read-out.
 */
export async function measureLayers(
  zoo: BenchZoo,
  { threads, images, rounds }: Settings,
): Promise<ProfileResult> {
  const device = await createWasmDevice({ threads });
  const peak = await createPeak(threads);
  const shard = cut(zoo.shard, images);
  try {
    await peak.measure(PEAK_MS);
    const peaks = [];
    for (let round = 0; round < 3; round++) peaks.push(await peak.measure(PEAK_MS));
    const reached = median(peaks);
    const repeats = Math.min(3, rounds);
    return {
      peak: reached,
      dense: await profileLayers(device, zoo.dense, shard, reached, repeats),
      sparse: zoo.sparse && (await profileLayers(device, zoo.sparse, shard, reached, repeats)),
    };
  } finally {
    device.close();
    peak.close();
  }
}
