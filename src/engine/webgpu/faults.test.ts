import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { prunePopulation } from '../../model/prune';
import type { PredictionBatch } from '../device';
import { recalibrateReference, runReference } from '../reference';
import { samplePopulation, sampleShard } from '../samples';
import { everyLayer, gather, worstDifference } from '../testing';
import type { Clock } from './clock';
import { openDawn } from './dawn';
import { createWebGpuDevice, type WebGpuDevice } from './device';
import {
  changedDawn,
  hearReadBacks,
  manualClock,
  opensSoon,
  settled,
  silence,
  trackBuffers,
} from './testing';

const population = samplePopulation(everyLayer, 3, 0.2, 31);
const shard = sampleShard(everyLayer, 140, 6, 32);
const small = sampleShard(everyLayer, 5, 6, 33);
const expected = runReference(population, small).labels;

const opened: WebGpuDevice[] = [];
async function open(change: Parameters<typeof changedDawn>[0] = {}, clock?: Clock): Promise<WebGpuDevice> {
  const device = await createWebGpuDevice({ ...opensSoon, clock, gpu: await changedDawn(change) });
  opened.push(device);
  return device;
}
afterEach(() => {
  for (const device of opened.splice(0)) device.close();
});

/** Runs until `after` has seen the first batch; its batches, and the error that ended it. */
async function runWith(device: WebGpuDevice, after: () => void | Promise<void>, signal?: AbortSignal) {
  const batches: PredictionBatch[] = [];
  let error: unknown = null;
  try {
    for await (const batch of device.run(population, shard, { signal })) {
      batches.push(batch);
      if (batches.length === 1) await after();
    }
  } catch (thrown) {
    error = thrown;
  }
  return { batches, error };
}

describe('a GPU that fails', () => {
  it('ends the run with one sentence, keeps its batches, and is opened again', async () => {
    const device = await open();
    const gpu = await device.gpu();
    const { batches, error } = await runWith(device, () => gpu.device.destroy());
    expect(String(error)).toMatch(/^Error: The GPU device was lost \(destroyed\) .*\.$/);
    expect(batches.length).toBeGreaterThan(0);
    expect((await device.gpu()).device).not.toBe(gpu.device);
    const all = await gather(device, population, small);
    expect(all.labels).toEqual(expected);
    const left = await gather(device, population, shard, { finished: batches, logits: false });
    for (const { members, start, count } of batches) {
      for (const member of members) expect(left.visits[member * shard.count + start]).toBe(0);
      for (const member of members) expect(left.visits[member * shard.count + start + count - 1]).toBe(0);
    }
    const answered = batches.reduce((sum, { members, count }) => sum + members.length * count, 0);
    expect(left.visits.reduce((sum, visits) => sum + visits, answered)).toBe(3 * shard.count);
  });

  it('ends the run when the GPU rejects a command', async () => {
    const device = await open();
    const { device: gpu } = await device.gpu();
    const { error } = await runWith(device, async () => {
      gpu.createBuffer({ label: 'nonsense', size: 4, usage: 0 });
      await gpu.queue.onSubmittedWorkDone();
    });
    expect(String(error)).toMatch(/^Error: The GPU rejected a command/);
    expect((await device.gpu()).device).not.toBe(gpu);
    expect((await gather(device, population, small)).labels).toEqual(expected);
  });

  it('ends the run when a result is never handed over, and opens the GPU again', async () => {
    const clock = manualClock();
    let hangs = false;
    let hear = () => {};
    const device = await open(
      {
        device(gpu) {
          hearReadBacks(gpu, () => {
            if (!hangs) return undefined;
            hear();
            return new Promise(() => {});
          });
        },
      },
      clock,
    );
    const { device: gpu } = await device.gpu();
    hangs = true;
    const isAsked = new Promise<void>((resolve) => {
      hear = resolve;
    });
    const run = runWith(device, () => {});
    await isAsked;
    await settled();
    clock.advance(60_000);
    expect(String((await run).error)).toMatch(/^Error: The GPU has given no sign for 60 s/);
    hangs = false;
    expect((await gather(device, population, small)).labels).toEqual(expected);
    expect((await device.gpu()).device).not.toBe(gpu);
    expect(clock.pending()).toBe(0);
  });

  it('ends a pruning and a re-estimation with that sentence, and does both once open again', async () => {
    let doomed: string | null = null;
    let answers = 0;
    const device = await open({
      device(gpu) {
        hearReadBacks(gpu, (label) => {
          if (label === doomed && --answers === 0) gpu.destroy();
          return undefined;
        });
      },
    });
    const lose = (label: string, at: number) => {
      doomed = label;
      answers = at;
    };
    const lost = /^The GPU device was lost \(destroyed\) .*\.$/;
    const settings = { method: 'magnitude', scope: 'global', sparsity: 0.5, seed: 0 } as const;
    const pruned = prunePopulation(population, settings);
    lose('pruned', 1);
    await expect(device.prune(population, settings)).rejects.toThrow(lost);
    expect((await device.prune(population, settings)).tensors).toEqual(pruned.tensors);
    lose('moments', 2);
    await expect(device.recalibrate(pruned, small)).rejects.toThrow(lost);
    const { tensors } = await device.recalibrate(pruned, small);
    const wanted = recalibrateReference(pruned, small).tensors;
    for (const name of Object.keys(wanted)) {
      expect(worstDifference(tensors[name].data, wanted[name].data), name).toBeLessThan(5e-4);
    }
  });

  it('is refused where it does not accept a kernel, by name and line, and is given back', async () => {
    let lost: Promise<GPUDeviceLostInfo> | null = null;
    const gpu = await changedDawn({
      device(device) {
        lost = device.lost;
        const create = device.createShaderModule.bind(device);
        device.createShaderModule = ({ label, code }) =>
          create({ label, code: label === 'pool' ? `${code}\nfn broken( {` : code });
      },
    });
    await expect(createWebGpuDevice({ ...opensSoon, gpu })).rejects.toThrow(
      /^The GPU does not accept the kernel "pool": line \d+: /,
    );
    expect(await lost).toMatchObject({ reason: 'destroyed' });
  });

  it('is told apart when its answers are wrong', async () => {
    await expect(
      createWebGpuDevice({ ...opensSoon, gpu: await changedDawn({ device: silence }) }),
    ).rejects.toThrow('SwiftShader (software) fails its check');
  });

  it('is named and checked each time it is opened', async () => {
    let opens = 0;
    const gpu = await changedDawn({
      adapter(adapter) {
        const description = ['Fast Card', 'Broken Card'][opens++];
        const info = { vendor: '', architecture: '', device: '', description, isFallbackAdapter: false };
        if (description) Object.defineProperty(adapter, 'info', { value: info });
        return adapter;
      },
      device(device) {
        if (opens === 2) silence(device);
      },
    });
    const device = await createWebGpuDevice({ gpu, crossover: 0.5, clock: manualClock() });
    opened.push(device);
    expect(device).toMatchObject({ description: 'WebGPU · Fast Card', software: false });
    const { device: first } = await device.gpu();
    first.destroy();
    await first.lost;
    await settled();
    await expect(gather(device, population, small)).rejects.toThrow('WebGPU · Broken Card fails its check');
    expect((await gather(device, population, small)).labels).toEqual(expected);
    expect(device).toMatchObject({ description: 'WebGPU · SwiftShader (software)', software: true });
  });
});

describe('an adapter', () => {
  it('that vanishes between two runs ends the second with one sentence; back again, it serves', async () => {
    let present = true;
    const device = await open({ adapter: (adapter) => (present ? adapter : null) });
    expect((await gather(device, population, small)).labels).toEqual(expected);
    const { device: gpu } = await device.gpu();
    present = false;
    gpu.destroy();
    await gpu.lost;
    await settled();
    await expect(gather(device, population, small)).rejects.toThrow(
      'Expected a WebGPU adapter, but the browser offers none: choose another device.',
    );
    present = true;
    expect((await gather(device, population, small)).labels).toEqual(expected);
  });

  it('without memory for a buffer ends the run with one sentence', async () => {
    let full = false;
    const device = await open({
      device(gpu) {
        const create = gpu.createBuffer.bind(gpu);
        gpu.createBuffer = (descriptor) => {
          if (full)
            gpu.dispatchEvent(
              Object.assign(new Event('uncapturederror'), { error: { message: 'Out of memory' } }),
            );
          return create(descriptor);
        };
      },
    });
    full = true;
    await expect(gather(device, population, small)).rejects.toThrow(
      /^The GPU rejected a command.*Out of memory/,
    );
    full = false;
    expect((await gather(device, population, small)).labels).toEqual(expected);
  });
});

describe('20 runs', () => {
  it('leave as many buffers as the cache holds, and closing leaves none', async () => {
    const tracked = trackBuffers();
    const alive = () => tracked.labelled(/./).length;
    const device = await open({ device: tracked.watch });
    let full = 0;
    for (let run = 0; run < 20; run++) {
      const controller = new AbortController();
      const fresh = { ...population, key: `run ${run}` };
      const settings = { method: 'magnitude', scope: 'global', sparsity: 0.5 + run / 200, seed: 0 } as const;
      const pruned = await device.recalibrate(await device.prune(fresh, settings), small);
      const { error } = await runWith(device, () => controller.abort(), controller.signal);
      expect(error).toMatchObject({ name: 'AbortError' });
      await gather(device, pruned, small);
      if (run === 9) full = alive();
    }
    expect(alive()).toBe(full);
    device.close();
    await Promise.resolve();
    expect(alive()).toBe(0);
  });
});

describe('a run', () => {
  let device: WebGpuDevice;
  beforeAll(async () => {
    device = await createWebGpuDevice({ ...opensSoon, gpu: await openDawn() });
  });
  afterAll(() => device.close());

  it('can be cancelled and started again', async () => {
    const controller = new AbortController();
    const { batches, error } = await runWith(device, () => controller.abort(), controller.signal);
    expect(error).toMatchObject({ name: 'AbortError' });
    expect(batches).toHaveLength(1);
    const { signal } = controller;
    await expect(device.recalibrate(population, small, undefined, signal)).rejects.toThrow('abort');
    expect((await gather(device, population, small)).labels).toEqual(expected);
  });

  it('can be left in the middle, and two can go on at once', async () => {
    for await (const _ of device.run(population, shard)) break;
    const [first, second] = await Promise.all([
      gather(device, population, small),
      gather(device, { ...population, key: 'twin' }, small),
    ]);
    expect(first.labels).toEqual(expected);
    expect(second.labels).toEqual(expected);
  });

  it('starts afresh after the device was closed', async () => {
    device.close();
    expect((await gather(device, population, small)).labels).toEqual(expected);
  });

  it('answers an empty shard with nothing, and refuses images of another shape', async () => {
    expect((await gather(device, population, sampleShard(everyLayer, 0, 6, 1))).batches).toBe(0);
    await expect(gather(device, population, { ...small, width: 8 })).rejects.toThrow('3 x 10 x 9');
  });
});
