import { expect, test } from 'vitest';
import { shippedVariant } from '../model/experiment';
import { ownDataset, ownIdOf } from './ownNetworks';
import { zooOfOwn } from './ownZoo';
import { ownTiny } from './testing/ownTiny';
import { tinyZoo } from './testing/tinyZoo';
import { openZoo } from './zoo';

const shipped = await openZoo('zoo/tiny', tinyZoo().source);
const own = await ownTiny();
const zoo = zooOfOwn(own);

test('a name of a dataset says whose it is', () => {
  expect(ownIdOf(ownDataset('mine'))).toBe('mine');
  for (const name of ['fashion-mnist', 'own-', 'own-../x', 'own-A']) expect(ownIdOf(name)).toBeNull();
});

test('answers as a shipped zoo of the same networks does', async () => {
  for (const [variant, members] of [
    ['dense', 1],
    ['dense', 4],
    ['dense', 5],
    ['null', 2],
  ] as const) {
    for (const scores of [false, true]) {
      expect(await zoo.predictions(variant, members, { scores })).toEqual(
        await shipped.predictions(variant, members, { scores }),
      );
    }
    const { key, ...population } = await zoo.population(variant, members);
    const { key: theirs, ...expected } = await shipped.population(variant, members);
    expect(population).toEqual(expected);
    expect(key).toBe(theirs.replace('tiny', 'own-mine/2026-11-25T02:00:00.000Z'));
    expect(zoo.memberCount(variant)).toBe(shipped.memberCount(variant));
  }
  expect((await zoo.testShard()).images).toEqual((await shipped.testShard()).images);
  expect((await zoo.calibrationShard()).labels).toEqual((await shipped.calibrationShard()).labels);
  for (const members of [0, 1.5, 6]) {
    await expect(zoo.population('dense', members)).rejects.toThrow(
      `1 to 5 members of variant "dense", got ${members}`,
    );
  }
  await expect(zoo.predictions('sparse-50', 1)).rejects.toThrow(
    'Expected a variant of own-mine (dense, null, sparse-90), got "sparse-50".',
  );
});

test('says where it comes from, and how much of each network is zero', () => {
  expect(zoo.origin).toEqual({
    kind: 'own',
    created: own.created,
    files: own.files,
    fitted: 'as they are',
    calibration: 'four of the images',
    networks: 'those of Tiny',
    trained: false,
  });
  const [dense, nulls, sparse] = zoo.manifest.variants;
  const shares = ({ parts }: typeof dense) => parts[0].members.map(({ sparsity }) => sparsity.overall);
  expect(shares(dense)).toEqual([1, 0, 0, 0, 0]);
  expect(shares(nulls)).toEqual([1, 0]);
  expect(sparse.parts[0].members[0].sparsity.layers).toEqual({ conv1: 1, head: 1 });
  expect(sparse.id).toBe(shippedVariant({ variant: 'sparse', sparsity: sparse.targetSparsity, width: 1 }));
  expect(zoo.manifest.dataset.trainingCounts).toBeNull();
  const unordered = zooOfOwn({ ...own, populations: [own.populations[2], ...own.populations.slice(0, 2)] });
  expect(unordered.manifest.variants.map(({ id }) => id)).toEqual(['dense', 'null', 'sparse-90']);
});
