import { createWasmDevice } from '../../src/engine/wasm/device';
import { spreadOf } from '../../src/model/measurements';
import type { Population } from '../../src/model/population';
import type { FullSetResult, MemorySamples, PruneResult, Settings } from '../results';
import { checkLabels, timed } from './measure';
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

/**
 * Every image by every member at trained sparse 90%, the population new to the workers each time; dense where
 * there is none.
 */
export async function measureFullSet(zoo: BenchZoo, { threads, rounds }: Settings): Promise<FullSetResult> {
  const device = await createWasmDevice({ threads });
  const population = zoo.sparse ?? zoo.dense;
  const shipped = await zoo.shipped(population);
  const seconds: number[] = [];
  try {
    await labelsOf(device, zoo.dense, cut(zoo.shard, 64));
    for (let round = 0; round < Math.min(3, rounds); round++) {
      const fresh = { ...population, key: `${population.key} round ${round}` };
      let labels: Uint16Array = new Uint16Array(0);
      const milliseconds = await timed(async () => {
        labels = await labelsOf(device, fresh, zoo.shard);
      });
      seconds.push(milliseconds / 1000);
      checkLabels(`the full set, ${fresh.key}`, labels, zoo.shard.count, shipped);
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

/**
 * What the browser says of the memory of page and workers during `work`, asked again and again, MB; nothing
 * where it does not say. For a page that did nothing else; the device stays open, so that its workers can be
 * looked at.
 */
export async function memorySamples(
  { key, members }: Pick<Population, 'key'> & { members: number },
  images: number,
  work: () => Promise<unknown>,
): Promise<MemorySamples> {
  const samples: number[] = [];
  let running = true;
  const sample = async () => {
    try {
      samples.push((await performance.measureUserAgentSpecificMemory()).bytes / 1e6);
    } catch {
      // Chromium's headless shell has the function and refuses it.
      running = false;
    }
  };
  const sampling = (async () => {
    while (running) await sample();
  })();
  try {
    await work();
  } finally {
    running = false;
    await sampling;
  }
  await sample();
  return { population: key, members, images, samples };
}

/** The memory of a run of every image. */
export async function sampleMemory(zoo: BenchZoo, { threads }: Settings): Promise<MemorySamples> {
  const device = await createWasmDevice({ threads });
  const population = zoo.sparse ?? zoo.dense;
  const members = population.members.length;
  return memorySamples({ key: population.key, members }, zoo.shard.count, () =>
    labelsOf(device, population, zoo.shard),
  );
}
