import { expect, test } from 'vitest';
import { readAll, type Source } from './fetchFile';
import { memoryFolders } from './folders';
import { keptSource } from './keptSource';

function counted() {
  const asked: string[] = [];
  const source: Source = async function* (_, path) {
    asked.push(path);
    yield Uint8Array.of(1, 2);
    yield Uint8Array.of(3);
  };
  return { asked, source };
}

const read = (source: Source) => readAll(source, 'base/', 'images/a.gz', 10).then((bytes) => [...bytes]);

test('what was given once comes from the folder, until it is forgotten', async () => {
  const { asked, source } = counted();
  const folders = Promise.resolve(memoryFolders());
  const kept = keptSource(source, folders, 'data');
  expect(await read(kept.source)).toEqual([1, 2, 3]);
  expect(await read(keptSource(source, folders, 'data').source)).toEqual([1, 2, 3]);
  expect(asked).toEqual(['images/a.gz']);
  expect(await kept.forget()).toBe(true);
  expect(await kept.forget()).toBe(false);
  await read(kept.source);
  expect(asked).toHaveLength(2);
});

test('what cannot be kept is given all the same, and why is told', async () => {
  const folders = { ...memoryFolders(), write: () => Promise.reject(new Error('no room')) };
  const told: string[] = [];
  const kept = keptSource(counted().source, Promise.resolve(folders), 'data', (why) => told.push(why));
  expect(await read(kept.source)).toEqual([1, 2, 3]);
  expect(told).toEqual(['no room']);
});

test('a reading that breaks off keeps nothing', async () => {
  const folders = memoryFolders();
  const broken: Source = async function* () {
    yield Uint8Array.of(1);
    throw new Error('gone');
  };
  await expect(read(keptSource(broken, Promise.resolve(folders), 'data').source)).rejects.toThrow('gone');
  expect((await folders.files('data')).size).toBe(0);
});
