import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Device } from '../../engine/device';
import { everyLayer } from '../../engine/testing';
import type { Zoo } from '../../library/zoo';
import { measureSpeed } from './speed';

/** The networks that are made up. */
const MEMBERS = 10;

const architectureOf = vi.fn(() => everyLayer);
const zoo = {
  withheld: { copy: null },
  manifest: {
    get architecture() {
      return architectureOf();
    },
    dataset: { classes: ['a', 'b', 'c'] },
  },
} as unknown as Zoo;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  architectureOf.mockClear();
});

/** A device that needs `ms` for an image through one network, and the images of its runs, in their order. */
function deviceOf(ms: number): { device: Device; runs: number[] } {
  const runs: number[] = [];
  async function* run(_: unknown, { count }: { count: number }) {
    runs.push(count);
    vi.advanceTimersByTime(count * MEMBERS * ms);
    yield* [];
  }
  return { device: { run } as unknown as Device, runs };
}

async function measured(ms: number): Promise<{ speed: number; runs: number[] }> {
  const { device, runs } = deviceOf(ms);
  const speed = measureSpeed(device, zoo, new AbortController().signal);
  await vi.advanceTimersByTimeAsync(4000);
  return { speed: await speed, runs };
}

test('a device is timed by three runs, two of which end the warm-up', async () => {
  expect(await measured(0.2)).toEqual({ speed: 5000, runs: [4, 4, 8, 16, 32, 64, 64, 64] });
});

test('a slow device is timed by few images, a fast one by all there are', async () => {
  expect(await measured(10)).toEqual({ speed: 100, runs: [4, 4, 4, 4] });
  const { speed, runs } = await measured(0.002);
  expect(speed).toBeCloseTo(500_000);
  expect(runs.slice(-4)).toEqual([512, 1000, 1000, 1000]);
});

test('a device is timed when nobody else computes, and again where someone began meanwhile', async () => {
  const { device, runs } = deviceOf(0.2);
  const answers = [true, true, ...Array(8).fill(false), true, ...Array(8).fill(false), false];
  const isBusy = async () => answers.shift() ?? false;
  const speed = measureSpeed(device, zoo, new AbortController().signal, isBusy);
  await vi.advanceTimersByTimeAsync(4500);
  expect(runs).toEqual([]);
  // Nor is anything made to be run, which would take a core from what follows an answer.
  expect(architectureOf).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(500);
  expect(runs).toHaveLength(8);
  await vi.advanceTimersByTimeAsync(4000);
  expect(await speed).toBe(5000);
  expect(runs).toHaveLength(16);
  expect(answers).toEqual([]);
});
