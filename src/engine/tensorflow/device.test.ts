import { beforeAll, describe, expect, it } from 'vitest';
import { prunePopulation } from '../../model/prune';
import type { Device, PredictionBatch } from '../device';
import { expectLikeReference } from '../expectLikeReference';
import { recalibrateReference } from '../reference';
import { roundedSample } from '../roundedSample';
import { samplePopulation, sampleShard } from '../samples';
import { conv, everyLayer, gather, network, relu, worstDifference } from '../testing';
import { createTensorflowDevice } from './device';

describe('TensorFlow.js', () => {
  let device: Device;
  beforeAll(async () => {
    device = await createTensorflowDevice({ backend: 'cpu' });
  });

  it('says what it is', () => {
    expect(device.description).toMatch(/^TensorFlow\.js 4\.\d+\.\d+ · JavaScript$/);
  });

  it('runs a network with every kind of layer like the reference', async () => {
    for (const density of [0.1, 1]) {
      const population = samplePopulation(everyLayer, 3, density, 41);
      await expectLikeReference(device, population, sampleShard(everyLayer, 7, 6, 42));
    }
  });

  it('pads, strides and flattens in the order of channels like the reference', async () => {
    const architecture = network(
      [5, 6, 7],
      [
        conv('a', 5, 3, [3, 5], { stride: 2, padding: 2, bias: true }),
        relu,
        { kind: 'dense', name: 'b', input: 3 * 4 * 4, output: 5, bias: false },
      ],
    );
    const population = samplePopulation(architecture, 2, 0.5, 43);
    await expectLikeReference(device, population, sampleShard(architecture, 3, 5, 44));
  });

  it('prunes exactly and re-estimates BatchNorm like the reference', async () => {
    const settings = { method: 'random', scope: 'layer', sparsity: 0.7, seed: 3 } as const;
    const pruned = await device.prune(samplePopulation(everyLayer, 2, 1, 45), settings);
    expect(pruned).toEqual(prunePopulation(samplePopulation(everyLayer, 2, 1, 45), settings));
    const calibration = sampleShard(everyLayer, 17, 6, 46);
    const progress: number[] = [];
    const actual = await device.recalibrate(pruned, calibration, (done) => progress.push(done));
    const expected = recalibrateReference(pruned, calibration);
    expect({ ...actual, tensors: null }).toEqual({ ...expected, tensors: null });
    expect(progress).toEqual([0.5, 1]);
    for (const [name, { data }] of Object.entries(expected.tensors)) {
      expect(worstDifference(actual.tensors[name].data, data), name).toBeLessThan(5e-4);
    }
  });

  it('streams, skips what is finished, and can be cancelled and started again', async () => {
    const population = samplePopulation(everyLayer, 3, 1, 47);
    const shard = sampleShard(everyLayer, 5, 6, 48);
    const controller = new AbortController();
    const finished: PredictionBatch[] = [];
    const run = async () => {
      for await (const batch of device.run(population, shard, { signal: controller.signal })) {
        finished.push(batch);
        controller.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
    expect(finished).toHaveLength(1);
    const { visits } = await gather(device, population, shard, { finished });
    expect([...visits]).toEqual([0, 0, 0, 0, 0, ...Array.from({ length: 10 }, () => 1)]);
  });

  it('rounds activations like the reference, ties and ends too', async () => {
    const { population, shard } = roundedSample(17);
    await expectLikeReference(device, population, shard);
  });

  it('leaves no tensor behind', async () => {
    const { memory } = await import('@tensorflow/tfjs');
    const before = memory().numTensors;
    await gather(device, samplePopulation(everyLayer, 2, 1, 49), sampleShard(everyLayer, 3, 6, 50));
    expect(memory().numTensors).toBe(before);
  });
});
