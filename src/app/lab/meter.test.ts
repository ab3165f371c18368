import { afterEach, expect, test, vi } from 'vitest';
import { createMeter, type JobProgress } from './meter';

afterEach(() => void vi.restoreAllMocks());

test('what is done is reported four times a second at most, and another kind of work at once', () => {
  const clock = vi.spyOn(performance, 'now');
  const told: JobProgress[] = [];
  const meter = createMeter(10, (progress) => told.push(progress));
  const at = (ms: number, act: () => void) => {
    clock.mockReturnValue(ms);
    act();
  };
  at(0, () => meter.doing('pruning'));
  for (const ms of [100, 249, 250, 400, 499]) at(ms, () => meter.add(1));
  at(499, () => meter.doing('running'));
  for (const ms of [748, 749]) at(ms, () => meter.add(1));
  expect(told).toEqual([
    { done: 0, secondsLeft: null, doing: 'pruning' },
    { done: 0.3, secondsLeft: null, doing: 'pruning' },
    { done: 0.5, secondsLeft: null, doing: 'running' },
    { done: 0.7, secondsLeft: expect.closeTo((0.649 * 3) / 7), doing: 'running' },
  ]);
});
