import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { firstImages } from '../model/shard';
import type { Source } from './fetchFile';
import { longTailed } from './longTail';
import { openZoo } from './zoo';

const root = fileURLToPath(new URL('../../public/zoo', import.meta.url));
const fromDisk: Source = async function* (base, path) {
  yield readFileSync(join(base, path));
};

test('the selection has the counts and the first images of the long-tailed zoo', async () => {
  const all = await openZoo(join(root, 'fashion-mnist'), fromDisk);
  const tail = await openZoo(join(root, 'fashion-mnist-long-tail'), fromDisk);
  const chosen = await longTailed(await all.trainingShard());
  const counts = new Array(10).fill(0);
  for (const label of chosen.labels) counts[label]++;
  expect(counts).toEqual(tail.manifest.dataset.trainingCounts);
  const first = await tail.calibrationShard();
  expect(firstImages(chosen, first.count).labels).toEqual(first.labels);
  expect(Buffer.from(firstImages(chosen, first.count).images).equals(Buffer.from(first.images))).toBe(true);
});
