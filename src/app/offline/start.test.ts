import { expect, test } from 'vitest';
import { whenCalm } from './start';

test('nothing is kept for later while files are read, and not put off for ever', async () => {
  const told: string[] = [];
  const wait = async () => void told.push('waited');
  let left = 3;
  await whenCalm(async () => left-- > 0, wait);
  expect(told).toHaveLength(3);
  await whenCalm(async () => true, wait);
  expect(told).toHaveLength(3 + 20);
  await whenCalm(async () => false, wait);
  expect(told).toHaveLength(3 + 20);
});
