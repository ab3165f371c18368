import { describe, expect, it } from 'vitest';
import { watchFailures } from './failure';
import { manualClock, settled } from './testing';

const never = new Promise<never>(() => {});
const noSign = 'The GPU has given no sign for 60 s, so its work must go on elsewhere';

/** A device that works, as far as it goes, and a clock that stands still. */
function watched() {
  const clock = manualClock();
  const device = { lost: never, addEventListener() {} } as unknown as GPUDevice;
  const watch = watchFailures(device, clock);
  watch.setPatience(60_000);
  return { clock, watch };
}

/** How a promise has ended, or that it has not. */
async function outcome(promise: Promise<unknown>): Promise<string> {
  let said = 'pending';
  promise.then(
    () => {
      said = 'done';
    },
    (error: Error) => {
      said = error.message;
    },
  );
  await settled();
  return said;
}

describe('a device that gives no sign', () => {
  it('ends what waits for it after a minute, and counts as failed', async () => {
    const { clock, watch } = watched();
    const waits = watch.begin().wait(never);
    clock.advance(59_999);
    expect(await outcome(waits)).toBe('pending');
    clock.advance(1);
    expect(await outcome(waits)).toMatch(noSign);
    expect(await outcome(watch.failed)).toBe('done');
    expect(() => watch.begin().check()).toThrow(noSign);
    expect(clock.pending()).toBe(0);
  });

  it('has another minute after each sign, whichever operation hears it', async () => {
    const { clock, watch } = watched();
    const waits = watch.begin().wait(never);
    const other = watch.begin();
    for (let tile = 0; tile < 3; tile++) {
      let answer = () => {};
      const reply = other.wait(
        new Promise<void>((resolve) => {
          answer = resolve;
        }),
      );
      clock.advance(50_000);
      answer();
      expect(await outcome(reply)).toBe('done');
    }
    clock.advance(59_999);
    expect(await outcome(waits)).toBe('pending');
    clock.advance(1);
    expect(await outcome(waits)).toMatch(noSign);
  });

  it('is not held to the time in which nothing waits for it', async () => {
    const { clock, watch } = watched();
    const controller = new AbortController();
    const cancelled = watch.begin(controller.signal);
    const waits = cancelled.wait(never);
    controller.abort();
    await expect(waits).rejects.toMatchObject({ name: 'AbortError' });
    expect(clock.pending()).toBe(0);
    clock.advance(3_600_000);
    const next = watch.begin().wait(never);
    clock.advance(59_999);
    expect(await outcome(next)).toBe('pending');
  });

  it('is forgiven while the machine sleeps, once', async () => {
    const { clock, watch } = watched();
    const waits = watch.begin().wait(never);
    clock.sleep(3_600_000);
    expect(await outcome(waits)).toBe('pending');
    clock.advance(60_000);
    expect(await outcome(waits)).toMatch(noSign);
  });

  it('is forgotten with the operation that waited', async () => {
    const { clock, watch } = watched();
    const operation = watch.begin();
    operation.wait(never);
    operation.end();
    expect(clock.pending()).toBe(0);
  });
});
