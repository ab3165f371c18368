import { describe, expect, it } from 'vitest';
import { expectLikeReference } from '../expectLikeReference';
import { planSteps } from '../plan';
import { samplePopulation, sampleShard } from '../samples';
import { conv, everyLayer, gather, network } from '../testing';
import { createSpaces } from './activations';
import { createWebGpuDevice } from './device';
import { changedDawn, manualClock, trackBuffers } from './testing';
import { bufferValues } from './tile';

const plan = planSteps(everyLayer);
const [shared, ...own] = bufferValues(plan);
const bytesOf = (members: number, images4: number) =>
  (shared * 5 + own.reduce((sum, size) => sum + size, 0) * members * 4) * images4 * 4;

/** The spaces of a device that only counts, and the bytes of its activations. */
function counted(budget = 2 ** 30) {
  const alive = new Set<GPUBuffer>();
  const device = {
    limits: { maxStorageBufferBindingSize: 2 ** 30, maxBufferSize: 2 ** 30 },
    queue: { writeBuffer() {} },
    createBuffer: ({ label, size }: GPUBufferDescriptor) => {
      const buffer = { label, size, destroy: () => alive.delete(buffer) } as unknown as GPUBuffer;
      alive.add(buffer);
      return buffer;
    },
  } as unknown as GPUDevice;
  const bytes = () => [...alive].reduce((sum, { label, size }) => sum + (label === 'tile' ? 0 : size), 0);
  return { spaces: createSpaces(device, budget), alive, bytes };
}

describe('the activations that a device keeps', () => {
  it('serve the next tile that is no larger', () => {
    const { spaces, bytes } = counted();
    const first = spaces.take('a', plan, { members: 4, images4: 16 });
    first.release();
    const second = spaces.take('a', plan, { members: 3, images4: 8 });
    second.activations.buffers.forEach((buffer, i) => {
      expect(buffer).toBe(first.activations.buffers[i]);
    });
    expect(second.activations).toMatchObject({ members: 3, images4: 8 });
    expect(second.reached).toBe(first.reached);
    expect(bytes()).toBe(bytesOf(4, 16));
  });

  it('grow to what serves both tiles, where the budget allows', () => {
    for (const room of [1, 0]) {
      const both = shared * 5 * 16 * 4 + own.reduce((sum, size) => sum + size, 0) * 4 * 8 * 16;
      const { spaces, bytes } = counted(both - 1 + room);
      spaces.take('a', plan, { members: 1, images4: 16 }).release();
      spaces.take('a', plan, { members: 4, images4: 8 }).release();
      expect(bytes()).toBe(room ? both : bytesOf(4, 8));
    }
  });

  it('are freed when another plan comes, and with the device', () => {
    const { spaces, alive, bytes } = counted();
    spaces.take('a', plan, { members: 4, images4: 16 }).release();
    const other = spaces.take('b', plan, { members: 1, images4: 1 });
    expect(bytes()).toBe(bytesOf(1, 1));
    spaces.close();
    expect(bytes()).toBe(bytesOf(1, 1));
    other.release();
    expect(alive.size).toBe(0);
  });

  it('are kept once, however many were in use', () => {
    const { spaces, bytes, alive } = counted();
    const size = { members: 2, images4: 4 };
    const [first, second] = [spaces.take('a', plan, size), spaces.take('a', plan, size)];
    expect(bytes()).toBe(2 * bytesOf(2, 4));
    first.release();
    second.release();
    expect(bytes()).toBe(bytesOf(2, 4));
    spaces.close();
    expect(alive.size).toBe(0);
  });
});

describe('a second run', () => {
  it('begins with the tile that the first reached, in its buffers, until another plan comes', async () => {
    const clock = manualClock();
    const tracked = trackBuffers();
    const gpu = await changedDawn({ device: tracked.watch });
    const device = await createWebGpuDevice({ gpu, clock, crossover: 0.5 });
    const activations = () => tracked.labelled(/^activations/);
    const population = samplePopulation(everyLayer, 5, 0.5, 41);
    const shard = sampleShard(everyLayer, 64, 6, 42);
    const batches = [(await gather(device, population, shard)).batches];
    const kept = activations();
    const areKept = () => kept.length === plan.buffers.length && kept.every((b) => activations().includes(b));
    expect(areKept()).toBe(true);
    const settings = { method: 'magnitude', scope: 'global', sparsity: 0.8, seed: 0 } as const;
    const pruned = await device.recalibrate(await device.prune(population, settings), shard);
    for (const next of [pruned, population]) batches.push((await gather(device, next, shard)).batches);
    expect(batches).toEqual([4, 2, 1]);
    expect(areKept()).toBe(true);

    const controller = new AbortController();
    const cancelled = (async () => {
      const { signal } = controller;
      for await (const _ of device.run(pruned, sampleShard(everyLayer, 300, 6, 44), { signal }))
        controller.abort();
    })();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    await expectLikeReference(device, population, shard);
    expect(areKept()).toBe(true);

    const other = network([3, 10, 9], [conv('a', 3, 6, [3, 3]), { kind: 'globalAverage' }]);
    await gather(device, samplePopulation(other, 1, 1, 43), shard);
    expect(activations().some((buffer) => kept.includes(buffer))).toBe(false);
    device.close();
    await Promise.resolve();
    expect(tracked.labelled(/./)).toEqual([]);
  });
});
