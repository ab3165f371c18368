import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Population } from '../../model/population';
import { prunePopulation } from '../../model/prune';
import type { Shard } from '../../model/shard';
import type { Device } from '../device';
import { expectLikeReference } from '../expectLikeReference';
import { recalibrateReference } from '../reference';
import { samplePopulation, sampleShard } from '../samples';
import { conv, everyLayer, gather, network, norm, relu, worstDifference } from '../testing';
import { createInProcessTransport } from './inProcess';
import { createPool } from './pool';
import { createPooledDevice } from './poolDevice';
import type { Transport } from './protocol';

const module = await WebAssembly.compile(readFileSync(new URL('./build/plain.wasm', import.meta.url)));

/**
 * A device of two workers on this thread; `breaks` says at which message, counted over all workers, one dies,
 * and `stalls` at which one answers nothing more. Cancelled jobs get no time to end.
 */
function createFragileDevice(
  breaks: (message: number) => boolean,
  stalls: (message: number) => boolean = () => false,
) {
  let messages = 0;
  const open = new Set<Transport>();
  let opened = 0;
  const spawn = () => {
    const inner = createInProcessTransport(module);
    let fail: (reason: string) => void = () => {};
    let stalled = false;
    const transport: Transport = {
      ...inner,
      post(message, transfer) {
        const number = messages++;
        stalled ||= stalls(number);
        if (breaks(number)) queueMicrotask(() => fail('it was killed.'));
        else if (!stalled) inner.post(message, transfer);
      },
      onFailure(handler) {
        fail = handler;
      },
      close() {
        open.delete(transport);
        inner.close();
      },
    };
    open.add(transport);
    opened++;
    return transport;
  };
  const device = createPooledDevice(createPool(2, spawn, 0), 'fragile');
  return { device, alive: () => open.size, opened: () => opened };
}

const population = samplePopulation(everyLayer, 3, 0.4, 51);
const shard = sampleShard(everyLayer, 70, 6, 52);

const settings = { method: 'magnitude', scope: 'global', sparsity: 0.7, seed: 0 } as const;

/** That re-estimation gives what the reference gives. */
async function expectEstimates(device: Device, pruned: Population, images: Shard): Promise<void> {
  const expected = recalibrateReference(pruned, images);
  const estimated = await device.recalibrate(pruned, images);
  for (const [name, { data }] of Object.entries(expected.tensors)) {
    expect(worstDifference(estimated.tensors[name].data, data), name).toBeLessThan(1e-4);
  }
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('workers that die in the middle', () => {
  it('lose nothing of a run, and repeat nothing', async () => {
    const { device, alive, opened } = createFragileDevice((message) => message === 2 || message === 9);
    await expectLikeReference(device, population, shard);
    expect(opened()).toBeGreaterThan(2);
    device.close();
    expect(alive()).toBe(0);
  });

  it('lose nothing of a pruning or a re-estimation', async () => {
    const { device } = createFragileDevice((message) => message === 1 || message === 8);
    const pruned = await device.prune(population, settings);
    expect(pruned.tensors).toEqual(prunePopulation(population, settings).tensors);
    await expectEstimates(device, pruned, shard);
    device.close();
  });

  it('end a run with one sentence when every new one dies too, and the next run is well', async () => {
    let broken = true;
    const { device, alive } = createFragileDevice(() => broken);
    await expect(gather(device, population, shard)).rejects.toThrow(
      '2 WebAssembly workers failed at the same work: it was killed.',
    );
    broken = false;
    await expectLikeReference(device, population, shard);
    expect(alive()).toBe(2);
    device.close();
  });
});

describe('workers that go on with what was cancelled', () => {
  it.each(['prune', 'recalibrate'] as const)('are replaced, and all is well at once: %s', async (kind) => {
    const { device, alive, opened } = createFragileDevice(
      () => false,
      (message) => message === 3 || message === 4,
    );
    // One message a member, after which both workers are warm.
    await device.prune({ ...population, key: 'warm' }, settings);
    const controller = new AbortController();
    const cancelled =
      kind === 'prune'
        ? device.prune(population, settings, controller.signal)
        : device.recalibrate(population, shard, undefined, controller.signal);
    controller.abort();
    const pruning = device.prune(population, settings);
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect((await pruning).tensors).toEqual(prunePopulation(population, settings).tensors);
    await expectEstimates(device, await pruning, shard);
    await expectLikeReference(device, population, shard);
    expect(opened()).toBe(4);
    expect(alive()).toBe(2);
    device.close();
  });
});

/** Activations of 18 MB, which no fresh module has. */
const large = network(
  [2, 64, 64],
  [conv('a', 2, 64, [3, 3], { padding: 1 }), relu, { kind: 'globalAverage' }],
);

/** The same with BatchNorm, for re-estimation, and with 8 MB of weights, whose pruning needs twice that. */
const largeNormed = network(
  [2, 64, 64],
  [conv('a', 2, 64, [3, 3], { padding: 1 }), norm('n', 64), relu, { kind: 'globalAverage' }],
);
const heavy = network(
  [2, 32, 32],
  [{ kind: 'dense', name: 'd', input: 2048, output: 1024, bias: false }, relu],
);

/** From now on every memory refuses to grow, until the spy is restored. */
const refuseGrowth = () =>
  vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
    throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
  });

const refused = /Expected \d+ MB of memory for the WebAssembly kernels, but this device refused it\.$/;

describe('memory', () => {
  it('that cannot grow ends a pruning with one sentence, and the next is well', async () => {
    const { device, opened } = createFragileDevice(() => false);
    await device.prune(population, settings);
    const before = opened();
    const networks = samplePopulation(heavy, 1, 1, 55);
    const grow = refuseGrowth();
    await expect(device.prune(networks, settings)).rejects.toThrow(refused);
    grow.mockRestore();
    expect(opened()).toBeGreaterThan(before);
    const expected = prunePopulation(networks, settings).tensors['d.weight'].data;
    const actual = (await device.prune(networks, settings)).tensors['d.weight'].data;
    expect(actual.every((weight, i) => Object.is(weight, expected[i]))).toBe(true);
    device.close();
  });

  it('that cannot grow ends a re-estimation with one sentence, and the next is well', async () => {
    const { device, opened } = createFragileDevice(() => false);
    const pruned = await device.prune(samplePopulation(largeNormed, 1, 1, 56), settings);
    const before = opened();
    const images = sampleShard(largeNormed, 2, 64, 57);
    const grow = refuseGrowth();
    await expect(device.recalibrate(pruned, images)).rejects.toThrow(refused);
    grow.mockRestore();
    expect(opened()).toBeGreaterThan(before);
    await expectEstimates(device, pruned, images);
    device.close();
  });

  it('that cannot grow ends a run with one sentence, and the next run is well', async () => {
    const { device } = createFragileDevice(() => false);
    const networks = samplePopulation(large, 1, 1, 53);
    const images = sampleShard(large, 2, 64, 54);
    const grow = refuseGrowth();
    await expect(gather(device, networks, images)).rejects.toThrow(refused);
    grow.mockRestore();
    await expectLikeReference(device, networks, images);
    device.close();
  });

  it('does not grow over 50 runs, each of other networks, and no worker is left behind', async () => {
    const { device, alive, opened } = createFragileDevice(() => false);
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow');
    let warm = 0;
    for (let run = 0; run < 50; run++) {
      const fresh = { ...population, key: `run ${run}` };
      const settings = { method: 'magnitude', scope: 'layer', sparsity: run / 100, seed: 0 } as const;
      const pruned = await device.recalibrate(await device.prune(fresh, settings), shard);
      expect((await gather(device, pruned, shard)).visits.every((visits) => visits === 1)).toBe(true);
      if (run === 2) warm = grow.mock.calls.length;
    }
    expect(grow.mock.calls.length).toBe(warm);
    expect(opened()).toBe(2);
    device.close();
    expect(alive()).toBe(0);
  });
});
