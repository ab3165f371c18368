import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Architecture, Layer } from '../../model/architecture';
import { expectLikeReference } from '../expectLikeReference';
import { samplePopulation, sampleShard } from '../samples';
import { conv, everyLayer, gather, network, norm, relu, worstDifference } from '../testing';
import { openDawn } from './dawn';
import { createWebGpuDevice, type WebGpuDevice } from './device';

const dense = (input: number, output: number): Layer => ({
  kind: 'dense',
  name: 'head',
  input,
  output,
  bias: true,
});
const imageCounts = [1, 7, 33];
const channelCounts = [1, 3, 5, 17];

describe.each([
  { form: 'dense', crossover: 0 },
  { form: 'compressed rows', crossover: 1 },
])('WGSL kernels, $form', ({ crossover }) => {
  let device: WebGpuDevice;
  beforeAll(async () => {
    device = await createWebGpuDevice({ gpu: await openDawn(), crossover });
  });
  afterAll(() => device?.close());

  let turn = 0;
  /** Takes the odd sizes in turn. */
  const next = <T>(values: T[]): T => values[Math.floor(turn++ / 3 + turn) % values.length];

  for (const kernel of [
    [1, 1],
    [3, 3],
    [5, 5],
    [3, 5],
  ] as [number, number][]) {
    for (const stride of [1, 2]) {
      for (const padding of [0, 1, 2]) {
        it(`convolves with ${kernel.join(' x ')}, stride ${stride}, padding ${padding}`, async () => {
          for (const density of [0, 0.1, 0.5, 1]) {
            const [input, output] = [next(channelCounts), next(channelCounts)];
            const architecture = network(
              [input, 5, 8],
              [
                conv('a', input, output, kernel, { stride, padding, bias: density === 0.5 }),
                ...(density === 1 ? [norm('n', output)] : []),
                relu,
                { kind: 'globalAverage' },
                dense(output, 5),
              ],
            );
            const seed = ++turn;
            const population = samplePopulation(architecture, next([1, 3]), density, seed);
            await expectLikeReference(
              device,
              population,
              sampleShard(architecture, next(imageCounts), 5, seed),
            );
          }
        });
      }
    }
  }

  it.each(['maxPool', 'averagePool'] as const)('pools: %s', async (kind) => {
    for (const [size, stride] of [
      [2, 2],
      [3, 2],
      [2, 3],
      [3, 1],
    ]) {
      const channels = next(channelCounts);
      const out = (extent: number) => Math.floor((extent - size) / stride) + 1;
      const architecture = network(
        [channels, 7, 9],
        [{ kind, size, stride }, dense(channels * out(7) * out(9), 4)],
      );
      const population = samplePopulation(architecture, next([1, 3]), 0.5, size);
      await expectLikeReference(device, population, sampleShard(architecture, next(imageCounts), 4, stride));
    }
  });

  it('runs a network with every kind of layer, in several tiles', async () => {
    for (const density of [0.1, 1]) {
      const population = samplePopulation(everyLayer, 3, density, 5);
      await expectLikeReference(device, population, sampleShard(everyLayer, 70, 6, 6));
    }
  });

  it('runs layers that nothing can be fused with', async () => {
    const architecture = network([5, 3, 3], [norm('n', 5), { kind: 'globalAverage' }, relu, dense(5, 3)]);
    const population = samplePopulation(architecture, 3, 1, 7);
    await expectLikeReference(device, population, sampleShard(architecture, 7, 3, 8));
  });

  it('runs the network of the Fashion-MNIST zoo', async () => {
    const architecture: Architecture = {
      input: { channels: 1, height: 28, width: 28, mean: [0], std: [1] },
      layers: [
        conv('conv1', 1, 32, [5, 5], { stride: 2, padding: 2 }),
        norm('bn1', 32),
        relu,
        conv('conv2', 32, 64, [3, 3], { stride: 2, padding: 1 }),
        norm('bn2', 64),
        relu,
        conv('conv3', 64, 128, [3, 3], { stride: 2, padding: 1 }),
        norm('bn3', 128),
        relu,
        { kind: 'globalAverage' },
        dense(128, 10),
      ],
    };
    const population = samplePopulation(architecture, 2, 0.2, 9);
    await expectLikeReference(device, population, sampleShard(architecture, 3, 10, 10));
  });

  it('breaks ties, ranks NaN last and shares equal infinities in the head', async () => {
    const architecture = network([1, 1, 1], [dense(1, 4)]);
    const population = samplePopulation(architecture, 6, 0, 1);
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    population.tensors['head.bias'].data.set(
      [
        [1, 2, 2, 0],
        [nan, 1, nan, 1],
        [nan, nan, nan, nan],
        [infinity, 3, infinity, -infinity],
        [-1e4, 1e4, 0, 1e4],
        [0, 0, 0, 0],
      ].flat(),
    );
    const shard = { ...sampleShard(architecture, 4, 4, 1), labels: Uint16Array.of(0, 1, 2, 3) };
    const all = await gather(device, population, shard);
    const rows = (values: ArrayLike<number>) =>
      Array.from({ length: 6 }, (_, row) => Array.from({ length: 4 }, (_, i) => values[row * 4 + i]));
    expect(rows(all.labels).map(([label]) => label)).toEqual([1, 1, 0, 0, 1, 0]);
    expect(rows(all.rankLabel)).toEqual([
      [2, 0, 1, 3],
      [2, 0, 3, 1],
      [0, 1, 2, 3],
      [0, 2, 1, 3],
      [3, 0, 2, 1],
      [0, 1, 2, 3],
    ]);
    const shares = rows(all.pLabel);
    expect(worstDifference(shares[1], [0, 0.5, 0, 0.5])).toBeLessThan(1e-6);
    expect(worstDifference(shares[2], [0.25, 0.25, 0.25, 0.25])).toBeLessThan(1e-6);
    expect(worstDifference(shares[3], [0.5, 0, 0.5, 0])).toBeLessThan(1e-6);
  });
});
