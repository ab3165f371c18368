import { expect, test } from 'vitest';
import { droppedFiles } from './dropped';

const file = (name: string, content: File | null = new File([name], name)) => ({
  ...{ name, isFile: true, isDirectory: false },
  file: (resolve: (file: File) => void, reject: (reason: unknown) => void) =>
    content ? resolve(content) : reject(new DOMException('No.', 'NotFoundError')),
});

/** As browsers give it: a part of the entries at a time, and none at the end. */
const folder = (name: string, inside: unknown[]) => ({
  ...{ name, isFile: false, isDirectory: true },
  createReader: () => {
    const left = [...inside];
    return { readEntries: (resolve: (some: unknown[]) => void) => resolve(left.splice(0, 2)) };
  },
});

const dropped = (...entries: unknown[]) =>
  droppedFiles({
    items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })),
    files: [],
  } as unknown as DataTransfer);

test('all files of a folder are found by their paths, beside files that were dropped with it', async () => {
  const parts = folder('population=dense', [file('_SUCCESS'), file('part-0.csv'), file('part-1.csv')]);
  const found = await dropped(folder('hive', [parts, file('names.txt')]), file('labels.csv'));
  expect(found.map(({ path }) => path)).toEqual([
    'hive/population=dense/_SUCCESS',
    'hive/population=dense/part-0.csv',
    'hive/population=dense/part-1.csv',
    'hive/names.txt',
    'labels.csv',
  ]);
  expect(await found[1].content.text()).toBe('part-0.csv');
});

test('a file that the browser does not give is named', async () => {
  await expect(dropped(folder('hive', [file('part-0.csv', null)]))).rejects.toThrow(
    'hive/part-0.csv: expected to read what was dropped, got no access',
  );
});
