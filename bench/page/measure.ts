import type { Predictions } from '../../src/audit/predictions';
import { spreadOf } from '../../src/model/measurements';
import type { Population } from '../../src/model/population';
import type { Shard } from '../../src/model/shard';
import type { EngineResult } from '../results';
import type { Engine } from './engine';
import { cut } from './zoo';

/** Labels of the same weights may differ where two classes are as good as tied: at most this share. */
const NEAR_TIES = 0.0005;

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * An engine over a population, its labels checked and its batch size chosen, ready to be timed round by
 * round.
 */
export type Contender = {
  /** Times one run. */
  round(): Promise<void>;
  result(): EngineResult;
  release(): void;
};

type Labels = Pick<Predictions, 'labels' | 'images'>;

/** Images, and the labels that every engine has to give for a population. */
export type Expected = { shard: Shard; shipped(population: Population): Promise<Labels> };

/**
 * How many of `labels` [members, count], of the first `count` images, are not the shipped ones. Throws where
 * more differ than near ties could explain; `what` names the engine and its population.
 */
export function checkLabels(what: string, labels: Uint16Array, count: number, shipped: Labels): number {
  let differing = 0;
  labels.forEach((label, index) => {
    const member = Math.floor(index / count);
    if (label !== shipped.labels[member * shipped.images + (index % count)]) differing++;
  });
  if (differing > NEAR_TIES * labels.length) {
    throw new Error(`${what}: expected the shipped labels, but ${differing} of ${labels.length} differ.`);
  }
  return differing;
}

type Check = (labels: Uint16Array, count: number) => number;

async function bestBatch(engine: Engine, population: Population, shard: Shard, check: Check) {
  const tried: Record<string, number> = {};
  let best: { batch: number; pairs: number } | null = null;
  for (const batch of engine.batches.filter((size) => size <= shard.count)) {
    const prepared = await engine.prepare(population, shard, batch);
    check(await prepared.run(), shard.count);
    const milliseconds = await timed(prepared.run);
    prepared.release();
    const pairs = (population.members.length * shard.count * 1000) / milliseconds;
    tried[batch] = pairs;
    if (!best || pairs > best.pairs) best = { batch, pairs };
  }
  return { tried, batch: best?.batch ?? null };
}

/**
 * Chooses an engine's batch size on fewer images and prepares it. Its labels are checked against the shipped
 * ones at every batch size, and after every round.
 */
export async function contend(
  engine: Engine,
  zoo: Expected,
  population: Population,
  images: number,
): Promise<Contender> {
  const shard = cut(zoo.shard, images);
  const shipped = await zoo.shipped(population);
  const check: Check = (labels, count) =>
    checkLabels(`${engine.name} on ${population.key}`, labels, count, shipped);
  const { tried, batch } = await bestBatch(engine, population, cut(shard, Math.max(256, images >> 2)), check);
  const prepared = await engine.prepare(population, shard, batch ?? 0);
  let differing = check(await prepared.run(), shard.count);
  const rounds: number[] = [];
  const pairs = population.members.length * shard.count;
  return {
    async round() {
      let labels: Uint16Array = new Uint16Array(0);
      const milliseconds = await timed(async () => {
        labels = await prepared.run();
      });
      rounds.push((pairs * 1000) / milliseconds);
      differing = Math.max(differing, check(labels, shard.count));
    },
    result: () => ({
      engine: engine.name,
      population: population.key,
      members: population.members.length,
      images: shard.count,
      facts: engine.facts,
      batch,
      tried,
      differing,
      checked: pairs,
      pairs: spreadOf(rounds),
      rounds,
    }),
    release: () => prepared.release(),
  };
}
