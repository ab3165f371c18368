import { expect } from 'vitest';
import type { Population } from '../model/population';
import type { Shard } from '../model/shard';
import type { Device } from './device';
import { runReference } from './reference';
import { gather, worstDifference } from './testing';

/** Expects a device to answer every pair once, as the plain reference does. */
export async function expectLikeReference(device: Device, population: Population, shard: Shard) {
  const reference = runReference(population, shard);
  const all = await gather(device, population, shard);
  expect(all.visits.every((visits) => visits === 1)).toBe(true);
  expect(worstDifference(all.logits, reference.logits)).toBeLessThan(1e-4);
  expect(worstDifference(all.pPrediction, reference.pPrediction)).toBeLessThan(1e-4);
  expect(worstDifference(all.pLabel, reference.pLabel)).toBeLessThan(1e-4);
  expect(all.labels).toEqual(reference.labels);
  expect(all.rankLabel).toEqual(reference.rankLabel);
}
