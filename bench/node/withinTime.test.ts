import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withinTime } from './withinTime';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('what takes too long is said in a sentence, and nothing waits any more', async () => {
  const late = expect(withinTime(new Promise(() => {}), 1000, 'Expected an answer.')).rejects.toThrow(
    'Expected an answer.',
  );
  await vi.advanceTimersByTimeAsync(1000);
  await late;
  expect(await withinTime(Promise.resolve(3), 1000, '')).toBe(3);
  await expect(withinTime(Promise.reject(new Error('It failed.')), 1000, '')).rejects.toThrow('It failed.');
  expect(vi.getTimerCount()).toBe(0);
});
