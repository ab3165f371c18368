import { describe, expect, it } from 'vitest';
import type { Architecture, Layer } from '../../model/architecture';
import type { Population } from '../../model/population';
import type { Shard } from '../../model/shard';
import type { Device, PredictionBatch, RunOptions } from '../device';
import { planSteps } from '../plan';
import { runReference } from '../reference';
import { samplePopulation, sampleShard } from '../samples';
import { testDevices } from './testing';

async function gather(device: Device, population: Population, shard: Shard, options: RunOptions = {}) {
  const { classes } = planSteps(population.architecture);
  const total = population.members.length * shard.count;
  const all = {
    labels: new Uint16Array(total),
    pPrediction: new Float32Array(total),
    pLabel: new Float32Array(total),
    rankLabel: new Uint16Array(total),
    logits: new Float32Array(total * classes),
    visits: new Uint8Array(total),
  };
  for await (const batch of device.run(population, shard, { logits: true, ...options })) {
    batch.members.forEach((member, row) => {
      const to = member * shard.count + batch.start;
      const part = <T>(values: T & { subarray(a: number, b: number): T }, size = 1) =>
        values.subarray(row * batch.count * size, (row + 1) * batch.count * size);
      all.labels.set(part(batch.labels), to);
      all.pPrediction.set(part(batch.pPrediction), to);
      all.pLabel.set(part(batch.pLabel), to);
      all.rankLabel.set(part(batch.rankLabel), to);
      if (batch.logits) all.logits.set(part(batch.logits, classes), to * classes);
      for (let i = 0; i < batch.count; i++) all.visits[to + i]++;
    });
  }
  return all;
}

function expectClose(actual: Float32Array, expected: Float32Array, tolerance: number) {
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
  }
  expect(worst).toBeLessThan(tolerance);
}

async function expectLikeReference(device: Device, population: Population, shard: Shard) {
  const reference = runReference(population, shard);
  const all = await gather(device, population, shard);
  expect(all.visits.every((visits) => visits === 1)).toBe(true);
  expectClose(all.logits, reference.logits, 1e-4);
  expectClose(all.pPrediction, reference.pPrediction, 1e-4);
  expectClose(all.pLabel, reference.pLabel, 1e-4);
  expect(all.labels).toEqual(reference.labels);
  expect(all.rankLabel).toEqual(reference.rankLabel);
}

const sizes = [
  { channels: 1, height: 9, width: 7 },
  { channels: 3, height: 6, width: 11 },
  { channels: 5, height: 8, width: 8 },
  { channels: 17, height: 5, width: 6 },
];

function network(input: (typeof sizes)[number], layers: Layer[]): Architecture {
  const normal = (value: number) => Array.from({ length: input.channels }, (_, c) => value + c / 50);
  return { input: { ...input, mean: normal(0.3), std: normal(0.25) }, layers };
}

const conv = (
  name: string,
  input: number,
  output: number,
  size: number,
  stride: number,
  padding: number,
  bias = false,
): Layer => ({
  kind: 'conv',
  name,
  input,
  output,
  kernel: [size, size],
  stride,
  padding,
  bias,
});
const norm = (name: string, channels: number): Layer => ({
  kind: 'batchNorm',
  name,
  channels,
  epsilon: 1e-5,
});
const relu: Layer = { kind: 'relu' };

describe.each(testDevices)('WebAssembly, $build build', ({ device }) => {
  let seed = 0;
  for (const input of sizes) {
    for (const [kernel, stride, padding] of [
      [1, 1, 0],
      [1, 2, 1],
      [3, 1, 1],
      [3, 2, 1],
      [3, 2, 0],
      [5, 1, 2],
      [5, 2, 2],
    ]) {
      it(`convolves ${input.channels} x ${input.height} x ${input.width}, kernel ${kernel}, stride ${stride}, padding ${padding}`, async () => {
        for (const [output, density, members, images] of [
          [1, 1, 1, 1],
          [3, 0.5, 3, 7],
          [5, 0.1, 1, 33],
          [17, 0.5, 3, 33],
          [8, 0, 1, 7],
          [17, 1, 1, 7],
        ]) {
          seed++;
          const architecture = network(input, [
            conv('a', input.channels, output, kernel, stride, padding),
            norm('n', output),
            relu,
            conv('b', output, 4, 1, 1, 0, true),
            { kind: 'globalAverage' },
          ]);
          const population = samplePopulation(architecture, members, density, seed);
          await expectLikeReference(device, population, sampleShard(architecture, images, 4, seed));
        }
      });
    }
  }

  it('runs pools, additions, and normalisation on its own', async () => {
    const architecture = network({ channels: 3, height: 12, width: 10 }, [
      conv('a', 3, 6, 3, 1, 1, true),
      norm('n', 6),
      relu,
      conv('b', 6, 6, 3, 1, 1),
      norm('m', 6),
      { kind: 'add', from: 2 },
      relu,
      { kind: 'maxPool', size: 3, stride: 2 },
      relu,
      norm('o', 6),
      conv('c', 6, 7, 3, 1, 2),
      { kind: 'averagePool', size: 2, stride: 2 },
      { kind: 'dense', name: 'd', input: 7 * 3 * 3, output: 10, bias: true },
    ]);
    for (const density of [1, 0.3, 0.05]) {
      const population = samplePopulation(architecture, 3, density, 77);
      await expectLikeReference(device, population, sampleShard(architecture, 33, 10, 5));
    }
  });

  it('stays finite and keeps its order with NaN, infinite and equal logits', async () => {
    const architecture = network(sizes[0], [
      { kind: 'globalAverage' },
      { kind: 'dense', name: 'd', input: 1, output: 5, bias: true },
    ]);
    const population = samplePopulation(architecture, 4, 0, 3);
    const { NaN: nan, NEGATIVE_INFINITY: low, POSITIVE_INFINITY: high } = Number;
    const biases = [
      nan,
      nan,
      nan,
      nan,
      nan,
      1,
      nan,
      1,
      low,
      1,
      high,
      0,
      high,
      nan,
      2,
      low,
      low,
      low,
      low,
      low,
    ];
    population.tensors['d.bias'].data.set(biases);
    const shard = sampleShard(architecture, 20, 5, 4);
    const reference = runReference(population, shard);
    const all = await gather(device, population, shard);
    expect(all.labels).toEqual(reference.labels);
    expect(all.rankLabel).toEqual(reference.rankLabel);
    expectClose(all.pPrediction, reference.pPrediction, 1e-6);
    expectClose(all.pLabel, reference.pLabel, 1e-6);
  });

  it('refuses images and labels that do not fit', async () => {
    const architecture = network(sizes[0], [{ kind: 'globalAverage' }]);
    const population = samplePopulation(architecture, 1, 1, 3);
    const shard = sampleShard(architecture, 4, 1, 4);
    const attempt = (changes: Partial<Shard>) => gather(device, population, { ...shard, ...changes });
    await expect(attempt({ height: 8 })).rejects.toThrow('Expected images of 1 x 9 x 7');
    await expect(attempt({ count: 5 })).rejects.toThrow('but found 252 and 4.');
    await expect(attempt({ labels: Uint16Array.of(0, 0, 1, 0) })).rejects.toThrow('but image 2 has 1.');
  });

  it('does not repeat what is finished', async () => {
    const architecture = network(sizes[0], [
      { kind: 'globalAverage' },
      { kind: 'dense', name: 'd', input: 1, output: 3, bias: true },
    ]);
    const population = samplePopulation(architecture, 2, 1, 3);
    const shard = sampleShard(architecture, 100, 3, 4);
    const done = {
      ...runReference(population, shard),
      members: [1],
      start: 37,
      count: 50,
    } as PredictionBatch;
    const { visits } = await gather(device, population, shard, { finished: [done] });
    const rows = Array.from(visits);
    expect(rows.slice(0, 100)).toEqual(new Array(100).fill(1));
    expect(rows.slice(100)).toEqual(
      Array.from({ length: 100 }, (_, image) => (image >= 37 && image < 87 ? 0 : 1)),
    );
  });
});
