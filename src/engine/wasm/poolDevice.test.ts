import { describe, expect, it } from 'vitest';
import type { Shard } from '../../model/shard';
import type { PredictionBatch } from '../device';
import { expectLikeReference } from '../expectLikeReference';
import { runReference } from '../reference';
import { samplePopulation, sampleShard } from '../samples';
import { conv, gather, network, norm, relu, worstDifference } from '../testing';
import { testDevices } from './testing';

const sizes: [channels: number, height: number, width: number][] = [
  [1, 9, 7],
  [3, 6, 11],
  [5, 8, 8],
  [17, 5, 6],
];

describe.each(testDevices)('WebAssembly, $build build', ({ device }) => {
  let seed = 0;
  for (const input of sizes) {
    const [channels, height, width] = input;
    for (const [kernel, stride, padding] of [
      [1, 1, 0],
      [1, 2, 1],
      [3, 1, 1],
      [3, 2, 1],
      [3, 2, 0],
      [5, 1, 2],
      [5, 2, 2],
    ]) {
      const extent = `${channels} x ${height} x ${width}`;
      it(`convolves ${extent}, kernel ${kernel}, stride ${stride}, padding ${padding}`, async () => {
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
            conv('a', channels, output, [kernel, kernel], { stride, padding }),
            norm('n', output),
            relu,
            conv('b', output, 4, [1, 1], { bias: true }),
            { kind: 'globalAverage' },
          ]);
          const population = samplePopulation(architecture, members, density, seed);
          await expectLikeReference(device, population, sampleShard(architecture, images, 4, seed));
        }
      });
    }
  }

  it('runs pools, additions, and normalisation on its own', async () => {
    const architecture = network(
      [3, 12, 10],
      [
        conv('a', 3, 6, [3, 3], { padding: 1, bias: true }),
        norm('n', 6),
        relu,
        conv('b', 6, 6, [3, 3], { padding: 1 }),
        norm('m', 6),
        { kind: 'add', from: 2 },
        relu,
        { kind: 'maxPool', size: 3, stride: 2 },
        relu,
        norm('o', 6),
        conv('c', 6, 7, [3, 3], { padding: 2 }),
        { kind: 'averagePool', size: 2, stride: 2 },
        { kind: 'dense', name: 'd', input: 7 * 3 * 3, output: 10, bias: true },
      ],
    );
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
    expect(worstDifference(all.pPrediction, reference.pPrediction)).toBeLessThan(1e-6);
    expect(worstDifference(all.pLabel, reference.pLabel)).toBeLessThan(1e-6);
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

  it('takes few images at once of networks that multiply much', async () => {
    const architecture = network(
      [16, 32, 32],
      [
        conv('a', 16, 64, [15, 15], { padding: 7 }),
        { kind: 'globalAverage' },
        { kind: 'dense', name: 'd', input: 64, output: 3, bias: true },
      ],
    );
    const counts: number[] = [];
    const shard = sampleShard(architecture, 40, 3, 4);
    for await (const { count } of device.run(samplePopulation(architecture, 1, 0, 3), shard)) {
      counts.push(count);
    }
    expect(counts).toEqual([16, 16, 8]);
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
