import { expect, test } from 'vitest';
import { whenCalm } from './start';

/** How often is waited, given whether somebody computes at each look. */
async function waits(isBusy: (look: number) => boolean): Promise<number> {
  let looks = 0;
  let waited = 0;
  await whenCalm(
    async () => isBusy(looks++),
    async () => void waited++,
  );
  return waited;
}

test('nothing is kept for later while files are read, nor between two steps of it', async () => {
  expect(await waits(() => false)).toBe(1);
  expect(await waits((look) => look < 3)).toBe(4);
  expect(await waits((look) => look !== 1 && look < 4)).toBe(5);
});

test('nor is it put off for ever', async () => {
  expect(await waits(() => true)).toBe(20);
});
