import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { prunePopulation } from '../../model/prune';
import { expectLikeReference } from '../expectLikeReference';
import { recalibrateReference } from '../reference';
import { samplePopulation, sampleShard } from '../samples';
import { conv, everyLayer, gather, network, relu, worstDifference } from '../testing';
import { createInProcessTransport } from './inProcess';
import { createPool } from './pool';
import { createPooledDevice } from './pooled';
import type { Transport } from './protocol';

const module = await WebAssembly.compile(readFileSync(new URL('./build/plain.wasm', import.meta.url)));

/** A device of two workers on this thread; `breaks` says at which message, counted over all workers, one dies. */
function createFragileDevice(breaks: (message: number) => boolean) {
  let messages = 0;
  const open = new Set<Transport>();
  let opened = 0;
  const pool = createPool(2, () => {
    const inner = createInProcessTransport(module);
    let fail: (reason: string) => void = () => {};
    const transport: Transport = {
      ...inner,
      post(message, transfer) {
        if (breaks(messages++)) queueMicrotask(() => fail('it was killed.'));
        else inner.post(message, transfer);
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
  });
  const device = createPooledDevice(pool, 'fragile');
  return { device, alive: () => open.size, opened: () => opened };
}

const population = samplePopulation(everyLayer, 3, 0.4, 51);
const shard = sampleShard(everyLayer, 70, 6, 52);

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
    const settings = { method: 'magnitude', scope: 'global', sparsity: 0.7, seed: 0 } as const;
    const pruned = await device.prune(population, settings);
    expect(pruned.tensors).toEqual(prunePopulation(population, settings).tensors);
    const expected = recalibrateReference(pruned, shard);
    const estimated = await device.recalibrate(pruned, shard);
    for (const [name, { data }] of Object.entries(expected.tensors)) {
      expect(worstDifference(estimated.tensors[name].data, data)).toBeLessThan(1e-4);
    }
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

/** Activations of 18 MB, which no fresh module has. */
const large = network(
  [2, 64, 64],
  [conv('a', 2, 64, [3, 3], { padding: 1 }), relu, { kind: 'globalAverage' }],
);

describe('memory', () => {
  it('that cannot grow ends a run with one sentence, and the next run is well', async () => {
    const { device } = createFragileDevice(() => false);
    const networks = samplePopulation(large, 1, 1, 53);
    const images = sampleShard(large, 2, 64, 54);
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
    });
    await expect(gather(device, networks, images)).rejects.toThrow(
      /Expected \d+ MB of memory for the WebAssembly kernels, but this device refused it\.$/,
    );
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
