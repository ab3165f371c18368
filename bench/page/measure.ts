import { spreadOf } from '../../src/model/measurements';
import type { Population } from '../../src/model/population';
import type { Shard } from '../../src/model/shard';
import type { EngineResult } from '../results';
import type { Engine } from './engine';
import { type BenchZoo, cut } from './zoo';

/** Labels of the same weights may differ where two classes are as good as tied: at most this share. */
const NEAR_TIES = 0.0005;

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** An engine over a population, its labels checked and its batch size chosen, ready to be timed round by round. */
export type Contender = {
  /** Times one run. */
  round(): Promise<void>;
  result(): EngineResult;
  release(): void;
};

async function check(engine: Engine, zoo: BenchZoo, population: Population, shard: Shard) {
  const prepared = await engine.prepare(population, shard, engine.batches[0] ?? 0);
  const labels = await prepared.run();
  prepared.release();
  const shipped = await zoo.shipped(population);
  let differing = 0;
  population.members.forEach((_, member) => {
    for (let image = 0; image < shard.count; image++) {
      if (labels[member * shard.count + image] !== shipped.labels[member * shipped.images + image])
        differing++;
    }
  });
  if (differing > NEAR_TIES * labels.length) {
    throw new Error(
      `${engine.name} on ${population.key}: expected the shipped labels, but ${differing} of ${labels.length} differ.`,
    );
  }
  return { differing, checked: labels.length };
}

async function bestBatch(engine: Engine, population: Population, shard: Shard) {
  const tried: Record<string, number> = {};
  let best: { batch: number; pairs: number } | null = null;
  for (const batch of engine.batches.filter((size) => size <= shard.count)) {
    const prepared = await engine.prepare(population, shard, batch);
    await prepared.run();
    const milliseconds = await timed(prepared.run);
    prepared.release();
    const pairs = (population.members.length * shard.count * 1000) / milliseconds;
    tried[batch] = pairs;
    if (!best || pairs > best.pairs) best = { batch, pairs };
  }
  return { tried, batch: best?.batch ?? null };
}

/** Checks an engine's labels against the shipped ones, chooses its batch size on fewer images, and prepares it. */
export async function contend(
  engine: Engine,
  zoo: BenchZoo,
  population: Population,
  images: number,
): Promise<Contender> {
  const shard = cut(zoo.shard, images);
  const checks = await check(engine, zoo, population, shard);
  const { tried, batch } = await bestBatch(engine, population, cut(shard, Math.max(256, images >> 2)));
  const prepared = await engine.prepare(population, shard, batch ?? 0);
  await prepared.run();
  const rounds: number[] = [];
  const pairs = population.members.length * shard.count;
  return {
    async round() {
      rounds.push((pairs * 1000) / (await timed(prepared.run)));
    },
    result: () => ({
      engine: engine.name,
      population: population.key,
      members: population.members.length,
      images: shard.count,
      facts: engine.facts,
      batch,
      tried,
      ...checks,
      pairs: spreadOf(rounds),
      rounds,
    }),
    release: () => prepared.release(),
  };
}
