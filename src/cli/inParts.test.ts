import { expect, test } from 'vitest';
import { samplePopulation, sampleShard } from '../engine/samples';
import { everyLayer, referenceDevice } from '../engine/testing';
import { collectPredictions } from './collect';
import { imagesAtOnce, runInParts } from './inParts';

test('parts give what the whole gives', async () => {
  const population = samplePopulation(everyLayer, 2, 1, 3);
  const shard = sampleShard(everyLayer, 11, 6, 4);
  const shares: number[] = [];
  const told = (share: number) => shares.push(share);
  const whole = await collectPredictions(referenceDevice.run(population, shard), population, shard, () => {});
  const parts = await collectPredictions(
    runInParts(referenceDevice, population, shard, 4),
    population,
    shard,
    told,
  );
  expect(parts).toEqual(whole);
  expect(shares).toEqual([4 / 11, 8 / 11, 1]);
});

test('small images are given all at once, large ones a few hundred', () => {
  expect(imagesAtOnce({ channels: 1, height: 28, width: 28 })).toBeGreaterThan(80_000);
  expect(imagesAtOnce({ channels: 3, height: 224, width: 224 })).toBe(432);
  expect(imagesAtOnce({ channels: 64, height: 4096, width: 4096 })).toBe(16);
});
