import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Device } from '../../engine/device';
import { samplePopulation, sampleShard } from '../../engine/samples';
import { everyLayer } from '../../engine/testing';
import { measureSpeed } from './speed';

const MEMBERS = 2;
const population = samplePopulation(everyLayer, MEMBERS, 1, 1);
const shard = sampleShard(everyLayer, 1000, 3, 1);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A device that needs `ms` for an image through one network, and the images of its runs, in their order. */
function deviceOf(ms: number): { device: Device; runs: number[] } {
  const runs: number[] = [];
  async function* run(_: unknown, { count }: { count: number }) {
    runs.push(count);
    vi.advanceTimersByTime(ms * count * MEMBERS);
    yield* [];
  }
  return { device: { run } as unknown as Device, runs };
}

async function measured(ms: number): Promise<{ speed: number; runs: number[] }> {
  const { device, runs } = deviceOf(ms);
  const speed = measureSpeed(device, population, shard, new AbortController().signal);
  await vi.advanceTimersByTimeAsync(4000);
  return { speed: await speed, runs };
}

test('a device is timed by three runs, two of which end the warm-up', async () => {
  expect(await measured(1)).toEqual({ speed: 1000, runs: [4, 4, 8, 16, 32, 64, 64, 64] });
});

test('a slow device is timed by few images, a fast one by all there are', async () => {
  expect(await measured(50)).toEqual({ speed: 20, runs: [4, 4, 4, 4] });
  const { speed, runs } = await measured(0.01);
  expect(speed).toBeCloseTo(100_000);
  expect(runs.slice(-4)).toEqual([512, 1000, 1000, 1000]);
});

test('a device is timed when nobody else computes, and again where someone began meanwhile', async () => {
  const { device, runs } = deviceOf(1);
  const answers = [true, true, ...Array(8).fill(false), true, ...Array(8).fill(false), false];
  const isBusy = async () => answers.shift() ?? false;
  const speed = measureSpeed(device, population, shard, new AbortController().signal, isBusy);
  await vi.advanceTimersByTimeAsync(4500);
  expect(runs).toEqual([]);
  await vi.advanceTimersByTimeAsync(500);
  expect(runs).toHaveLength(8);
  await vi.advanceTimersByTimeAsync(4000);
  expect(await speed).toBe(1000);
  expect(runs).toHaveLength(16);
  expect(answers).toEqual([]);
});
