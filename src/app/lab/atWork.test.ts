import { expect, test } from 'vitest';
import { atWork, isAnyAtWork } from './atWork';

/** Shared locks as a browser gives them. */
function fakeLocks(): LockManager {
  const held: LockInfo[] = [];
  return {
    async request(name: string, _: LockOptions, work: () => Promise<unknown>) {
      const lock = { name };
      held.push(lock);
      return work().finally(() => held.splice(held.indexOf(lock), 1));
    },
    query: async () => ({ held: [...held] }),
  } as unknown as LockManager;
}

test('the page is at work until the last of its works ends, also in failure', async () => {
  const locks = fakeLocks();
  expect(await isAnyAtWork(locks)).toBe(false);
  const ends: ((failed?: Error) => void)[] = [];
  const begin = () =>
    atWork(
      () => new Promise<void>((resolve, reject) => ends.push((e) => (e ? reject(e) : resolve()))),
      locks,
    );
  const works = [begin(), begin()];
  ends[0]();
  await works[0];
  expect(await isAnyAtWork(locks)).toBe(true);
  ends[1](new Error('no'));
  await expect(works[1]).rejects.toThrow('no');
  expect(await isAnyAtWork(locks)).toBe(false);
});

test('where the browser has no locks, work is done and nobody is known to be at work', async () => {
  expect(await atWork(async () => 7, null)).toBe(7);
  expect(await isAnyAtWork(null)).toBe(false);
});

test('where the browser refuses locks, work is done all the same, once', async () => {
  const refuse = () => Promise.reject(new DOMException('Access is denied.', 'SecurityError'));
  const locks = { request: refuse, query: refuse } as unknown as LockManager;
  let begun = 0;
  expect(await atWork(async () => ++begun, locks)).toBe(1);
  await expect(atWork(() => Promise.reject(new Error('no')), locks)).rejects.toThrow('no');
  expect(await isAnyAtWork(locks)).toBe(false);
});
