import { expect, test } from 'vitest';
import { createWay } from './giveWay';

test('files wait together while a page computes, for a minute in all', async () => {
  let busy = 3;
  let waited = 0;
  const way = createWay(
    async () => busy-- > 0,
    async () => void waited++,
  );
  await Promise.all([way(), way()]);
  expect(waited).toBe(3);
  await way();
  expect(waited).toBe(3);
  busy = 1000;
  await way();
  expect(waited).toBe(120);
  await way();
  expect(waited).toBe(120);
});
