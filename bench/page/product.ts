import { createWasmDevice } from '../../src/engine/wasm/device';
import type { FullSetResult, MemoryResult, PruneResult, Settings } from '../results';
import { spreadOf } from '../statistics';
import { timed } from './measure';
import { labelsOf } from './ours';
import { type BenchZoo, cut } from './zoo';

declare global {
  interface Performance {
    measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
  }
}

const LEVEL = 0.8;

/** Prunes every member to a level it was not at before, once a round. */
export async function measurePrune(zoo: BenchZoo, { threads, rounds }: Settings): Promise<PruneResult> {
  const device = await createWasmDevice({ threads });
  const { dense } = zoo;
  const one = cut(zoo.shard, 1);
  const masks: number[] = [];
  const ready: number[] = [];
  try {
    await labelsOf(device, dense, one);
    for (let round = -1; round < rounds; round++) {
      const settings = {
        method: 'magnitude',
        scope: 'global',
        sparsity: LEVEL + round / 1000,
        seed: 0,
      } as const;
      const start = performance.now();
      const pruned = await device.prune(dense, settings);
      const masked = performance.now();
      await labelsOf(device, pruned, one);
      if (round < 0) continue;
      masks.push(masked - start);
      ready.push(performance.now() - start);
    }
  } finally {
    device.close();
  }
  return {
    members: dense.members.length,
    sparsity: LEVEL,
    maskMs: spreadOf(masks),
    readyMs: spreadOf(ready),
  };
}

/** Every image by every member at trained sparse 90%, the population new to the workers each time; dense where there is none. */
export async function measureFullSet(zoo: BenchZoo, { threads, rounds }: Settings): Promise<FullSetResult> {
  const device = await createWasmDevice({ threads });
  const population = zoo.sparse ?? zoo.dense;
  const seconds: number[] = [];
  try {
    await labelsOf(device, zoo.dense, cut(zoo.shard, 64));
    for (let round = 0; round < Math.min(3, rounds); round++) {
      const fresh = { ...population, key: `${population.key} round ${round}` };
      seconds.push((await timed(() => labelsOf(device, fresh, zoo.shard))) / 1000);
    }
  } finally {
    device.close();
  }
  return {
    population: population.key,
    members: population.members.length,
    images: zoo.shard.count,
    seconds: spreadOf(seconds),
  };
}

/** The most memory that page and workers take while every image is run, sampled again and again; for a page that did nothing else. */
export async function measureMemory(zoo: BenchZoo, { threads }: Settings): Promise<MemoryResult> {
  const device = await createWasmDevice({ threads });
  const population = zoo.sparse ?? zoo.dense;
  const samples: number[] = [];
  let running = true;
  const sample = async () => {
    while (running) samples.push((await performance.measureUserAgentSpecificMemory()).bytes / 1e6);
  };
  try {
    const sampling = sample();
    await labelsOf(device, population, zoo.shard);
    running = false;
    await sampling;
    samples.push((await performance.measureUserAgentSpecificMemory()).bytes / 1e6);
  } finally {
    running = false;
    device.close();
  }
  return {
    population: population.key,
    members: population.members.length,
    images: zoo.shard.count,
    megabytes: Math.max(...samples),
    samples,
  };
}
