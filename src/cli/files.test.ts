import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, requirePlace, writeWhole } from './files';
import { folderOf } from './testing';

test('what cannot be written is said in a sentence, before the work too, and leaves no part of it', async () => {
  const file = folderOf({ 'a.csv': 'a' });
  const [folder, beside] = [file('folder'), file('nowhere/b.csv')];
  mkdirSync(folder);
  await requirePlace(file('a.csv'));
  await requirePlace(file('b.csv'));
  const got = (path: string, what: string) => `${path}: expected a place to write to, got ${what}.`;
  await expect(requirePlace(beside)).rejects.toThrow(got(beside, 'no such folder'));
  await expect(requirePlace(file('a.csv/b.csv'))).rejects.toThrow('got no such folder.');
  await expect(requirePlace(folder)).rejects.toThrow(got(folder, 'a folder'));
  await expect(writeWhole(folder, ['text'])).rejects.toThrow(got(folder, 'a folder'));
  await writeWhole(file('a.csv'), ['text']);
  expect(readFileSync(file('a.csv'), 'utf8')).toBe('text');
  expect(readdirSync(dirname(folder)).sort()).toEqual(['a.csv', 'folder']);
  await makeFolder(file('folder/deep/er'));
  for (const path of ['a.csv', 'a.csv/deep']) {
    await expect(makeFolder(file(path))).rejects.toThrow(
      `${file(path)}: expected a folder, or a place for one, got a file in its place.`,
    );
  }
});
