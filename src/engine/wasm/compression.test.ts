import { describe, expect, it } from 'vitest';
import { memberValues, onlyMember, type Population } from '../../model/population';
import { drawCalibration } from '../../model/recalibrate';
import { imagesAt, type Shard } from '../../model/shard';
import { emptyPredictions, place } from '../collect';
import { expectPrunedLikeReference } from '../expectPrunedLikeReference';
import { recalibrateReference } from '../reference';
import { samplePopulation, sampleShard } from '../samples';
import { everyLayer, worstDifference } from '../testing';
import { createInProcessTransport } from './inProcess';
import { createPool } from './pool';
import { createPooledDevice } from './poolDevice';
import { plainModule, testDevices } from './testing';

/** Weights in steps of 1/16, so that thousands tie, with -0 and NaN among them. */
function tiedPopulation(members: number) {
  const population = samplePopulation(everyLayer, members, 0.8, 11);
  for (const { data } of Object.values(population.tensors)) {
    for (let i = 0; i < data.length; i++) data[i] = Math.round(data[i] * 16) / 16;
  }
  const kernel = memberValues(population.tensors['b.weight'], members - 1);
  kernel.set([-0, 0, Number.NaN, Infinity, -Infinity, -0], 40);
  return population;
}

describe.each(testDevices)('WebAssembly, $build build', ({ device }) => {
  async function answersOf(population: Population, shard: Shard) {
    const answers = emptyPredictions(population, shard.count, shard.classes.length);
    for await (const batch of device.run(population, shard)) place(answers, batch);
    return answers;
  }

  it('prunes bit for bit like the reference, by every method and scope', async () => {
    for (const population of [samplePopulation(everyLayer, 3, 1, 10), tiedPopulation(2)]) {
      await expectPrunedLikeReference(device, population, [0, 0.5, 0.9, 0.99, 1]);
    }
  });

  it('runs what it pruned and re-estimated as if the networks had been sent to it', async () => {
    const dense = samplePopulation(everyLayer, 3, 1, 10);
    const shard = sampleShard(everyLayer, 37, 6, 22);
    for (const scope of ['global', 'layer'] as const) {
      const settings = { method: 'magnitude', scope, sparsity: 0.6, seed: 0 } as const;
      const pruned = await device.prune(dense, settings);
      const estimated = await device.recalibrate(pruned, shard);
      for (const population of [pruned, estimated]) {
        const sent = { ...population, key: `${population.key}, sent` };
        expect(await answersOf(population, shard)).toEqual(await answersOf(sent, shard));
      }
    }
  });

  it('refuses a sparsity that is none', async () => {
    const population = samplePopulation(everyLayer, 1, 1, 10);
    const settings = { method: 'magnitude', scope: 'global', sparsity: 1.5, seed: 0 } as const;
    await expect(device.prune(population, settings)).rejects.toThrow('from 0 to 1, but got 1.5');
  });

  it('re-estimates BatchNorm like the reference', async () => {
    for (const [density, count] of [
      [1, 33],
      [0.1, 17],
      [0.5, 1],
    ]) {
      const population = samplePopulation(everyLayer, 2, density, 21);
      const calibration = sampleShard(everyLayer, count, 6, 22);
      const progress: number[] = [];
      const expected = recalibrateReference(population, calibration);
      const actual = await device.recalibrate(population, calibration, (done) => progress.push(done));
      expect({ ...actual, tensors: null }).toEqual({ ...expected, tensors: null });
      expect(progress.at(-1)).toBe(1);
      for (const [name, { data }] of Object.entries(expected.tensors)) {
        expect(worstDifference(actual.tensors[name].data, data), name).toBeLessThan(1e-4);
      }
    }
  });

  it('re-estimates each network on the images that it drew, as one by one', async () => {
    const population = samplePopulation(everyLayer, 3, 0.5, 21);
    const set = sampleShard(everyLayer, 50, 6, 22);
    const of = (member: number) => drawCalibration(50, 21, 0, member);
    const actual = await device.recalibrateEach!(population, set, { id: 'drawn', count: 21, of });
    for (const member of population.members.keys()) {
      const own = imagesAt(set, of(member), `own ${member}`);
      const alone = await device.recalibrate(onlyMember(population, member), own);
      expect(onlyMember(actual, member).tensors).toEqual(alone.tensors);
    }
  });

  it('re-estimates to NaN where a weight is NaN, and nowhere else', async () => {
    const population = { ...samplePopulation(everyLayer, 2, 0.5, 21), key: 'with NaN' };
    memberValues(population.tensors['b.weight'], 0).fill(Number.NaN, 5 * 81, 6 * 81);
    const calibration = sampleShard(everyLayer, 20, 6, 22);
    const expected = recalibrateReference(population, calibration);
    const actual = await device.recalibrate(population, calibration);
    for (const part of ['mean', 'variance']) {
      const spoilt = memberValues(actual.tensors[`bn.${part}`], 0);
      expect([...spoilt].flatMap((value, channel) => (Number.isNaN(value) ? [channel] : []))).toEqual([5]);
      // Of the convolution after these, the reference multiplies NaN with weights of zero, which no device
      // visits.
      for (const name of ['an', 'bn']) {
        const values = actual.tensors[`${name}.${part}`].data;
        expected.tensors[`${name}.${part}`].data.forEach((value, i) => {
          if (Number.isNaN(value)) expect(values[i]).toBeNaN();
          else expect(values[i]).toBeCloseTo(value, 3);
        });
      }
    }
  });

  it('reports progress that never falls, also within one member, at the default 400 images', async () => {
    const population = samplePopulation(everyLayer, 1, 0.2, 21);
    const progress: number[] = [];
    await device.recalibrate(population, sampleShard(everyLayer, 400, 6, 22), (done) => progress.push(done));
    expect(progress.filter((done) => done < 1).length).toBeGreaterThanOrEqual(2);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
  });

  it('is told once that a run is cancelled, and runs again', async () => {
    const population = samplePopulation(everyLayer, 4, 1, 31);
    const shard = sampleShard(everyLayer, 600, 6, 32);
    const controller = new AbortController();
    let batches = 0;
    const run = async () => {
      for await (const _ of device.run(population, shard, { signal: controller.signal })) {
        if (++batches === 2) controller.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
    expect(batches).toBe(2);
    await expect(
      device.prune(
        population,
        { method: 'random', scope: 'layer', sparsity: 0.5, seed: 1 },
        controller.signal,
      ),
    ).rejects.toMatchObject({ name: 'AbortError' });
    let images = 0;
    for await (const batch of device.run(population, shard)) images += batch.count;
    expect(images).toBe(4 * 600);
  });
});

it('sends networks and images once: what was pruned and re-estimated stays with its worker', async () => {
  const sent: string[] = [];
  const more: boolean[] = [];
  const pool = createPool(1, () => {
    const transport = createInProcessTransport(plainModule);
    return {
      ...transport,
      post(message, transfer) {
        if (message.kind === 'job') sent.push(...message.keep.map(({ resource }) => resource.kind));
        if (message.kind === 'job' && message.job.kind === 'run') more.push(message.job.more);
        transport.post(message, transfer);
      },
    };
  });
  const device = createPooledDevice(pool, 'recorded');
  const dense = samplePopulation(everyLayer, 2, 1, 10);
  const [set, shard] = [sampleShard(everyLayer, 40, 6, 22), sampleShard(everyLayer, 40, 6, 23)];
  const drawn = { id: 'drawn', count: 18, of: (member: number) => drawCalibration(40, 18, 0, member) };
  for (const sparsity of [0.5, 0.6]) {
    const pruned = await device.prune(dense, { method: 'magnitude', scope: 'global', sparsity, seed: 0 });
    const estimated = await device.recalibrateEach!(pruned, set, drawn);
    for await (const _ of device.run(estimated, shard));
  }
  device.close();
  expect(sent.sort()).toEqual(['images', 'images', 'member', 'member']);
  // Two networks over 32 images, then over the last eight; twice.
  expect(more).toEqual([true, true, false, false, true, true, false, false]);
});
